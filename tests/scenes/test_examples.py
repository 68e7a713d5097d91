"""What lessons give as examples to learn from, and what is refused."""

import jsonschema
import pytest
import sympy as sp

from calculus.errors import LessonError
from scenes.settings.examples import INPUTS, LABELS, ExampleInputs, Labels, require_examples
from scenes.settings.parameters import LanguageCode, dump, resolve


class Given:
    language: LanguageCode = "en"
    inputs: ExampleInputs = (-2, -1, 0, 1, 2)
    labels: Labels = "0, 1, 0, 1, 1"


def test_they_are_written_as_they_are_read() -> None:
    given = dump(resolve(Given, {"inputs": "1/3, sqrt(2)", "labels": [1, "0"]}))
    assert (given["inputs"], given["labels"]) == ("1/3, sqrt(2)", "1, 0")
    assert dump(resolve(Given, given)) == given


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_labels_have_no_decimals_in_any_language(language: str) -> None:
    given = resolve(Given, {"language": language, "labels": "0,1,1"})
    assert given.labels == (0, 1, 1)


REFUSED = [
    ("labels", "0, 2", "are 0 or 1 each; got '2'"),
    ("labels", [0, "1/2"], "are 0 or 1 each; got '0.5'"),
    ("labels", "1", "has 2 to 24 numbers; got '1'"),
    ("labels", "", "has 2 to 24 numbers; got 'nothing'"),
    ("labels", [1] * 25, "has at most 24 numbers"),
    ("inputs", "1", "has 2 to 24 numbers; got '1'"),
    ("inputs", "x, 1", "is a number, without variables; got 'x'"),
]


@pytest.mark.parametrize(("name", "value", "message"), REFUSED)
def test_what_cannot_be_used_is_refused(name: str, value: object, message: str) -> None:
    with pytest.raises(LessonError) as refused:
        resolve(Given, {name: value})
    assert message in str(refused.value)
    assert name in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        (LABELS, [0, 1], True), (LABELS, ["0", 1.0], True), (LABELS, "0, 1", True),
        (LABELS, [0], False), (LABELS, [0, 2], False), (LABELS, 1, False),
        (LABELS, [0] * 25, False), (INPUTS, [1] * 24, True),
        (INPUTS, [0.5, "1/3"], True), (INPUTS, [0.5], False), (INPUTS, 3, False),
    ],
)  # fmt: skip
def test_schemas_refuse_what_can_be_told_without_computing(kind, value, fits) -> None:
    assert jsonschema.Draft202012Validator(kind.schema).is_valid(value) is fits


@pytest.mark.parametrize(
    ("inputs", "labels", "message"),
    [
        ([1, 2, 3], [0, 1], "labels: are as many as the inputs, of which there are 3; got "
         "'2 of them'. Try: 0, 1, 1"),
        ([1, 2], [0, 1, 1], "Try: 0, 1"),
        ([1, 1], [0, 1], "inputs: are not all equal; got '1, 1'. Try: 1, 2"),
        ([sp.sqrt(8), 2 * sp.sqrt(2)], [0, 1], "inputs: are not all equal"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(inputs: list, labels: list, message: str) -> None:
    with pytest.raises(LessonError) as refused:
        require_examples(*(tuple(map(sp.sympify, some)) for some in (inputs, labels)))
    assert message in str(refused.value)
