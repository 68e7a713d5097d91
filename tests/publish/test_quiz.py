"""Questions arrive in learning systems as they were asked: each format is read back and scored."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from publish import cartridge, quiz
from publish.questions.items import Item, items
from publish.scene import Scene
from record import Record
from tests.publish.asking import (
    DRAWN,
    HARM,
    ORDER,
    SEVEN,
    SLOPE,
    STEPS,
    WHY,
    asked,
    filmed,
    record_of,
)

QUESTIONS = SLOPE, SEVEN, DRAWN, ORDER, WHY


def by_question(record: Record) -> dict[str, Item]:
    return {one.question: one for one in items(record)}


def test_a_question_keeps_its_identifier_and_no_other_has_it() -> None:
    known = {one.question: one.identifier for one in items(record_of())}
    again = {one.question: one.identifier for one in items(record_of(title="Another title"))}
    assert again == known
    others = [record_of(scene="Other"), record_of(variant="steep"), record_of(lesson="x")]
    found = [one.identifier for record in (record_of(), *others) for one in items(record)]
    assert len(set(found)) == 4 * len(QUESTIONS)
    assert all(re.fullmatch("q[0-9a-f]{16}", one) for one in found)
    twice = items(record_of(questions=asked()[:1] * 2))
    assert len({one.identifier for one in twice}) == 2


def test_what_is_right_is_not_given_away_by_its_place() -> None:
    firsts, orders = set(), set()
    for i in range(12):
        known = by_question(record_of(scene=f"Scene{i}"))
        firsts.add(known[DRAWN].choices[0].text)
        steps = [one.text for one in known[ORDER].choices]
        orders.add(tuple(steps))
        assert sorted(steps) == sorted(STEPS) != steps
        keys = {one.key: one.text for one in known[ORDER].choices}
        assert tuple(keys[key] for key in known[ORDER].right) == STEPS != tuple(steps)
    assert len(firsts) > 2
    assert len(orders) > 4


def test_a_number_has_every_form_in_which_people_write_it() -> None:
    half = [{"text": "−1/2", "value": "-1/2"}]
    question = {"beat": 0, "question": "?", "answer": "!", "kind": "number", "options": half}
    (item,) = items(record_of(questions=[question]))
    assert {"-1/2", "−1/2", "-0.5", "−0,5", "-.5"} <= set(item.forms)
    for form in item.forms:
        plain = form.replace("−", "-").replace(",", ".")
        assert Fraction(plain) == Fraction(-1, 2), form
    assert by_question(record_of())[SEVEN].forms == ("2/7",)


# GIFT


def gift_items(text: str) -> Iterator[dict[str, Any]]:
    """Read GIFT: signs after a backslash are letters, and all others have their meaning."""
    letters: dict[str, str] = {}

    def letter(found: re.Match[str]) -> str:
        sign = chr(0xE000 + len(letters))
        letters[sign] = found[1]
        return sign

    def back(part: str) -> str:
        return "".join(letters.get(one, one) for one in part).strip()

    hidden = re.sub(r"\\(.)", letter, text.strip())
    for block in hidden.split("\n\n"):
        lines = [line for line in block.split("\n") if not line.startswith("//")]
        if not lines:
            continue
        found = re.fullmatch(
            r"::(.*?)::\[plain\](.*?)\{(#(?!#))?(.*)\}", "\n".join(lines), re.DOTALL
        )
        assert found, block
        answers, _, feedback = found[4].partition("####")
        parts = []
        for mark, share, said in re.findall(r"([=~])(?:%(\d+)%)?([^=~]*)", answers):
            value, _, remark = said.partition("#")
            points = int(share) if share else 100 * (mark == "=")
            parts.append((points, back(value), back(remark)))
        yield {
            "id": re.search(r"^// \[id:(\w+)\]$", block, re.MULTILINE)[1],
            "name": back(found[1]), "question": back(found[2]), "numeric": bool(found[3]),
            "answers": parts, "feedback": back(feedback),
        }  # fmt: skip


@pytest.mark.parametrize("harm", ["", f" {HARM}"])
def test_gift_says_what_was_asked(tmp_path: Path, harm: str) -> None:
    record = record_of(harm)
    quiz.make(Scene(tmp_path, record), tmp_path)
    read = {one["question"]: one for one in gift_items((tmp_path / "Asks.gift.txt").read_text())}
    assert [*read] == [question + harm for question in QUESTIONS]
    assert [one["id"] for one in read.values()] == [one.identifier for one in items(record)]
    assert [one["feedback"] for one in read.values()] == [one.answer for one in items(record)]
    slope, seven, drawn, order, why = read.values()
    assert slope["numeric"]
    assert [(points, value) for points, value, _ in slope["answers"]] == [
        (100, "-6:0"), (0, "9:0"), (0, "6:0"),
    ]  # fmt: skip
    assert slope["answers"][2][2] == "Look at the sign."
    assert (seven["numeric"], seven["answers"][0][:2]) == (False, (100, "2/7"))
    assert sorted((points, value) for points, value, _ in drawn["answers"]) == sorted(
        (100 * (text == "2w"), text + harm) for text in ("2w", "w²", "−2w", "w")
    )
    assert [value for _, value, _ in order["answers"]] == [
        f"{place} -> {step}{harm}" for place, step in enumerate(STEPS, start=1)
    ]
    assert why["answers"] == []


# QTI. The schemas of 1EdTech aren't ours to hand out: these are the rules of them that are used.
# Of each element: its attributes, and its children in their order.

QTI12 = {
    "questestinterop": ("", "assessment"),
    "assessment": ("ident title", "qtimetadata section"),
    "qtimetadata": ("", "qtimetadatafield( qtimetadatafield)*"),
    "qtimetadatafield": ("", "fieldlabel fieldentry"),
    "section": ("ident", "item( item)*"),
    "item": ("ident title", "itemmetadata presentation resprocessing itemfeedback( itemfeedback)*"),
    "itemmetadata": ("", "qtimetadata"),
    "presentation": ("", "material response_(lid|str)"),
    "material": ("", "mattext"),
    "mattext": ("texttype", ""),
    "response_lid": ("ident rcardinality", "render_choice"),
    "response_str": ("ident rcardinality", "render_fib"),
    "render_choice": ("shuffle", "response_label( response_label)+"),
    "render_fib": ("", ""),
    "response_label": ("ident", "material"),
    "resprocessing": ("", "outcomes respcondition( respcondition)*"),
    "outcomes": ("", "decvar"),
    "decvar": ("varname vartype minvalue maxvalue", ""),
    "respcondition": ("continue", "conditionvar( setvar)?( displayfeedback)?"),
    "conditionvar": ("", "other|varequal( varequal)*"),
    "varequal": ("respident", ""),
    "setvar": ("varname action", ""),
    "displayfeedback": ("feedbacktype linkrefid", ""),
    "itemfeedback": ("ident", "flow_mat"),
    "flow_mat": ("", "material"),
    **dict.fromkeys(("fieldlabel", "fieldentry", "other"), ("", "")),
}
_SCORED = "setOutcomeValue|responseCondition setOutcomeValue|setOutcomeValue setOutcomeValue"
QTI21 = {
    "assessmentItem": (
        "identifier title adaptive timeDependent lang",
        "responseDeclaration outcomeDeclaration outcomeDeclaration itemBody responseProcessing"
        "( modalFeedback)+",
    ),
    "responseDeclaration": ("identifier cardinality baseType", "(correctResponse( mapping)?)?"),
    "correctResponse": ("", "value( value)*"),
    "mapping": ("defaultValue", "mapEntry( mapEntry)*"),
    "mapEntry": ("mapKey mappedValue", ""),
    "outcomeDeclaration": ("identifier cardinality baseType normalMaximum", ""),
    "itemBody": ("", "p p|(choice|order|extendedText)Interaction"),
    "p": ("", "(textEntryInteraction)?"),
    "textEntryInteraction": ("responseIdentifier expectedLength", ""),
    "extendedTextInteraction": ("responseIdentifier", "prompt"),
    "choiceInteraction": ("responseIdentifier shuffle maxChoices", "prompt( simpleChoice)+"),
    "orderInteraction": ("responseIdentifier shuffle", "prompt( simpleChoice)+"),
    "simpleChoice": ("identifier", ""),
    "responseProcessing": ("", _SCORED),
    "responseCondition": ("", "responseIf responseElse"),
    "responseIf": ("", "match setOutcomeValue"),
    "responseElse": ("", "setOutcomeValue"),
    "match": ("", "variable correct"),
    "setOutcomeValue": ("identifier", "variable|baseValue|mapResponse"),
    "baseValue": ("baseType", ""),
    "modalFeedback": ("outcomeIdentifier identifier showHide", ""),
    **dict.fromkeys(("variable", "correct", "mapResponse"), ("identifier", "")),
    **dict.fromkeys(("value", "prompt"), ("", "")),
    "assessmentTest": ("identifier title", "testPart"),
    "testPart": ("identifier navigationMode submissionMode", "assessmentSection"),
    "assessmentSection": ("identifier title visible", "assessmentItemRef( assessmentItemRef)*"),
    "assessmentItemRef": ("identifier href", ""),
}
MANIFEST = {
    "manifest": ("identifier", "metadata organizations resources"),
    "metadata": ("", "schema schemaversion( lom)?"),
    "lom": ("", "general"),
    "general": ("", "title"),
    "title": ("", "(string)?"),
    "string": ("language", ""),
    "organizations": ("", "(organization)?"),
    "organization": ("identifier structure", "item"),
    "item": ("identifier identifierref", "(title)?( ?item)*"),
    "resources": ("", "resource( resource)*"),
    "resource": ("identifier type href", "file( file)*( dependency)*"),
    "file": ("href", ""),
    "dependency": ("identifierref", ""),
    **dict.fromkeys(("schema", "schemaversion"), ("", "")),
}


def parsed(data: bytes, rules: Mapping[str, tuple[str, str]], namespace: str) -> Any:
    """Read a document, and hold it to rules."""
    root = etree.fromstring(data)
    for element in root.iter():
        name = etree.QName(element)
        assert name.namespace == namespace or name.localname in (
            "lom",
            "general",
            "title",
            "string",
        )
        attributes, content = rules[name.localname]
        children = " ".join(etree.QName(child).localname for child in element)
        assert re.fullmatch(content, children), (name.localname, children)
        given = {etree.QName(attribute).localname for attribute in element.attrib}
        assert given <= {*attributes.split()}, (name.localname, given)
    return root


def unpacked(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name) for name in whole.namelist()}


def listed(files: Mapping[str, bytes], namespace: str) -> Any:
    """The manifest of a package, which lists all that is there and has no dead ends."""
    root = parsed(files["imsmanifest.xml"], MANIFEST, namespace)
    found = [one.get("href") for one in root.iter(f"{{{namespace}}}file")]
    assert sorted([*found, "imsmanifest.xml"]) == sorted(files)
    names = [one.get("identifier") for one in root.iter() if one.get("identifier")]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[^\W\d][\w.-]*", name) for name in names)
    assert {one.get("identifierref") for one in root.iter()} - {None} <= set(names)
    return root


@pytest.fixture(scope="module", params=["", f" {HARM}"], ids=["plain", "hostile"])
def made(request: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The files of a scene, and what stands behind each of its texts."""
    folder = tmp_path_factory.mktemp("quiz")
    quiz.make(Scene(folder, record_of(request.param)), folder)
    return folder, request.param.replace("\0\v", "")


