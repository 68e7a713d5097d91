"""A PowerPoint presentation: one slide for each beat, its video fills the slide.

Presenting it means going on from slide to slide: each video starts by itself and stands still
at its end. The text of each slide is there for people who don't see the video: a title beside
the slide, as PowerPoint's own "hidden title" is, a description of the video, and notes.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pptx
from lxml import etree
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.slide import Slide, SlideLayout
from pptx.util import Emu, Length

from publish import cut, pixels, poster
from publish.archive import MOMENT, pack_again
from publish.colour import Colour, is_dark
from publish.direction import runs_leftwards
from publish.formats import Format
from publish.scene import Scene
from publish.templating import render
from publish.words import words
from record import Record
from record.beats import Beat

_LONG_SIDE = Emu(12_192_000)  # 13⅓ inches, PowerPoint's own for 16:9
_WIDE = 16 / 9
_LONGEST = 255  # characters
_CHAPTER, _BEAT = "Title Slide", "Title Only"  # names of layouts in python-pptx's template


def make(scene: Scene, folder: Path) -> None:
    """Write ``<Scene>.pptx``.

    Args:
        scene: The scene.
        folder: Where it goes.
    """
    _Deck(scene).write(folder / f"{scene.name}.pptx")


FORMAT = Format(
    make,
    "a PowerPoint presentation, a slide for each sentence",
    ("<Scene>.pptx",),
    "each plays by itself and is printed as its last frame; with chapters, notes, descriptions",
)


class _Deck:
    """A presentation while it is made."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.record = scene.record
        self.titles: Counter[str] = Counter()
        self.file = pptx.Presentation()
        _set_size(self.file, self.record)
        self.background = pixels.background(scene)
        _set_look(self.file, self.background)
        self.chapter_layout, self.beat_layout = _keep_layouts(self.file)
        _describe(self.file, scene)

    def write(self, target: Path) -> None:
        with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            for chapter in self.record.chapters:
                if chapter.title:
                    self._add_chapter(chapter.title)
                for beat in chapter.beats:
                    self._add_beat(beat, Path(scratch))
            saved = Path(scratch) / target.name
            self.file.save(str(saved))
            pack_again(saved, target)

    def _add_chapter(self, title: str) -> None:
        slide = self.file.slides.add_slide(self.chapter_layout)
        self._set_title(slide, title)
        _set_text(slide.placeholders[1], self.record.title)
        self._set_language(slide)

    def _add_beat(self, beat: Beat, scratch: Path) -> None:
        slide = self.file.slides.add_slide(self.beat_layout)
        self._set_title(slide, beat.line)
        clip = scratch / f"{beat.slug}.mp4"
        picture = scratch / f"{beat.slug}.png"
        cut.film(self.scene, beat, clip)
        # The frame it ends with, where all that is said can be seen: on paper, and where the video
        # isn't played, that is the slide.
        poster.opaque(self.scene.video, self.record.span(beat)[-1], self.background).save(picture)
        movie = slide.shapes.add_movie(
            str(clip),
            Emu(0),
            Emu(0),
            self._width,
            self._height,
            poster_frame_image=str(picture),
            mime_type="video/mp4",
        )
        properties = movie._element.nvPicPr.cNvPr
        properties.set("name", f"Video {beat.number}")
        properties.set("descr", beat.said)
        milliseconds = round(1000 * (beat.end - beat.start))
        _play_at_once(slide, movie.shape_id, milliseconds)
        notes = slide.notes_slide.notes_text_frame
        assert notes is not None
        notes.text = beat.notes
        self._set_language(slide)

    @property
    def _width(self) -> Length:
        return self.file.slide_width or Emu(0)

    @property
    def _height(self) -> Length:
        return self.file.slide_height or Emu(0)

    def _set_title(self, slide: Slide, text: str) -> None:
        """Give a slide a title that no other slide has: people find slides by it."""
        self.titles[text] += 1
        count = self.titles[text]
        assert slide.shapes.title is not None
        _set_text(slide.shapes.title, text if count == 1 else f"{text} ({count})")

    def _set_language(self, slide: Slide) -> None:
        """Say what language the texts are in, and which of them run from right to left."""
        for part in (slide, slide.notes_slide) if slide.has_notes_slide else (slide,):
            for run in part._element.iter(qn("a:r")):
                run.get_or_add_rPr().set("lang", self.record.language)
            for paragraph in part._element.iter(qn("a:p")):
                if runs_leftwards("".join(paragraph.itertext())):
                    paragraph.get_or_add_pPr().set("rtl", "1")


