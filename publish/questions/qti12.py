"""Questions as QTI 1.2: for Canvas and Blackboard, and inside a Common Cartridge.

Of QTI 1.2 it is what Common Cartridge takes, so that both read the same file: a number is compared
with all its forms, and steps in their order are one of several orders to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from publish.questions.items import Item
from publish.questions.markup import maker, titled, usable

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_KINDS = {"choice": "multiple_choice", "number": "fib", "flip": "essay"}
_E = maker(NAMESPACE)
_ANSWER = "answer"


def assessment(identifier: str, called: str, items: Iterable[Item]) -> Any:
    """Return questions as a document.

    Args:
        identifier: Of the whole, an XML name.
        called: What people read.
        items: The questions.
    """
    return _E.questestinterop(
        _E.assessment(
            _E.qtimetadata(
                _field("cc_profile", "cc.exam.v0p1"), _field("qmd_assessmenttype", "Examination")
            ),
            _E.section(*(_item(one.as_choice()) for one in items), ident="root_section"),
            ident=identifier,
            title=titled(called),
        )
    )


def _item(item: Item) -> Any:
    feedback = {_ANSWER: item.answer} | {one.key: item.remark(one.key) for one in item.choices}
    return _E.item(
        _E.itemmetadata(
            _E.qtimetadata(
                _field("cc_profile", f"cc.{_KINDS[item.kind]}.v0p1"),
                *([_field("qmd_computerscored", "No")] if item.kind == "flip" else []),
            )
        ),
        _E.presentation(_material(item.question), _response(item)),
        _E.resprocessing(
            _E.outcomes(
                _E.decvar(varname="SCORE", vartype="Decimal", minvalue="0", maxvalue="100")
            ),
            _when([_E.other()], _ANSWER, goes_on=True),
            *_conditions(item),
        ),
        *(
            _E.itemfeedback(_E.flow_mat(_material(said)), ident=key)
            for key, said in feedback.items()
        ),
        ident=item.identifier,
        title=titled(item.question),
    )


def _response(item: Item) -> Any:
    if item.kind == "choice":
        labels = (_E.response_label(_material(one.text), ident=one.key) for one in item.choices)
        return _E.response_lid(
            _E.render_choice(*labels, shuffle="No"), ident="response", rcardinality="Single"
        )
    # Without a label a box is what an essay goes into, by the profile of Common Cartridge.
    return _E.response_str(_E.render_fib(), ident="response", rcardinality="Single")


def _conditions(item: Item) -> Iterator[Any]:
    """Yield what an answer leads to: a remark on each wrong one, and the score for a right one."""
    for one in item.choices:
        if one.key not in item.right:
            given = one.key if item.kind == "choice" else str(one.value)
            yield _when([_equal(given)], one.key, goes_on=True)
    right = item.right if item.kind == "choice" else item.forms
    if right:
        scored = _when([_equal(one) for one in right], goes_on=False)
        scored.append(_E.setvar("100", varname="SCORE", action="Set"))
        yield scored


def _equal(given: str) -> Any:
    return _E.varequal(given, respident="response")


def _when(tests: list[Any], feedback: str = "", *, goes_on: bool) -> Any:
    condition = _E.respcondition(_E.conditionvar(*tests))
    condition.set("continue", "Yes" if goes_on else "No")
    if feedback:
        condition.append(_E.displayfeedback(feedbacktype="Response", linkrefid=feedback))
    return condition


def _material(said: str) -> Any:
    return _E.material(_E.mattext(usable(said), texttype="text/plain"))


def _field(label: str, entry: str) -> Any:
    return _E.qtimetadatafield(_E.fieldlabel(label), _E.fieldentry(entry))
