"""The handout: each beat's last picture with what is said, on paper."""

from __future__ import annotations

import logging
import unicodedata
from importlib.resources import as_file, files
from pathlib import Path

from fpdf import FPDF
from PIL import Image

from publish import pixels, poster
from publish.archive import MOMENT
from publish.direction import isolated, runs_leftwards
from publish.formats import Format
from publish.scene import Scene
from publish.typefaces import Typeface, having
from record import Record
from record.beats import Beat

_log = logging.getLogger(__name__)

# All lengths are millimetres, on A4. Three pictures of 16:9 with two lines each fit on a page.
_MARGIN = 16.0
_PICTURE = 62.0  # height
_LINE = 5.2  # height of a line of text
_HEADING = 8.0  # height of a chapter's title
_GAP = 2.0  # between picture and text
_AFTER = 4.0  # below the text
_POINTS = 11  # size of the text

_FONT = "Source Sans Pro"
_GREY = 110

# Characters that the typeface lacks, and what means the same.
_INSTEAD = str.maketrans({"⋅": "·", "⁻": "−", "ℝ": "R", "⇒": "→"})


def make(scene: Scene, folder: Path) -> None:
    """Write a PDF with one picture for each beat and its narration, for printing.

    Args:
        scene: The scene.
        folder: Where the file goes.
    """
    record = scene.record
    paper = _Paper(record)
    paper.set_lang(record.language)
    paper.add_page()
    paper.set_font(_FONT, "B", 18)
    paper.write_down(8, paper.readable(record.title))
    paper.ln(3)
    behind = pixels.background(scene)
    for chapter in record.chapters:
        for beat in chapter.beats:
            heading = chapter.title if beat is chapter.beats[0] else ""
            picture = poster.opaque(scene.video, record.span(beat)[-1], behind)
            _add(paper, picture, beat, heading)
    if paper.missing:
        _log.warning(
            "%s: the handout's typeface lacks %s", scene.name, " ".join(sorted(paper.missing))
        )
    paper.output(str(folder / f"{scene.name}.handout.pdf"))


FORMAT = Format(
    make,
    "a PDF with each beat's last picture and its text",
    ("<Scene>.handout.pdf",),
    "other scripts in the machine's fonts",
)


class _Paper(FPDF):
    """A4 pages with title, licence and page number at the bottom.

    Args:
        record: What is known of the scene.
    """

    def __init__(self, record: Record) -> None:
        super().__init__(format="A4", unit="mm")
        self.missing: set[str] = set()  # characters that would be empty boxes
        fonts = files("font_source_sans_pro") / "files"
        for style, name in (("", "Regular"), ("B", "Semibold")):
            with as_file(fonts / f"SourceSansPro-{name}.ttf") as path:
                self.add_font(_FONT, style, path)
                if not style:
                    self._known = set(Typeface(_FONT, path).characters)
        self._complete(record)
        self.set_margin(_MARGIN)
        self.c_margin = 0.0  # texts begin where pictures do
        self.set_auto_page_break(False)  # a picture and its text stay together: see `_add`
        self.set_title(record.title)
        self.set_author(record.author)
        self.set_creation_date(MOMENT)
        about = filter(None, (record.title, record.author, record.licence))
        self._at_the_bottom = " · ".join(map(isolated, about))

    def _complete(self, record: Record) -> None:
        """Add typefaces for what is written in other scripts, if this machine has any."""
        told = (text for beat in record.beats for text in (beat.text, beat.chapter))
        texts = "".join((record.title, record.author, record.licence, *told)).translate(_INSTEAD)
        lacking = {ord(one) for one in texts if _is_drawn(one)} - self._known
        others = [*having(lacking, record.parameters.get("text_font", ""))]
        for number, one in enumerate(others):
            self.add_font(str(number), "", one.path, collection_font_number=one.index)
            self._known |= one.characters
        if others:
            self.set_fallback_fonts([str(number) for number in range(len(others))], False)
            self.set_text_shaping(True)  # letters are joined, and run in their own direction

    def readable(self, text: str) -> str:
        """Return a text in characters the typeface has; note those it lacks."""
        text = text.translate(_INSTEAD)
        self.missing |= {one for one in text if ord(one) not in self._known and _is_drawn(one)}
        return text

    def write_down(self, line: float, text: str) -> None:
        """Write a text in lines of some height, from the side at which it begins."""
        side = "R" if runs_leftwards(text) else "L"
        self.multi_cell(0, line, text, align=side, new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        """Write the line at the bottom."""
        self.set_y(-_MARGIN + 4)
        self.set_font(_FONT, "", 8.5)
        self.set_text_color(_GREY)
        self.cell(self.epw / 2, 4, self.readable(self._at_the_bottom), align="L")
        self.cell(self.epw / 2, 4, f"{self.page_no()} / {{nb}}", align="R")
        self.set_text_color(0)


def _is_drawn(character: str) -> bool:
    """Say whether a character is more than space, or a mark of direction."""
    return not character.isspace() and unicodedata.category(character) != "Cf"


def _add(paper: _Paper, picture: Image.Image, beat: Beat, heading: str) -> None:
    """Add a picture and its text where there is room for both, else on a new page."""
    paper.set_font(_FONT, "", _POINTS)
    text = paper.readable(f"{beat.number}.  {beat.text}")
    lines = paper.multi_cell(0, _LINE, text, dry_run=True, output="LINES", align="L")
    assert isinstance(lines, list)
    text_height = len(lines) * _LINE
    height = _PICTURE + _GAP + text_height + (_HEADING if heading else 0)
    if paper.get_y() + height > paper.h - _MARGIN:
        paper.add_page()
    if heading:
        paper.set_font(_FONT, "B", 12)
        paper.write_down(_HEADING - 2, paper.readable(heading))
        paper.set_y(paper.get_y() + 2)
    width = _PICTURE * picture.width / picture.height
    left, top = paper.l_margin, paper.get_y()
    paper.image(picture, left, top, w=width, h=_PICTURE, alt_text=beat.text)
    paper.set_draw_color(200)
    paper.set_line_width(0.2)
    paper.rect(left, top, width, _PICTURE)
    paper.set_xy(left, top + _PICTURE + _GAP)
    paper.set_font(_FONT, "", _POINTS)
    paper.write_down(_LINE, text)
    paper.set_y(paper.get_y() + _AFTER)
