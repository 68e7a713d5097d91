"""A small computation graph, whose edges light while they are walked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain, pairwise
from math import ceil

import numpy as np
from manim import RoundedRectangle, VGroup, VMobject

from calculus.graph import Graph
from scenes.graphs.layout import Course, Gaps, GraphLayout, Place, arrange, side_of
from scenes.look.text import LEAST_SIZE, Text, math
from scenes.look.theme import LAYER, Role, Theme
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Detail, Link, claim
from scenes.picture.motion import Picture
from scenes.picture.plot import stroke
from scenes.picture.shapes import NOTHING, Points, polyline
from scenes.words import terms

Way = tuple[str, str]

_SIZES = 44.0, 38.0, 32.0, 28.0, LEAST_SIZE  # font sizes: the first at which all have room
_AROUND, _HIGH = 0.9, 1.5  # of a name, in ems: width beside it, and the height of its block
_GAPS = 1.2, 5.0, 0.5, 0.3  # between layers at least and at most, neighbours, and lanes; ems
_FINE, _LIT = pen(5), pen(8)
_PITCH, _BUNDLE = px(20), px(60)  # from strand to strand, and of all on an edge, at most


class Walked(Picture):
    """A graph; as many edges are lit as the state says: path by path, or each once in a pass.

    An edge that is walked again gets one more strand beside those it has.

    Args:
        graph: The graph.
        box: Where it goes.
        theme: The colours.
        paths: Those that are walked, edge by edge; by default all, from the output back.
        write: Writes what a node is called, in a font size; by default its name.
        goes: Whether there is a pass forward before the one backward.

    Attributes:
        picture: All of it, or nothing where there is no room to read it.
        lit: What lights an edge, a strand for each time that it is walked.
    """

    def __init__(
        self, graph: Graph, box: Box, theme: Theme,
        paths: Sequence[Sequence[Way]] = (), write: Callable[[str, float], Text] | None = None,
        goes: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(walked=0.0, swept=0.0)
        self.picture = VGroup()
        self.lit: dict[Way, VMobject] = {}

        def named(name: str, size: float) -> Text:
            return Text(math(terms.name(name).typst), size, Role.TEXT, theme)

        found = _laid_out(graph, box, theme, write or named)
        if found is None:
            return
        labels, laid = found
        self._frames = {
            name: _block(label, laid.places[name], theme) for name, label in labels.items()
        }
        self._bends = laid.bends
        backward = sorted(graph.edges, key=lambda edge: -laid.layers[edge[1]])
        passes = [backward[::-1], backward] if goes else [backward]
        paths = paths or [
            [*pairwise(path)][::-1] for name in graph.inputs for path in graph.paths(name)
        ]
        for edge in graph.edges:
            line = stroke(theme[Role.NEUTRAL], _FINE, "curve")
            line.set_points(self._way(edge))
            self.lit[edge] = stroke(theme[Role.GRADIENT], _LIT, "curve")
            draw = partial(self._draw, edge=edge, routes={"walked": paths, "swept": passes})
            for part in (line, self.derive(self.lit[edge], draw)):
                claim(part, Link(*(self._frames[name] for name in edge)))
                self.picture.add(part)
        self.picture.add(*self._frames.values(), *labels.values())

    def middle(self, edge: Way) -> tuple[float, float]:
        """Return the middle of an edge, along its way."""
        x, y, _ = VMobject().set_points(self._way(edge)).point_from_proportion(0.5)
        return float(x), float(y)

    def _way(self, edge: Way) -> Points:
        first, *_, last = bends = self._bends[edge]
        back = -last.heading[0], -last.heading[1]
        begin = side_of(self._frames[edge[0]], first.heading)
        end = side_of(self._frames[edge[1]], back)
        return polyline([begin, *(np.array([*bend.place, 0.0]) for bend in bends), end])

    def _draw(
        self, lit: VMobject, edge: Way, routes: Mapping[str, Sequence[Sequence[Way]]]
    ) -> None:
        times = sum(
            [*chain.from_iterable(paths)][: ceil(self[state])].count(edge)
            for state, paths in routes.items()
        )
        (x, y), way = self._bends[edge][0].heading, self._way(edge)
        pitch = min(_PITCH, _BUNDLE / max(times - 1, 1))
        beside = [pitch * (i - (times - 1) / 2) * np.array([-y, x, 0]) for i in range(times)]
        lit.set_points(np.vstack([way + one for one in beside]) if times else NOTHING)


def _laid_out(
    graph: Graph, box: Box, theme: Theme, write: Callable[[str, float], Text]
) -> tuple[dict[str, Text], GraphLayout] | None:
    """Return names and where they stand, as large as there is room; None where there is none."""
    for size in _SIZES:
        em = size * EM_PER_FONT_SIZE
        labels = {one.name: write(one.name, size) for one in graph.nodes}
        blocks = {name: (label.width + _AROUND * em, _HIGH * em) for name, label in labels.items()}
        gaps = Gaps(*(em * gap for gap in _GAPS))
        for course in (Course(), Course(runs_down=True)):
            if laid := arrange(graph, box, blocks, gaps, course):
                return labels, laid
    return None


def _block(label: Text, place: Place, theme: Theme) -> VMobject:
    em = label.font_size * EM_PER_FONT_SIZE
    frame = RoundedRectangle(
        width=label.width + _AROUND * em, height=_HIGH * em, corner_radius=0.3 * em,
        stroke_color=theme[Role.NEUTRAL], stroke_width=pen(3), fill_opacity=0,
    )  # fmt: skip
    claim(frame, Detail())
    label.move_to((*place, 0))
    return frame.move_to((*place, 0)).set_z_index(LAYER["dot"])