def _set_text(shape: BaseShape, text: str) -> None:
    assert isinstance(shape, Shape)
    shape.text_frame.text = text


def _set_size(file: Presentation, record: Record) -> None:
    """Give slides the video's shape, and move everything in the layouts along."""
    shape = record.quality.width / record.quality.height
    if abs(shape / _WIDE - 1) < 0.005:  # 854 × 480 is 16:9 as well as pixels can be
        shape = _WIDE
    width = round(_LONG_SIDE * min(1.0, shape))
    height = round(_LONG_SIDE / max(1.0, shape))
    across, down = width / (file.slide_width or 1), height / (file.slide_height or 1)
    file.slide_width, file.slide_height = Emu(width), Emu(height)
    del file.element.sldSz.attrib["type"]  # it says 4:3
    for page in (file.slide_master, *file.slide_layouts):
        for transform in page._element.iter(qn("a:off"), qn("a:ext")):
            for name, factor in (("x", across), ("cx", across), ("y", down), ("cy", down)):
                if name in transform.attrib:
                    transform.set(name, str(round(int(transform.get(name)) * factor)))


def _set_look(file: Presentation, background: Colour) -> None:
    """Make pages the colour of the video, with text that can be read on it."""
    master = file.slide_master
    master.background.fill.solid()
    colour = RGBColor(*background)  # type: ignore[no-untyped-call]
    master.background.fill.fore_color.rgb = colour
    if is_dark(background):
        # As PowerPoint's dark styles do: text is the theme's light colour.
        colours = master._element.find(qn("p:clrMap"))
        for name, value in {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}.items():
            colours.set(name, value)
    for layout in file.slide_layouts:
        for tint in list(layout._element.iter(qn("a:tint"))):  # grey text is hard to read
            tint.getparent().remove(tint)


def _keep_layouts(file: Presentation) -> tuple[SlideLayout, SlideLayout]:
    """Remove the layouts nothing uses; return those of chapters and of beats."""
    for layout in list(file.slide_layouts):
        if layout.name not in (_CHAPTER, _BEAT):
            file.slide_layouts.remove(layout)
    chapter = file.slide_layouts.get_by_name(_CHAPTER)
    beat = file.slide_layouts.get_by_name(_BEAT)
    assert chapter is not None
    assert beat is not None
    title = beat.placeholders[0]
    # Above the slide, where PowerPoint puts hidden titles: read aloud, listed, not shown.
    width = file.slide_width or Emu(0)
    height = Emu(width // 16)
    title.left, title.top, title.width, title.height = Emu(0), Emu(-height), width, height
    return chapter, beat


def _short(text: str) -> str:
    """Return as much of a text as PowerPoint keeps of what it knows of a file."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _describe(file: Presentation, scene: Scene) -> None:
    """Replace what the template says of itself."""
    record, about = scene.record, file.core_properties
    about.title = _short(record.title)
    about.subject = _short(record.lesson)
    about.language = _short(record.language)
    about.author = _short(record.author)
    # There is no place for a licence; this is where people read what is to be known of a file.
    language = words(record.language)
    about.comments = _short(language("licence", name=record.licence)) if record.licence else ""
    about.last_modified_by = about.keywords = ""
    about.created = about.modified = MOMENT.replace(tzinfo=None)


def _play_at_once(slide: Slide, shape: int, milliseconds: int) -> None:
    """Start a slide's video when the slide comes up, instead of at a click on it."""
    root = slide._element
    old = root.find(qn("p:timing"))
    text = render("autoplay.xml", shape=shape, milliseconds=milliseconds)
    tidy = etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False)
    compact = etree.tostring(etree.fromstring(text.strip().encode(), tidy))
    root.replace(old, parse_xml(compact))
