"""Texts as code: what a record says of others comes out as text, in every file, and never runs."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import av
import pptx
import pypdf
import srt
from markdown_it import MarkdownIt
from playwright.sync_api import Page

from publish import cell
from publish.scene import load
from tests.doors.attack import REFUSED, SURVIVED, Attack, Came, came, each
from tests.doors.house import House

DOOR = "texts"
_FORMATS = "mp4,transcript,explore,handout,pptx,deck,quiz,page,lms"
_FIGURE = {"function": "f(a) = a**2", "points": "2", "nudges": "1/10", "nudge": "delta"}


def harm(place: str) -> str:
    """Return a text that would set `harm` to a place if anything took it for code."""
    sets = f"window.harm='{place}'"
    return (
        f'</textarea></title><script>{sets}</script><img src=x onerror="{sets}"> --> ]]> &amp;'
        f"\n\n---\n# {place} {{{{7*7}}}} {{% x %}} #eval(1) $x$ $CATEGORY: %0% \"'> ` **b** ~~c~~ |"
        f"\n00:00:00.000 --> 00:00:01.000\n<v a>[a](javascript:{sets}) javascript:{sets}//"
    )


PLACES = (
    "title", "author", "licence", "heading", "chapter", "text", "speech", "shown", "description",
    "question", "answer", "right", "wrong", "number", "parameter",
)  # fmt: skip


def line(place: str) -> str:
    """Return a harmful text as it stands in a line."""
    return " ".join(harm(place).split())


def published(house: House) -> Path:
    """Publish a scene whose record is full of harm, once for a house; return the folder."""
    return house.once("texts", partial(_publish, house))


def _publish(house: House, folder: Path) -> None:
    house.begin()
    path = house.out / "tiny" / "First.beats.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record |= {
        "title": harm("title"), "author": harm("author"), "licence": harm("licence"),
        "course": {"title": harm("heading")}, "parameters": {"function": harm("parameter")},
        "figure": {"kind": "nudge", "given": _FIGURE},
        "questions": [{
            "beat": 0, "answered": 1, "kind": "choice", "question": harm("question"),
            "answer": harm("answer"),
            "options": [{"text": harm("right")}, {"text": harm("wrong"), "mistake": "sign"}],
        }],
    }  # fmt: skip
    one = record["beats"][0]
    one |= {name: harm(name) for name in ("text", "speech", "chapter", "shown", "description")}
    one["cues"][0]["text"] = harm("text")
    one["numbers"][0]["plain"] = dict.fromkeys(one["numbers"][0]["plain"], harm("number"))
    path.write_text(json.dumps(record), encoding="utf-8")
    run = house.run("publish", "--formats", _FORMATS)
    assert run.code == 0, run.said
    shutil.copytree(house.out, folder, dirs_exist_ok=True)
    for package in folder.glob("*.scorm.zip"), folder.glob("*.imscc"):
        with zipfile.ZipFile(next(package)) as whole:
            whole.extractall(folder / "packages" / Path(str(whole.filename)).suffix[1:])
    (folder / "cell.html").write_text(
        f"<!doctype html><title>cell</title>{cell.html(load(folder / 'tiny/First.beats.json'))}",
        encoding="utf-8",
    )


# What a text that became code would do, told to a page as if it had.
BREAK_IN = """async (address) => {
  const add = (html) => document.body.insertAdjacentHTML("beforeend", html);
  const script = document.createElement("script");
  script.textContent = "window.harm = 'script'";
  document.body.append(script);
  add(`<img src=x onerror="window.harm='event'">`);
  add(`<a id="trap" href="javascript:window.harm='link'">x</a>`);
  add(`<iframe srcdoc="<script>parent.harm='frame'</scr` + `ipt>"></iframe>`);
  add(`<iframe name="away"></iframe>`);
  add(`<form id="form" action="${address}/form" target="away"></form>`);
  document.getElementById("trap").click();
  document.getElementById("form").submit();
  const image = new Image();
  image.src = `${address}/image`;
  navigator.sendBeacon(`${address}/beacon`, "x");
  await fetch(`${address}/fetch`, { mode: "no-cors" }).catch(() => {});
  await new Promise((done) => setTimeout(done, 300));
  return window.harm ?? "";
}"""

PAGES = {
    "the index": ("site/index.html", ["heading", "title"]),
    "a page": ("site/tiny/First/index.html", ["author", "licence", "chapter", "text", "number"]),
    "an embedded page": ("site/tiny/First/embed.html", ["title"]),
    "a presentation": ("tiny/First.deck.html", ["title", "author"]),
    "a figure to explore": ("tiny/First.explore.html", ["title"]),
    "a transcript": ("tiny/First.transcript.html", ["title", "author", "chapter", "shown"]),
    "a unit of SCORM": ("packages/zip/First/index.html", ["title", "question", "wrong"]),
    "a page of a cartridge": ("packages/imscc/pages/tiny/First/index.html", ["title", "shown"]),
    "a cell of a notebook": ("cell.html", ["title", "chapter", "text"]),
}


def opened(house: House, way: tuple[str, list[str]]) -> Came:
    """Open a page as a file: nothing runs, nothing is asked for, and the texts stand there."""
    file, places = way
    wrong = []
    with house.page() as (page, asked):
        page.goto((published(house) / file).as_uri())
        page.wait_for_timeout(200)
        wrong += [f"it ran what was in {one}" for one in harmed(page)]
        wrong += [f"it asked for {one}" for one in asked if one.startswith("http")]
        read = " ".join(" ".join(_read(page)).split())
        wrong += [
            f"the {one} isn't there as it was written" for one in places if line(one) not in read
        ]
    return Came(SURVIVED, "", tuple(wrong))


def broken_into(house: House, way: tuple[str, list[str]]) -> Came:
    """Put code into a page as if a text had become it: the browser still runs and sends nothing."""
    with house.page() as (page, _), house.listening() as (address, heard):
        page.goto((published(house) / way[0]).as_uri())
        inner = page.frames[-1] if way[0] == "cell.html" else page.main_frame
        ran = inner.evaluate(BREAK_IN, address)
    wrong = [f"it ran what was put in: {ran}"] * bool(ran)
    tells = way[0].startswith("packages/")  # where a launch may name a store of statements
    sent = [one for one in heard if not (tells and one in ("/fetch", "/beacon"))]
    return Came(SURVIVED, "", (*wrong, *(f"it sent {one}" for one in sent)))


def snippet(house: House) -> Came:
    """Paste the code to embed a page into another: its title is still one."""
    with house.page() as (page, _):
        page.goto((published(house) / "site/tiny/First/index.html").as_uri())
        code = page.locator("#code").input_value()
        page.goto("about:blank")
        page.set_content(f"<!doctype html><title>blog</title>{code}")
        page.wait_for_timeout(200)
        wrong = [f"it ran what was in {one}" for one in harmed(page)]
        title = page.locator("iframe").get_attribute("title") or ""
    wrong += [f"its title is {title}"] * (title.split() != harm("title").split())
    return Came(SURVIVED, "", tuple(wrong))


def captioned(house: House) -> Came:
    """Let a browser read the captions, in which there are lines of times."""
    file = published(house) / "tiny" / "First.vtt"
    with house.page() as (page, _):
        told = page.evaluate(
            """async (text) => {
              const video = document.createElement("video");
              const track = document.createElement("track");
              track.src = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
              video.append(track);
              track.track.mode = "hidden";
              await new Promise((done) => (track.onload = done));
              return [...track.track.cues].map((cue) => cue.getCueAsHTML().textContent);
            }""",
            file.read_text(encoding="utf-8"),
        )
    record = _record(house)
    wanted = [cue["text"].split() for beat in record["beats"] for cue in beat["cues"]]
    wrong = [] if [one.split() for one in told] == wanted else [f"there are the captions {told}"]
    lines = [*srt.parse(file.with_suffix(".srt").read_text(encoding="utf-8"))]
    wrong += [f"there are {len(lines)} subtitles"] * (len(lines) != len(wanted))
    return Came(SURVIVED, "", tuple(wrong))


def marked_down(house: House) -> Came:
    """Read the transcript as CommonMark: it has headings, sentences and nothing else."""
    text = (published(house) / "tiny" / "First.transcript.md").read_text(encoding="utf-8")
    about, body = text.removeprefix("---\n").split("\n---\n", 1)
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(body)
    inside = [inner for token in tokens for inner in token.children or ()]
    kinds = {token.type for token in (*tokens, *inside)}
    known = {"heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close", "text",
             "blockquote_open", "blockquote_close", "strong_open", "strong_close"}  # fmt: skip
    wrong = [f"it has {one}" for one in sorted(kinds - known - {"text_special"})]
    wrong += ["the block at the top has other lines"] * (about.count("\n") != 3)
    read = ["".join(one.content for one in token.children or ()) for token in tokens]
    wanted = [line("title"), line("shown")]
    wrong += [f"{one} isn't there" for one in wanted if one not in read]
    return Came(SURVIVED, "", tuple(wrong))


def in_xml(house: House) -> Came:
    """Read all XML of packages: it is well formed, and titles are those of the record."""
    wrong, titles = [], set()
    for path in sorted(published(house).rglob("*.zip")) + [published(house) / "course.imscc"]:
        with zipfile.ZipFile(path) as whole:
            for name in whole.namelist():
                if ".." in name or name.startswith("/"):
                    wrong.append(f"{path.name} has a file {name}")
                if name.endswith(".xml"):
                    titles |= {one.text for one in ET.fromstring(whole.read(name)).iter()}
    wanted = [line("heading")[:199], line("title")[:199]]
    found = {(one or "")[:199] for one in titles}
    wrong += [f"no title is {one}" for one in wanted if one not in found]
    return Came(SURVIVED, "", tuple(wrong))


def in_powerpoint(house: House) -> Came:
    """Read the presentation: titles and notes are those of the record, and there are no links."""
    file = pptx.Presentation(str(published(house) / "tiny" / "First.pptx"))
    notes = [slide.notes_slide.notes_text_frame for slide in file.slides if slide.has_notes_slide]
    read = " ".join(" ".join(note.text for note in notes if note).split())
    wrong = [f"the {one} isn't in the notes" for one in ("text", "speech") if line(one) not in read]
    links = [
        one.reltype for slide in file.slides for one in slide.part.rels.values() if one.is_external
    ]
    return Came(SURVIVED, "", (*wrong, *(f"it leads to {one}" for one in links)))


def on_paper(house: House) -> Came:
    """Read the handout: its author is that of the record, and nothing in it does anything."""
    paper = pypdf.PdfReader(published(house) / "tiny" / "First.handout.pdf")
    root = paper.root_object
    wrong = [f"it has {key}" for key in ("/AA", "/Names") if key in root]
    wrong += ["it does something"] * isinstance(root.get("/OpenAction"), dict)  # a place is none
    wrong += ["a page has annotations" for page in paper.pages if page.annotations]
    meta = paper.metadata
    wrong += ["its author is another"] * (meta is None or meta.author != harm("author"))
    read = "".join("".join(page.extract_text() for page in paper.pages).split())
    return Came(
        SURVIVED, "", (*wrong, *["a sentence isn't there"] * ("window.harm='text'" not in read))
    )


def in_video(house: House) -> Came:
    """Read what a video says of itself."""
    with av.open(published(house) / "tiny" / "First.mp4") as container:
        said = container.metadata
        chapters = [one["metadata"]["title"] for one in container.chapters()]
    found = [said.get("title"), said.get("artist"), said.get("copyright"), chapters[0]]
    wanted = [harm(one) for one in ("title", "author", "licence", "chapter")]
    wrong = [f"it says {a!r}" for a, b in zip(found, wanted, strict=True) if a != b]
    return Came(SURVIVED, "", tuple(wrong))


def harmed(page: Page) -> list[str]:
    """Return where texts came from that a page has run, its frames included."""
    return [found for frame in page.frames if (found := frame.evaluate("window.harm ?? ''"))]


def _read(page: Page) -> Iterator[str]:
    """Yield what is on a page, hidden things included, as text."""
    for frame in page.frames:
        yield frame.evaluate(
            "[...document.querySelectorAll('body, script[type=\"application/json\"]')]"
            ".map(one => one.textContent).join(' ')"
        )


def _record(house: House) -> dict:
    path = published(house) / "tiny" / "First.beats.json"
    return json.loads(path.read_text(encoding="utf-8"))


# Texts of a lesson's author, which are refused before anything is drawn.
LINES = {
    "an author of several lines": ("author", "Ada\nLovelace"),
    "an author of 10⁴ characters": ("author", "x" * 10_000),
    "an author with an end of text": ("author", "A\0b"),
    "a licence of several lines": ("licence", "CC\n---\n"),
    "own words with a tag": ("wording", '{"A circle and {value}.": "<script>{value}</script>"}'),
    "own words with Typst": ("wording", '{"A circle and {value}.": "#eval {value}"}'),
    "own words with other fields": ("wording", '{"A circle and {value}.": "{0.__class__}{value}"}'),
    "a typeface of a path": ("text_font", "../../others/precious.txt"),
    "a colour of a style": ("colours", '{"function": "red;}</style><script>"}'),
    "a language of a path": ("language", "../../others/precious"),
}


def refused(house: House, way: tuple[str, str]) -> Came:
    """Render a lesson with a parameter that is code."""
    name, value = way
    return came(house.run("tiny.py:First", "-q", "draft", "--check", "--set", f"{name}={value}"))


CODE = {f"code put into {name}": way for name, way in PAGES.items()}
_ONES: dict[str, Callable[[House], Came]] = {
    "the code to embed a page": snippet,
    "captions with lines of times": captioned,
    "a transcript in Markdown": marked_down,
    "packages of XML": in_xml,
    "a presentation for PowerPoint": in_powerpoint,
    "a handout": on_paper,
    "what a video says of itself": in_video,
}
ATTACKS = [
    *each(DOOR, [SURVIVED], opened, PAGES, quick=PAGES),
    *each(
        DOOR, [SURVIVED], broken_into, CODE, quick=CODE,
    ),
    *[Attack(DOOR, name, (SURVIVED,), do, quick=True) for name, do in _ONES.items()],
    *each(DOOR, [REFUSED, SURVIVED], refused, LINES, quick=["own words with Typst"]),
]  # fmt: skip
