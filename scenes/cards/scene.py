"""What all stories with cards have in common: texts that are written as they are said, a ring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import Protocol, TypeVar

from manim import Animation

from scenes.asking import AskingScene
from scenes.cards.card import Card, nowhere
from scenes.cards.facts import DeckFacts, parts_of
from scenes.cards.showing import Showing
from scenes.cards.stage import ROOM
from scenes.look.text import NumberText
from scenes.look.theme import LAYER, Role
from scenes.picture.carrying import Merge
from scenes.picture.layout import Box
from scenes.picture.paragraph import SIZES, Figure, Lines, Paragraph, Part
from scenes.picture.rolling import Count
from scenes.settings.decks import Side
from scenes.telling.score import Score
from scenes.words.fields import pieces
from scenes.words.wording import fill

_BEHIND = LAYER["grid"] - 1  # z-index of a card that something is drawn on
_NUMBER, _HASTE = 0.6, 0.2  # seconds in which a number comes, and in which words do at least
_SOME, _NEARLY = 0.1, 0.9  # shares of a text: worth to wait for, and after which the rest comes

Facts = TypeVar("Facts", bound=DeckFacts)


class Laid(Protocol):
    """A way to lay things out."""

    @property
    def picture(self) -> Box | None:
        """Where something is drawn, if it is."""

    @property
    def worth(self) -> tuple[float, ...]:
        """How good it is: the first number counts most."""


Way = TypeVar("Way", bound=Laid)


class CardScene(AskingScene[Facts]):
    """A story with cards and a ring.

    Attributes:
        seen: The numbers that can be seen, by name.
    """

    seen: dict[str, list[NumberText]]

    def panel_in(self, place: Box) -> Card:
        """Add a card that something is drawn on, behind that; it has yet to open."""
        card = Card(self.theme, nowhere(place), place)
        self.add(card.panel.set_z_index(_BEHIND))
        return card

    def paragraph(
        self, side: Side, box: Box, across: float = 0, most: float = SIZES[0],
        role: Role = Role.TEXT, come: bool = True,
    ) -> Paragraph:  # fmt: skip
        """Return one side of a card, set into a box.

        Args:
            side: What it says.
            box: Where.
            across: -1 puts lines at the left of the box, 0 in the middle.
            most: The largest font size.
            role: The colour of the words.
            come: Whether numbers that are worked out aren't there from the beginning.
        """
        plain, parts = self._parts(side)
        later = self.facts.come(side) if come else ()
        return Paragraph(plain, parts, box, self.theme, role, later, across, most)

    def best(self, ways: Sequence[Way]) -> Way:
        """Return the best way to lay things out in which all that is drawn can be read, if any."""
        found = sorted(ways, key=attrgetter("worth"), reverse=True)
        return next((way for way in found if self._is_legible(way.picture)), found[0])

    def _is_legible(self, place: Box | None) -> bool:
        """Return whether all that is drawn can be read in a place, if it is drawn."""
        drawn = filter(None, self.facts.exhibits)
        return place is None or all(
            Showing(self, one, place.inset(*[ROOM] * 4)).is_legible for one in drawn
        )

    def lines_of(self, side: Side) -> Lines:
        """Return one side of a card, to be broken into lines."""
        return Lines(self._parts(side)[1], self.theme)

    def _parts(self, side: Side) -> tuple[str, list[Part]]:
        """Return one side of a card as plain text, and as words and numbers."""
        sentence = self.facts.sentence(side, self.digits)
        template = self.tongue.sentence(sentence.template)
        wording = fill(template, self.tongue, **sentence.fields)
        names = [name for _, name, _ in pieces(template) if name is not None]
        figures = {
            one.name: Figure(one.name, one.shown(self.digits), one.role)
            for one in self.facts.named(side)
        }
        return wording.text, parts_of(wording.markup, names, figures)

    def write(
        self, card: Card, text: Paragraph, side: Side, score: Score,
        showing: Showing | None = None, whole: bool = False,
    ) -> None:  # fmt: skip
        """Write a text while it is said; numbers come from those that they are made of.

        Args:
            card: What it is written on.
            text: The text.
            side: What it says.
            score: When that is said.
            showing: A picture that moves meanwhile.
            whole: Whether all of it does, and not only what leads to what is found.
        """
        beside = iter(()) if showing is None else showing.meanwhile(whole)
        named = {one.name: one for one in self.facts.named(side)}
        for name, figure, start, end in text.places:
            if not named[name].given:
                is_first, is_last = figure is text.figures[name][0], end > _NEARLY
                time = score.time(name) if is_first else start * score.seconds
                if is_last and start - card.written > _SOME:
                    time = max(time, score.seconds - _NUMBER)
                sources = [*chain.from_iterable(map(self._seen, named[name].used))]
                comes = (
                    Merge(*sources, into=figure, dims=1.0, run_time=_NUMBER)
                    if sources
                    else Count(figure, figure.numbers, _NUMBER)
                )
                self._write_until(card, start, time, beside)
                self.play(comes, card.writes(1.0 if is_last else end, _NUMBER), *next(beside, []))
            self.seen.setdefault(name, []).append(figure)
        self._write_until(card, 1.0, score.seconds, beside)

    def _seen(self, name: str) -> list[NumberText]:
        return self.seen.get(name, [])

    def _write_until(
        self, card: Card, share: float, time: float, beside: Iterator[list[Animation]]
    ) -> None:
        """Write a share of a text until a time of its beat."""
        if share > card.written:
            seconds = time - (self.frames_drawn - self._told) / self._rate
            self.play(card.writes(share, max(seconds, _HASTE)), *next(beside, []))
