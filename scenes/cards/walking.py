"""Graphs that are walked: edges are counted by beads, or slopes along a path multiply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, starmap
from math import ceil
from operator import itemgetter

import numpy as np
from manim import VMobject

from calculus.graph import Graph
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.cards.drawing import SIZE, Drawing, Step
from scenes.cards.walked import Walked, Way
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, bring
from scenes.picture.compose import fit
from scenes.picture.layout import Box, px
from scenes.picture.meaning import Beads, claim
from scenes.picture.motion import Drive, Picture, Steady, appear
from scenes.picture.placing import Obstacles, box_of, clearest, least, nearest
from scenes.picture.plot import filled, knocked_out
from scenes.picture.shapes import NOTHING, circle
from scenes.words import terms
from scenes.words.wording import Clause, Term, Wordable

_BEAD, _PITCH = px(16), px(52)  # radius of a bead, and from one to the next
_CLOSEST = 0.45  # of that, for the sake of one row
_CLOSER = 0.9  # what that shrinks by until all beads have room
_NAMED = 0.33  # Manim units over beads, for what they are
_BESIDE = 1.0  # Manim units beside beads, for their number
_GRAPH, _ROW = 0.52, 0.7  # share of the room for a graph; the least height of a row under it
_PACE = 0.14  # seconds for an edge
_GAP = 0.16  # Manim units beside what stands at something
_SMALLER = 36.0  # font size of slopes with their names, for which there is less room
_SLOPES, _LINE = 0.78, 0.62  # share of the room for a graph whose slopes multiply; for these


def beads(of: Drawing) -> Iterator[Step]:
    """A bead for each edge that is walked: by all paths or nudges, and each of them once."""
    strip, room = of.strip()
    formula = of.formula(of.exhibit.equation, Role.FUNCTION, strip)
    upper, lower = room.above(_GRAPH, 0)
    parsed = Graph.parse(of.exhibit.graph)
    is_nudged = of.exhibit.kind == "passes"
    passes = [parsed.edges] * (len(parsed.inputs) + 1) if is_nudged else []
    graph = Walked(parsed, upper, of.scene.theme, passes, goes=is_nudged)
    most = max(int(number.number) for number, _ in of.exhibit.numbers)
    has_graph = bool(graph.picture) and lower.height > 2 * _ROW
    room, seen = (lower, [formula, graph.picture]) if has_graph else (room, [formula])
    of.parts += seen
    yield None, [appear(*seen)]
    ways = ("by nudges:", "forward, backward:") if is_nudged else ("path by path:", "backward:")
    size = of.scene.theme.small
    names = [of.scene.formula("{way}", size, Role.NEUTRAL, way=way) for way in map(Clause, ways)]
    wide = max(name.width for name in names) + _GAP
    is_beside = room.is_flat and wide < room.width / 2
    rows = zip((1, 0), ("walked", "swept"), names, room.rows(2, 0.0), strict=True)
    for index, state, name, half in rows:
        graph.set(walked=0.0)  # all of that has been seen
        count = int(of.exhibit.numbers[index][0].number)
        share = wide / half.width if is_beside else _NAMED / half.height
        top, row = half.beside(share, 0.0) if is_beside else half.above(share, 0)
        fit(name, top, -1, 0)
        drawn = _Beads(of.scene, count, row.inset(right=_BESIDE), most)
        end = replace(row, left=row.left + drawn.width + _PITCH)
        number = of.number(index, Role.GRADIENT, end, -1)
        of.parts += (name, drawn.row, number)
        of.scene.add(name, drawn.row)
        seconds = _PACE * count
        walks = [Steady(graph, seconds, **{state: float(count)})] if has_graph else []
        yield None, [Steady(drawn, seconds, count=float(count)), *walks]
        yield None, [bring(drawn.row, number)]


def path(of: Drawing) -> Iterator[Step]:
    """Slopes stand at the edges of a path as it is walked back, and multiply."""
    scene, exhibit = of.scene, of.exhibit
    strip, room = of.strip()
    upper, lower = room.above(min(_SLOPES, 1 - _LINE / room.height), 0)
    formula = of.formula(exhibit.equation, Role.FUNCTION, strip)
    edges = [*pairwise(exhibit.path)][::-1]

    def write(name: str, size: float) -> Text:
        if name in exhibit.inputs:
            value = scene.digits.as_given(exhibit.inputs[name])
            return scene.formula("{n} {v:equals}", size, n=terms.name(name), v=value)
        return scene.formula("{n}", size, n=terms.name(name))

    graph = Walked(Graph.parse(exhibit.graph), upper, scene.theme, [edges], write)
    seen = [formula, graph.picture] if graph.picture else [formula]
    of.parts += seen
    yield None, [appear(*seen)]
    shown = [scene.digits.shown(number) for number, _ in exhibit.numbers]
    names = exhibit.derivatives(scene.theme.partial)
    slopes = _at_edges(of, graph, upper, edges, names, shown) if graph.picture else []
    for i, (edge, slope) in enumerate(zip(edges, slopes, strict=False), start=1):
        yield None, [Drive(graph, 0.6, walked=float(i))]
        of.parts.append(slope)
        yield None, [bring(graph.lit[edge], slope)]
    *factors, product = shown
    fields: dict[str, Wordable] = {f"f{i}": terms.factor(one) for i, one in enumerate(factors)}
    times = f"= {' dot '.join(f'{{{name}}}' for name in fields)} "
    if not all(one.exact for one in factors):  # whose digits don't give that of the product
        fields, times = {}, ""
    fields |= {"d": names[-1], "g": product}
    result = scene.formula(f"{{d}} {times}{{g:equals}}", SIZE, Role.GRADIENT, **fields)
    of.parts.append(fit(result, lower, -1, 0))
    yield "g", [Merge(*(slopes or seen), into=result, dims=1.0)]


def _at_edges(
    of: Drawing, graph: Walked, room: Box,
    edges: Sequence[Way], names: Sequence[Term], shown: Sequence[Shown],
) -> list[Text]:  # fmt: skip
    """Return slopes beside their edges, with their names if there is room for these."""

    def placed(form: str, size: float) -> tuple[list[Text], float]:
        labels, clear, covered = list[Text](), Obstacles.of(room, graph.picture), 0.0
        for edge, name, value in zip(edges, names, shown, strict=False):
            label = of.scene.formula(form, size, Role.GRADIENT, d=name, v=value)
            places = nearest(label, graph.middle(edge), _GAP)
            label.move_to((*clearest(label, places, clear), 0))
            covered += clear.covered(box_of(label))
            clear = clear.adding(label)
            labels.append(knocked_out(label, of.scene.theme.panel))
        return labels, covered

    ways = ("{d} {v:equals}", SIZE), ("{d} {v:equals}", _SMALLER), ("{v}", SIZE)
    return least(starmap(placed, ways), itemgetter(1))[0]


class _Beads(Picture):
    """Beads in rows, of which the first ``count`` are drawn, as large as ``most`` have room.

    Attributes:
        row: All of them.
        width: How long the longest row is.
    """

    def __init__(self, scene: LessonScene, count: int, box: Box, most: int) -> None:
        super().__init__(count=0.0)
        pitch = min(_PITCH, max(box.width / most, _CLOSEST * _PITCH))  # in one row, if it may be
        while ceil(most / (per_row := int(box.width / pitch))) * pitch > box.height:
            pitch *= _CLOSER
        per_row = min(count, per_row)
        self.width = per_row * pitch
        top = box.centre[1] + (ceil(count / per_row) - 1) / 2 * pitch
        steps = (divmod(i, per_row) for i in range(count))
        places = [(box.left + (k + 0.5) * pitch, top - row * pitch, 0) for row, k in steps]
        radius = _BEAD * pitch / _PITCH
        self.row = filled(scene.theme[Role.GRADIENT], "dot")
        claim(self.row, Beads(lambda: int(self.state["count"])))

        def draw(row: VMobject) -> None:
            drawn = [circle(place, radius) for place in places[: int(self["count"])]]
            row.set_points(np.vstack(drawn) if drawn else NOTHING)

        self.derive(self.row, draw)