class Paper:
    """A question of QTI 1.2, answered as its conditions say."""

    def __init__(self, element: Any, namespace: str) -> None:
        self._of = {None: namespace}
        self._element = element
        self.question = element.find("presentation/material/mattext", self._of).text
        self.choices = {
            one.get("ident"): one.find("material/mattext", self._of).text
            for one in element.iter(f"{{{namespace}}}response_label")
        }

    def answer(self, given: str) -> tuple[int, list[str]]:
        """The score, and what is said."""
        score, said = 0, []
        for condition in self._element.iterfind("resprocessing/respcondition", self._of):
            tests = condition.find("conditionvar", self._of)
            equal = [one.text for one in tests.iterfind("varequal", self._of)]
            if equal and given not in equal:
                continue
            for one in condition.iterfind("setvar", self._of):
                score = int(one.text)
            for one in condition.iterfind("displayfeedback", self._of):
                path = f"itemfeedback[@ident='{one.get('linkrefid')}']/flow_mat/material/mattext"
                said.append(self._element.find(path, self._of).text)
            if condition.get("continue") == "No":
                break
        return score, said


def papers(data: bytes) -> dict[str, Paper]:
    namespace = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
    root = parsed(data, QTI12, namespace)
    found = [Paper(one, namespace) for one in root.iter(f"{{{namespace}}}item")]
    return {one.question: one for one in found}


