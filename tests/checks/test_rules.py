"""The rules: each has a sentence, and a scene in the tests beside this one that breaks it."""

from __future__ import annotations

from checks.rules import RULES
from tests.checks import (
    test_claims,
    test_code,
    test_contrast,
    test_dives,
    test_geometry,
    test_layout,
    test_maps,
    test_motion,
    test_numbers,
    test_reading,
    test_roles,
)

# Each row of them is a test: this scene breaks this rule, or these.
ONE = (
    *test_claims.SAID, *test_numbers.FALSE, *test_geometry.FIGURES, *test_layout.PICTURES,
    *test_contrast.PICTURES, *test_contrast.FLASHES, *test_maps.FIGURES,
    *test_roles.PICTURES,
)  # fmt: skip
SOME = (
    *test_geometry.ROLLS, *test_geometry.WIRES, *test_geometry.WORLDS, *test_reading.CHANGES,
    *test_motion.STORIES, *test_layout.STORIES, *test_code.RULES,
    *test_dives.DIVES,
)  # fmt: skip


def test_every_rule_that_is_declared_can_be_broken_and_no_other() -> None:
    broken = {rule for rule, _ in ONE if rule} | {rule for rules, _ in SOME for rule in rules}
    assert broken == set(RULES), "a scene that breaks it belongs in one of the tables above"


def test_every_rule_has_a_group_and_a_sentence() -> None:
    assert all(name.count(".") == 1 and rule.says for name, rule in RULES.items())


def test_what_a_story_draws_badly_can_be_mended_by_the_author_of_a_lesson() -> None:
    seen = {name for name in RULES if name.startswith(("layout.", "contrast."))}
    assert {name for name, rule in RULES.items() if rule.remedy} == seen - {"contrast.flash"}
