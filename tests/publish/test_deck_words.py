"""The deck's own words: in the lesson's language, or in English that is marked as such."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from explore.tables import table
from publish import deck
from publish.scene import Scene
from publish.templating import asset
from publish.words import Words, words
from record.figure import Figure
from tests.publish.asking import option
from tests.publish.browsing import violations, watch
from tests.publish.decks import BEATS, QUALITY, TITLE, arrives, colour
from tests.publish.filming import scene_of
from tests.publish.sounding import save, tone

# Of each lesson the language, and that of the words around it.
LANGUAGES = [("fr", "fr"), ("es", "es"), ("de", "en")]

DESCENT = {"function": "J(w) = w**2", "start": "3", "rates": "1/10", "steps": "1"}
QUESTION: dict[str, Any] = {
    "beat": 2, "question": "Wie steil?", "answer": "Sechsfach.", "answered": 3, "kind": "choice",
    "options": [option("Sechsfach"), option("Dreifach", "", "value")],
}  # fmt: skip

# All that can be read or heard of a page, now or later, with the language it is marked as.
_READ = """() => {
    const found = [];
    for (const node of document.body.querySelectorAll(":not(script, template, noscript)")) {
        const own = [...node.childNodes].filter((one) => one.nodeType === 3);
        const texts = own.map((one) => one.data);
        for (const name of ["aria-label", "aria-valuetext", "title", "alt"]) {
            texts.push(node.getAttribute(name) ?? "");
        }
        for (const text of texts) found.push([node.closest("[lang]").lang, text]);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return the address of a deck with sound in a language, which is made once."""
    addresses: dict[str, str] = {}

    def address(language: str) -> str:
        if language not in addresses:
            folder = tmp_path_factory.mktemp(language)
            voice = save(tone(2.0), folder / "voice.wav")
            scene = scene_of(
                folder, BEATS, colour,
                sound=voice, language=language, quality=QUALITY, title=TITLE,
                questions=[QUESTION],
            )  # fmt: skip
            figured = replace(scene.record, figure=Figure("descent", DESCENT))
            deck.make(Scene(folder, figured), folder, table(figured.figure))
            addresses[language] = (folder / "Story.deck.html").as_uri()
        return addresses[language]

    return address


def read(page: Page) -> set[tuple[str, str]]:
    """Return every text of a page that has a letter, with its language and without its key."""
    texts = {(language, " ".join(text.split())) for language, text in page.evaluate(_READ)}
    return {
        (language, re.sub(r" \([a-z←→]\)$", "", text))
        for language, text in texts
        if re.search(r"[^\W\d_]", text)
    }


def of_the_lesson() -> set[str]:
    """Return what the lesson itself says, in each of the ways in which the deck says it."""
    texts = {TITLE, QUESTION["question"], *(one["text"] for one in QUESTION["options"])}
    for number, beat in enumerate(BEATS, 1):
        text, speech = beat["text"], beat.get("speech", beat["text"])
        texts |= {text, speech, f"{number}. {speech}", f"{text} {speech}"}
        texts.add(f"{number} / {len(BEATS)} {beat['chapter']}")
        texts |= {" ".join(cue["text"].split()) for cue in beat.get("cues", [])}
    return texts


def of_the_deck(said: Words) -> set[str]:
    """Return what a deck may say itself."""
    stops = {said("stop", number=number, count=len(BEATS)) for number in range(1, len(BEATS) + 1)}
    stops.add(" ".join(said("explore_of", title=TITLE).split()))
    stops.add(" ".join(said("answer", answer=QUESTION["answer"]).split()))
    return stops | {text for text in said.sentences.values() if "{" not in text}


@pytest.mark.parametrize(("language", "speaks"), LANGUAGES)
def test_it_says_no_word_in_another_language(
    language: str, speaks: str, context: BrowserContext, made: Callable[[str], str]
) -> None:
    said, page = words(language), context.new_page()
    assert said.language == speaks
    _, errors = watch(page)
    page.goto(made(language))
    expect(page.locator("#hint")).to_have_text(said("begin"))
    expect(page.locator("#says")).to_have_text(said("begin"))
    seen = read(page)
    assert violations(page) == []
    page.keyboard.press("ArrowRight")
    arrives(page, 1)
    for key in "cn":
        page.keyboard.press(key)
    seen |= read(page)
    assert violations(page) == []
    page.evaluate("() => { window.opens = window.open; window.open = () => null; }")
    page.keyboard.press("p")
    expect(page.locator("#says")).to_have_text(said("no_window"))
    seen |= read(page)
    page.evaluate("() => { window.open = window.opens; }")
    with page.expect_popup() as opened:
        page.keyboard.press("p")
    view = opened.value
    expect(view.locator(".next")).to_have_attribute("alt", "Zweitens")
    assert view.title() == said("presenter_title", title=TITLE)
    assert violations(view) == []
    seen |= read(view)
    page.keyboard.press("End")
    expect(view.locator(".next")).to_have_attribute("alt", said("end"))
    seen |= read(page) | read(view)

    ours, theirs = of_the_deck(said), of_the_lesson()
    assert not ours & theirs
    assert {text for _, text in seen} <= ours | theirs
    assert {tag for tag, text in seen if text in ours} == {speaks}
    assert {tag for tag, text in seen if text in theirs} == {language}
    asked = set(re.findall(r'words\("(\w+)"\)', asset("deck.html").read_text("utf-8")))
    assert len(asked) > 15
    assert {said(key) for key in asked - {"no_script"}} <= {text for _, text in seen}
    assert said("stop", number=4, count=4) in {text for _, text in seen}
    assert errors == []


@pytest.mark.parametrize(("language", "speaks"), LANGUAGES)
def test_without_scripts_it_says_what_it_needs(
    language: str, speaks: str, browser: Browser, made: Callable[[str], str]
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(made(language))
        excuse = page.locator("noscript p")
        expect(excuse).to_be_visible()
        expect(excuse).to_have_text(words(language)("no_script"))
        expect(excuse).to_have_attribute("lang", speaks)


@pytest.mark.parametrize("size", [(320, 560), (400, 800), (901, 600), (1440, 900)])
@pytest.mark.parametrize("language", ["fr", "es", "de"])
def test_longer_words_have_room_too(
    language: str, size: tuple[int, int], browser: Browser, made: Callable[[str], str]
) -> None:
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    with browser.new_context(viewport=viewport) as context:
        page = context.new_page()
        page.goto(made(language))
        hint, start = page.locator("#hint"), page.locator("#start")
        expect(hint).to_be_visible()
        above, below = hint.bounding_box(), start.bounding_box()
        assert above is not None
        assert below is not None
        assert above["y"] + above["height"] <= below["y"]  # the button isn't covered
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        boxes = [button.bounding_box() for button in page.locator("nav button:visible").all()]
        assert len({box["y"] for box in boxes if box}) == 1  # in one row
        assert all(box and box["x"] + box["width"] <= size[0] for box in boxes)
        assert all(box and box["width"] >= 24 for box in boxes)