def test_qti_1_2_scores_what_is_right(made: tuple[Path, str]) -> None:
    folder, harm = made
    files = unpacked(folder / "Asks.qti12.zip")
    listed(files, "http://www.imsglobal.org/xsd/imscp_v1p1")
    known = papers(files["questions.xml"])
    assert [*known] == [question + harm for question in QUESTIONS]
    slope = known[SLOPE + harm]
    assert slope.answer("-6") == slope.answer("−6") == (100, ["The slope is −6." + harm])
    assert slope.answer("6") == (0, ["The slope is −6." + harm, "Look at the sign."])
    assert slope.answer("7") == (0, ["The slope is −6." + harm])
    assert known[SEVEN + harm].answer("2/7")[0] == 100
    drawn, order = known[DRAWN + harm], known[ORDER + harm]
    for key, text in drawn.choices.items():
        assert drawn.answer(key)[0] == 100 * (text == "2w" + harm)
    right = " → ".join(step + harm for step in STEPS)
    scores = {text: order.answer(key)[0] for key, text in order.choices.items()}
    assert len(scores) == 4
    assert [text for text, score in scores.items() if score] == [right]
    assert known[WHY + harm].answer("anything") == (
        0,
        ["Each nudge takes a pass of its own." + harm],
    )


def test_qti_2_1_has_an_item_for_each_question(made: tuple[Path, str]) -> None:
    folder, harm = made
    files = unpacked(folder / "Asks.qti21.zip")
    manifest = listed(files, "http://www.imsglobal.org/xsd/imscp_v1p1")
    types = {one.get("href"): one.get("type") for one in manifest.iterfind(".//{*}resource")}
    spaces = "http://www.imsglobal.org/xsd/imsqti_v2p1"
    test = parsed(files["test.xml"], QTI21, spaces)
    found = {}
    for one in test.iter(f"{{{spaces}}}assessmentItemRef"):
        item = parsed(files[one.get("href")], QTI21, spaces)
        assert item.get("identifier") == one.get("identifier")
        assert types[one.get("href")] == "imsqti_item_xmlv2p1"
        prompt = item.find(".//{*}prompt")
        text = (item.find(".//{*}p") if prompt is None else prompt).text
        choices = {
            one.get("identifier"): one.text for one in item.iter(f"{{{spaces}}}simpleChoice")
        }
        right = [one.text for one in item.iterfind(".//{*}correctResponse/{*}value")]
        found[text] = [choices.get(one, one) for one in right]
        told = {one.get("identifier") for one in item.iter(f"{{{spaces}}}modalFeedback")}
        assert told == (
            set(choices) if item.find(".//{*}choiceInteraction") is not None else {"answer"}
        )
    assert found == {
        SLOPE + harm: ["-6"], SEVEN + harm: ["2/7"], DRAWN + harm: ["2w" + harm],
        ORDER + harm: [step + harm for step in STEPS], WHY + harm: [],
    }  # fmt: skip


