"""Questions as QTI 2.1: an item each, and a test of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from publish.questions.items import Item
from publish.questions.markup import maker, titled, usable

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_E = maker(NAMESPACE)
_ANSWER = "answer"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPES = {
    "number": ("single", "string"),
    "choice": ("single", "identifier"),
    "order": ("ordered", "identifier"),
    "flip": ("single", "string"),
}
"""How many answers there are, and what each is."""


def item(of: Item) -> Any:
    """Return a question as a document."""
    return _E.assessmentItem(
        _declared(of),
        _outcome("SCORE", "float", normalMaximum="1"),
        _outcome("FEEDBACK", "identifier"),
        _E.itemBody(*_body(of)),
        _E.responseProcessing(*_processing(of)),
        *_feedback(of),
        {_LANGUAGE: of.words.language},
        identifier=of.identifier,
        title=titled(of.question),
        adaptive="false",
        timeDependent="false",
    )


def test(identifier: str, called: str, files: Iterable[tuple[Item, str]]) -> Any:
    """Return a test of questions as a document.

    Args:
        identifier: Of the test, an XML name.
        called: What people read.
        files: Each question with its file, relative to that of the test.
    """
    refs = (_E.assessmentItemRef(identifier=one.identifier, href=file) for one, file in files)
    section = _E.assessmentSection(
        *refs, identifier="section", title=titled(called), visible="true"
    )
    part = _E.testPart(
        section, identifier="part", navigationMode="nonlinear", submissionMode="individual"
    )
    return _E.assessmentTest(part, identifier=identifier, title=called)


def _declared(of: Item) -> Any:
    many, kind = _TYPES[of.kind]
    declared = _E.responseDeclaration(identifier="RESPONSE", cardinality=many, baseType=kind)
    right = of.forms[:1] if of.kind == "number" else of.right
    if right:
        declared.append(_E.correctResponse(*map(_E.value, right)))
    if of.kind == "number":
        entries = (_E.mapEntry(mapKey=form, mappedValue="1") for form in of.forms)
        declared.append(_E.mapping(*entries, defaultValue="0"))
    return declared


def _outcome(name: str, kind: str, **more: str) -> Any:
    return _E.outcomeDeclaration(identifier=name, cardinality="single", baseType=kind, **more)


def _body(of: Item) -> Iterator[Any]:
    prompt, answer = usable(of.question), {"responseIdentifier": "RESPONSE"}
    if of.kind in ("choice", "order"):
        make = _E.choiceInteraction if of.kind == "choice" else _E.orderInteraction
        choices = (_E.simpleChoice(usable(one.text), identifier=one.key) for one in of.choices)
        interaction = make(_E.prompt(prompt), *choices, answer, shuffle="false")
        if of.kind == "choice":
            interaction.set("maxChoices", "1")
        yield interaction
    elif of.kind == "number":
        yield _E.p(prompt)
        yield _E.p(_E.textEntryInteraction(answer, expectedLength="12"))
    else:
        yield _E.extendedTextInteraction(_E.prompt(prompt), answer)


def _processing(of: Item) -> Iterator[Any]:
    if of.kind == "number":
        yield _E.setOutcomeValue(_E.mapResponse(identifier="RESPONSE"), identifier="SCORE")
    elif of.counts:
        same = _E.match(_E.variable(identifier="RESPONSE"), _E.correct(identifier="RESPONSE"))
        yield _E.responseCondition(_E.responseIf(same, _score("1")), _E.responseElse(_score("0")))
    said = (
        _E.variable(identifier="RESPONSE")
        if of.kind == "choice"
        else _E.baseValue(_ANSWER, baseType="identifier")
    )
    yield _E.setOutcomeValue(said, identifier="FEEDBACK")


def _score(points: str) -> Any:
    return _E.setOutcomeValue(_E.baseValue(points, baseType="float"), identifier="SCORE")


def _feedback(of: Item) -> Iterator[Any]:
    """Yield what is said after an answer: to each of a choice its own, to all others the same."""
    said = {_ANSWER: of.answer}
    if of.kind == "choice":
        said = {one.key: f"{of.remark(one.key)} {of.answer}" for one in of.choices}
    for key, words in said.items():
        yield _E.modalFeedback(
            usable(words), outcomeIdentifier="FEEDBACK", identifier=key, showHide="show"
        )
