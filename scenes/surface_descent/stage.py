"""What the story of a descent on a surface draws with: a map, and a card beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import product
from math import dist

import numpy as np
from manim import VGroup, VMobject

from calculus.downhill import Pair
from calculus.quantity import quantity
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.landscape.count import StepCount
from scenes.landscape.distance import ALPHA, update_rule
from scenes.landscape.on_maps import cost_change, place_at, place_of
from scenes.look.text import LEAST_SIZE, Text, coloured, math
from scenes.look.theme import Role
from scenes.picture.card import RADIUS, chip, panel
from scenes.picture.compose import envelope, fit, in_column, in_row, rest_of
from scenes.picture.layout import Box
from scenes.picture.placing import Obstacles, box_of, clearest
from scenes.picture.plot import knocked_out
from scenes.picture.shapes import NOTHING, rounded
from scenes.picture.terrain import Place, Terrain, sight
from scenes.picture.ticks import PLATE
from scenes.surface_descent.arrows import pair, same
from scenes.surface_descent.cards import Slice
from scenes.surface_descent.facts import BETA, SurfaceFacts, each_step
from scenes.surface_descent.shadows import shadows
from scenes.telling.claims import Sentence
from scenes.words import terms
from scenes.words.wording import Term, Wordable, relation

_ABOVE, _ROOM, _GAP = 0.6, 0.25, 0.3  # share of the height over a card; in it; between texts
_REACH, _BEFORE = 0.4, 0.25  # of the way from the start to the lowest place, beyond both
_FARTHEST = 1.05  # such ways from the lowest place: a path that goes farther leaves the picture
_LEG = 0.4  # Manim units: a shorter leg of a triangle leaves the other on its long side
_LONGEST = 0.25  # of the picture's shorter side that an arrow along the gradient is
_PROBES = np.linspace(0, 2 * np.pi, 24, endpoint=False)
_ROOMY = 2.5  # Manim units: so high a card has room for more than the rule
_LINE = 0.36  # Manim units from the top of a box to the foot of a line of text
_OTHERS, _TURNED = 3, 0.15  # places where the rose is tried again; radians it has to turn
_SMALLER, _APART, _AROUND = (
    0.6,
    1.6,
    (1.9, 2.4, 3.0, 3.6),
)  # such a rose; from rose to rose, in sizes


class SurfaceStage:
    """The map, and what stands beside it.

    Args:
        scene: Where it is shown.
        facts: What it is about.

    Attributes:
        terrain: The map.
        sheet: The card beside it.
        inner: The room on it.
        start: Where the descent starts.
        unit: How long a change of 1 for each unit of way is on the map, in axis units.
    """

    def __init__(self, scene: LessonScene, facts: SurfaceFacts) -> None:
        self._scene, self._facts, theme, regions = scene, facts, scene.theme, scene.regions
        surface, (one, other) = facts.way.surface, facts.way.surface.variables
        self.names, self.J = (terms.name(one), terms.name(other)), terms.name(surface.name)
        self.slopes = tuple(terms.derivative(self.J, name) for name in self.names)
        area, box = regions.action(card=True), regions.card
        if not regions.is_wide:
            area, box = regions.action().above(_ABOVE)
        self._box, self.inner = box, box.inset(*[_ROOM] * 4)
        self.start = place_of(facts.way.stops[0])
        state = {
            "ring": 0.0, "turn": 0.0, "others": 0.0, "first": 0.0, "t": 0.0, "m": 0.0, "legs": 0.0,
            "kept": 1.0, "old": 0.0, "new": 0.0, "sum": 0.0, "valley": 0.0, "foot": box.top,
        }  # fmt: skip
        names = (math(self.names[0].typst), math(self.names[1].typst))
        self.terrain = Terrain(
            regions,
            area,
            sight(self._seen(), area),
            theme,
            surface,
            names,
            state,
            clear_of=[place_of(stop) for walk in (facts.way, facts.plain) for stop in walk.stops],
        )
        self.sheet = self.terrain.derive(panel(box, theme), self._draw_sheet)
        title = scene.label(
            "Gradient descent on {f}", theme.small, Role.NEUTRAL, f=terms.surface(surface)
        )
        self.title = chip(title, regions.chip)
        land = self.terrain
        self.ball = land.ball(lambda: place_at(facts.plain, land["t"]), Role.VALUE)
        self.kept_ball = land.ball(lambda: place_at(facts.way, land["m"]), Role.VALUE)
        self.line = land.line_through(self.start, Role.OUTPUT)
        self.line_here = land.line_at(lambda: place_at(facts.plain, land["t"]), Role.OUTPUT)
        land.yield_to(self.title, self.ball)
        self.unit = self._unit()

    def _seen(self) -> list[Place]:
        """Return the places that the map shows: the start, the lowest, and paths that stay near."""
        way, start = self._facts.way, np.array(self.start)
        lowest = np.array(
            [one.number for one in way.minimum] if way.minimum else place_of(way.stops[-1])
        )
        if not way.minimum and not np.hypot(*(lowest - start)) < 1e6:
            lowest = start + np.array([one.number for one in way.stops[0].step])
        beyond, before = lowest + _REACH * (lowest - start), start - _BEFORE * (lowest - start)
        far = _FARTHEST * max(float(np.hypot(*(lowest - start))), 1e-300)
        stops = [place_of(stop) for walk in (way, self._facts.plain) for stop in walk.stops]
        near = [at for at in stops if np.hypot(*(np.array(at) - lowest)) <= far]
        first = np.array(place_of(way.stops[1]))
        if way.momentum.value and pair(first) in near:  # the step after the first is told, too
            kept = first + way.momentum.number * (first - start)
            near += [pair(kept), *map(place_of, way.stops[2:3])]
        return [*map(pair, (before, lowest, beyond)), *near]

    def _unit(self) -> float:
        """Return how long a change of 1 for each unit of way is, so that the longest is seen."""
        gradient = np.array([one.number for one in self._facts.way.stops[0].gradient])
        norm, area = float(np.hypot(*gradient)), self.terrain.area
        if not norm:
            return 1.0
        here, there = self.terrain.points(np.array([self.start, self.start + gradient / norm]))
        long = _LONGEST * min(area.width, area.height)
        return long / float(np.hypot(*(there - here)[:2])) / norm

    def downhill(self) -> VMobject:
        """Return the arrow straight against the gradient, as long as the rose is that way."""
        x, y = self.start
        gx, gy = (one.number for one in self._facts.way.stops[0].gradient)
        ends = x, y, x - self.unit * gx, y - self.unit * gy
        return self.terrain.vector(
            lambda: ends, Role.GRADIENT, lambda: float(self.terrain["first"]), along=True
        )

    def legs(self) -> VGroup:
        """Return arrows as long as both slopes, which together lead where `downhill` does.

        There are none where they would lie on it.
        """
        (x, y), land = self.start, self.terrain
        gx, gy = (self.unit * one.number for one in self._facts.way.stops[0].gradient)
        ways = (x, y, x - gx, y), (x - gx, y, x - gx, y - gy)
        begin, corner, end = (land.point(*at) for at in ((x, y), ways[1][:2], ways[1][2:]))
        if min(dist(begin, corner), dist(corner, end)) < _LEG:
            return VGroup()
        drawn = [lambda i=i: float(np.clip(land["legs"] - i, 0, 1)) for i in range(2)]
        pairs = zip(ways, drawn, strict=True)
        return VGroup(*(land.vector(partial(same, way), Role.SLOPE, share) for way, share in pairs))

    def ring(self) -> VMobject:
        """Return a circle around the start, as large as the rose."""
        norm = self._facts.falls.number
        radius = self.unit * norm if norm else 0.2 * self.terrain.window.height
        return self.terrain.ring(self.start, radius, lambda: float(self.terrain["ring"]))

    def rose(self) -> VGroup:
        """Return the rose around the start."""
        return self.terrain.rose(self.start, self.unit, lambda: float(self.terrain["turn"]))

    def foot(self, *parts: VMobject) -> float:
        """Return how far down the card reaches when some parts stand on it."""
        return min(envelope(part).bottom for part in parts) - _ROOM

    def _draw_sheet(self, sheet: VMobject) -> None:
        box, foot = self._box, self.terrain["foot"]
        outline = rounded(box.left, foot, box.right, box.top, RADIUS)
        sheet.set_points(outline if foot < box.top - RADIUS else NOTHING)

    def readings(self, cost: Shown, most: int, box: Box) -> tuple[StepCount, Text, Box]:
        """Return the number of steps and the cost in the end, and the room under them."""
        size = self._scene.theme.body
        counter = StepCount(self._scene.theme, size, most, first=1)
        text = self._scene.formula("{J} {c:equals}", size, Role.OUTPUT, J=self.J, c=cost)
        line = box.top - _LINE
        counter.put(box.left, line)
        share = (box.right - counter.end - _GAP) / (text.end - text.start)
        if share < LEAST_SIZE / size:
            line -= _LINE + _GAP / 2
        else:
            text.scale(min(1.0, share))
        text.place(box.right, line, anchor=1)
        return counter, text, Box(box.left, box.bottom, box.right, line - _GAP)

    def others(self) -> list[tuple[Pair, VGroup]]:
        """Return roses at a few places around the start where the gradient points elsewhere."""
        land, way = self.terrain, self._facts.way
        size = _LONGEST * min(land.area.width, land.area.height)
        inside = land.area.inset(*[_SMALLER * size] * 4)
        taken = [land.point(*self.start)[:2]]
        gradient = np.array([one.number for one in way.stops[0].gradient])
        found: list[tuple[Pair, VGroup]] = []
        for times, angle in product(_AROUND, _PROBES):
            at = taken[0] + times * size * np.array([np.cos(angle), np.sin(angle)])
            if not (inside.left < at[0] < inside.right and inside.bottom < at[1] < inside.top):
                continue
            x, y = (quantity(f"{part:.3g}") for part in land.place(np.array([*at, 0])))
            place = x.number, y.number
            there = np.array([part[0] for part in way.surface.gradients(*np.array([place]).T)])
            known = np.isfinite(way.surface.sample(*np.array([place]).T))[0]
            turn = np.arctan2(gradient[0] * there[1] - gradient[1] * there[0], gradient @ there)
            is_near = min(float(np.hypot(*(at - one))) for one in taken) < _APART * size
            if is_near or not known or not abs(turn) > _TURNED or len(found) == _OTHERS:
                continue
            taken.append(at)
            unit = _SMALLER * self.unit * float(np.hypot(*gradient) / np.hypot(*there))
            turned = partial(_share_of, land, len(found), 0.0)
            drawn = partial(_share_of, land, len(found), 0.7)
            ends = *place, place[0] - unit * there[0], place[1] - unit * there[1]
            arrow = land.vector(partial(same, ends), Role.GRADIENT, drawn, along=True)
            found.append(((x, y), VGroup(land.rose(place, unit, turned), arrow)))
        return found

    def ways(self, rose: VGroup) -> list[Text]:
        """Return what the two halves of a rose say: that way the cost rises, or falls."""
        label, small = self._scene.label, self._scene.theme.small
        texts = label("rises", small, Role.SLOPE), label("falls", small, Role.GRADIENT)
        return [self.beside(text, half) for text, half in zip(texts, rose, strict=False)]

    def beside(self, text: Text, figure: VMobject, *others: VMobject) -> Text:
        """Put a text near a figure on the map, clear of others."""
        land = self.terrain
        knocked_out(text, self._scene.theme.background, PLATE)
        solid = Obstacles.of(land.area, self.ball, figure, self.title, *others)
        x, y = box_of(figure).centre
        room = land.area.inset(*[text.width / 2, text.height / 2] * 2)
        across, up = np.linspace(room.left, room.right, 24), np.linspace(room.bottom, room.top, 24)
        places = [(float(a), float(b)) for a in across for b in up]
        places.sort(key=lambda place: float(np.hypot(place[0] - x, place[1] - y)))
        return text.move_to((*clearest(text, places, solid), 0))

    # What stands on the card.

    def standing(self) -> list[Text]:
        """Return where the ball is, and the cost there, one under the other."""
        first, digits = self._facts.way.stops[0], self._scene.digits
        write, size = self._scene.formula, self._scene.theme.title
        lines = [
            write("{w} {a:equals}", size, Role.INPUT, w=name, a=digits.as_given(one))
            for name, one in zip(self.names, first.point, strict=True)
        ]
        lines.append(
            write("{J} {v:equals}", size, Role.OUTPUT, J=self.J, v=digits.brief(first.value))
        )
        self.fill(lines)
        return lines

    def fill(self, lines: Sequence[Text], box: Box | None = None) -> Box:
        """Put lines on the card, in one column or, on a flat card, in two; return the rest."""
        box, columns = box or self.inner, [lines]
        if box.is_flat and len(lines) > 2:
            half = (len(lines) + 1) // 2
            columns = [lines[:half], lines[half:]]
        group = fit(in_row(*(in_column(*some, gap=_GAP) for some in columns)), box)
        return rest_of(box, group, _GAP)

    def slices(self) -> tuple[list[Slice], list[Text]]:
        """Return how the cost goes along each variable, with the slopes at the start over it."""
        scene, way = self._scene, self._facts.way
        first, inner = way.stops[0], self.inner
        boxes = inner.columns(2) if inner.is_flat else inner.rows(2, gap=0.1)
        found, labels = [], []
        for i, (name, box) in enumerate(zip(way.surface.variables, boxes, strict=True)):
            label = scene.formula(
                "{d} {g:equals}", role=Role.SLOPE, d=self.slopes[i],
                g=scene.digits.brief(first.gradient[i]),
            )  # fmt: skip
            labels.append(fit(label, box))
            function = way.surface.along(name, first.point[1 - i].value)
            rest = rest_of(box, label, 0.1, beside=False)
            found.append(Slice(self.terrain, rest, function, first, i, scene.theme))
        return found, labels

    def filled_rule(self, box: Box) -> list[Text]:
        """Return the rule of the first step with its numbers, for both variables, in a box.

        Where there is room, the last line is what becomes of the cost.
        """
        for worked in (True, False):
            lines = [self._filled(i, worked) for i in range(2)]
            if self.inner.height > _ROOMY:
                stops = self._facts.plain.stops
                lines.append(cost_change(self._scene, self.J, stops, Role.OUTPUT))
            self.fill(lines, box)
            if min(line.font_size for line in lines) >= LEAST_SIZE:
                break
        return lines

    def _filled(self, i: int, worked: bool) -> Text:
        """Return the rule for a variable and where it leads.

        Args:
            i: Which variable.
            worked: Whether its numbers are put in, where they give what is shown.
        """
        here, there = self._facts.plain.stops[:2]
        digits, write, name = self._scene.digits, self._scene.formula, self.names[i]
        alpha = digits.as_given(self._facts.way.learning_rate)
        a, s, b = map(digits.brief, (here.point[i], here.gradient[i], there.point[i]))
        if not (worked and all(one.exact for one in (alpha, a, s, b))):
            return write("{w} {b:equals}", None, Role.TEXT, w=name, b=b)
        return write(
            f"{{a:plain}} - {coloured(Role.GRADIENT, '{alpha:plain}')} dot "
            f"{coloured(Role.SLOPE, '{s}')} {{r}} {{b:plain}}",
            None, Role.TEXT,
            a=a, alpha=alpha, s=terms.factor(s), r=relation(a, s, b), b=b,
        )  # fmt: skip

    def rule(self) -> list[Text]:
        """Return what is done at each step, for both variables; where there is room, the rate."""
        pairs = zip(self.names, self.slopes, strict=True)
        return [*(update_rule(self._scene, name, slope) for name, slope in pairs), *self._rates()]

    def _rates(self, template: str = "{alpha} {a:equals}", **more: Wordable) -> list[Text]:
        rate, write = (
            self._scene.digits.as_given(self._facts.way.learning_rate),
            self._scene.formula,
        )
        has_room = self.inner.height > _ROOMY
        return [write(template, None, Role.GRADIENT, alpha=ALPHA, a=rate, **more)] * has_room

    def factors(self) -> tuple[Sentence | None, list[Text]]:
        """Return what each step multiplies by, as a sentence and as formulas; None without."""
        known, lines = [], []
        facts, digits = self._facts, self._scene.digits
        for name, (factor, fixed) in zip(self.names, facts.factors or (), strict=False):
            f, m = digits.beside_one(factor.value), digits.brief(abs(fixed.value))
            if not m.exact:
                return None, []
            d = terms.distance(name, terms.factor(m), fixed.number < 0) if fixed.number else name
            known.append((factor, d, f))
            lines.append(
                self._scene.formula(
                    "{d} := {about} {f} dot {d}",
                    d=terms.grouped(d),
                    f=terms.factor(f),
                    about=terms.nearly(f),
                )
            )
        return (each_step(known, facts.heights) if known else None), lines

    def shadows(self, i: int) -> VMobject:
        """Return where the first stops are along a variable, on the line where the other rests."""
        assert self._facts.factors is not None
        onto = self._facts.factors[1 - i][1].number
        return shadows(self.terrain, self._facts.plain, i, onto)

    def kept_rule(self) -> tuple[list[Text], list[Text]]:
        """Return what is kept of the steps, what is done with it, and both rates, on the card.

        After them come the same steps, each divided by the root of what Adam keeps of squares.
        """
        write, beta = self._scene.formula, coloured(Role.OUTPUT, "{beta} thin {v}")
        kept = [
            write(f"{{v}} := {beta} + {coloured(Role.SLOPE, '{d}')}", v=v, beta=BETA, d=slope)
            for v, slope in zip(self._kept_names(), self.slopes, strict=True)
        ]
        both = "{alpha} {a:equals} quad " + coloured(Role.OUTPUT, "{beta} {b:equals}")
        part = self._scene.digits.as_given(self._facts.way.momentum)
        squares = self._kept_names("qpr")
        steps, scaled = self._steps(), self._steps(squares)
        rates = self._rates(both, beta=BETA, b=part)
        self.fill([*kept, *scaled, *rates])
        for step, one in zip(steps, scaled, strict=True):
            step.scale(one.font_size / step.font_size)
            step.place(one.start, one.baseline, anchor=-1)
        return [*kept, *steps, *rates], scaled

    def _steps(self, squares: Sequence[Term] = ()) -> list[Text]:
        form = "{v} slash sqrt({s})" if squares else "{v}"
        step = f"{{w}} := {{w}} - {coloured(Role.GRADIENT, '{alpha}')} thin {form}"
        fields: list[dict[str, Wordable]] = [{"s": name} for name in squares] or [{}, {}]
        return [
            self._scene.formula(step, None, Role.TEXT, w=w, alpha=ALPHA, v=v, **more)
            for w, v, more in zip(self.names, self._kept_names(), fields, strict=True)
        ]

    def _kept_names(self, letters: str = "vus") -> list[Term]:
        """Return names for what is kept, by the first of some letters that is no parameter's."""
        taken = {name[0] for name in self._facts.way.surface.variables}
        letter = next(letter for letter in letters if letter not in taken)
        return [terms.name(f"{letter}_{i}") for i in (1, 2)]


def _share_of(land: Terrain, k: int, start: float) -> float:
    """Return how much is drawn at the k-th other place of what begins at a share of its time."""
    return float(np.clip((land["others"] - k - start) / (0.7 if start == 0 else 0.3), 0, 1))