def test_the_same_questions_are_the_same_bytes_and_none_make_no_file(tmp_path: Path) -> None:
    sums = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        quiz.make(Scene(folder, record_of()), folder)
        sums.append(
            {file.name: hashlib.sha256(file.read_bytes()).digest() for file in folder.iterdir()}
        )
    assert sums[0] == sums[1]
    assert {*sums[0]} == {"Asks.gift.txt", "Asks.qti12.zip", "Asks.qti21.zip"}
    quiz.make(Scene(tmp_path / "one", record_of(scene="Silent", questions=[])), tmp_path / "one")
    assert len([*(tmp_path / "one").iterdir()]) == 3


def test_a_cartridge_has_the_pages_and_the_questions_of_the_course(tmp_path: Path) -> None:
    scene = filmed(tmp_path / "out", harm=f" {HARM}", title=f"Slopes {HARM}")
    cartridge.make([scene], tmp_path)
    files = unpacked(tmp_path / cartridge.CARTRIDGE)
    spaces = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
    manifest = listed(files, spaces)
    assert manifest.findtext(".//{*}schema") == "IMS Common Cartridge"
    root = manifest.find(".//{*}organization/{*}item")
    assert root.find(f"{{{spaces}}}title") is None
    (lesson,) = root.iterfind("{*}item")
    assert [one.findtext("{*}title") for one in lesson.iterfind("{*}item")] == [
        f"Slopes {HARM}", f"Slopes {HARM} – Questions",
    ]  # fmt: skip
    kinds = {one.get("type"): one for one in manifest.iterfind(".//{*}resource")}
    assert kinds.keys() == {"webcontent", "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"}
    (questions,) = kinds["imsqti_xmlv1p2/imscc_xmlv1p1/assessment"].iterfind("{*}file")
    assert papers(files[questions.get("href")])[f"{SLOPE} {HARM}"].answer("-6")[0] == 100
