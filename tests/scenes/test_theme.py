"""Colours can be told from what lies behind them (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import pytest

from scenes.look.theme import DARK, THEMES, Role, Theme, themed


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_role_can_be_read(role: Role, theme: Theme) -> None:
    assert contrast(theme[role], theme.background) >= 4.5
    assert contrast(theme[role], theme.panel) >= 4.5


@pytest.mark.parametrize("background", ["#000000", "#0D1420", "#1A1A2E", "#FFFFFF", "#FFF8E0"])
def test_a_grid_is_seen_and_stays_behind_everything(background: str) -> None:
    theme = themed("dark" if background < "#8" else "light", {"background": background})
    assert 1.5 <= contrast(theme.grid, background) <= 2.0
    assert 1.15 <= contrast(theme.fine_grid, background) <= 1.35


def test_nothing_is_smaller_than_24_points() -> None:
    assert min(DARK.small, DARK.body, DARK.title) >= 24
    assert DARK.title >= 36
