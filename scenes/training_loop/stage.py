"""What is seen of training: the network, the loop, the numbers of each lap, and the costs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import product

import numpy as np
from manim import VGroup, VMobject

from calculus.errors import LessonError
from calculus.evaluate import sign_of
from calculus.expression import source
from calculus.shown import Shown
from scenes.landscape.distance import ALPHA, update_rule
from scenes.look.text import LEAST_SIZE, Text, coloured, math, scale_to_fit
from scenes.look.theme import LAYER, Role, Theme
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.bars import bar_outline
from scenes.picture.card import Card, panel
from scenes.picture.compose import envelope, fit, in_column, in_row, rest_of
from scenes.picture.layout import GUTTER, Box, Layout, pen, px
from scenes.picture.meaning import Backdrop, Sketch, Span, claim
from scenes.picture.pieces import NUDGE, OUTPUT, Pieces
from scenes.picture.plot import Plot, filled, stroke
from scenes.picture.shapes import segments
from scenes.picture.table import Table
from scenes.picture.window import Window
from scenes.telling.claims import is_near
from scenes.training_loop.facts import TrainingFacts
from scenes.training_loop.loop import Loop
from scenes.words import terms
from scenes.words.wording import Term, Wordable
from scenes.words.writing import Writing

_WIDE, _TALL, _FLAT_WIDE = (
    1.4,
    0.8,
    1.8,
)  # width over height, of a picture with parts side by side, or not
_BESIDE, _ABOVE, _SQUARE = (0.46, 0.54), 0.54, (0.63, 0.62)  # shares that the loop takes of it
_COMMA = 0.1  # Manim units that one may reach below its row, over the captions
_COSTS = 0.16  # of the width of the numbers, for the bars of the costs
_ROOM, _NARROW = 0.3, 0.12  # around what stands on the card, Manim units
_DIGITS = 6, 4, 3  # significant ones in the table; the most let short decimals be exact
_HERO, _APART = 54.0, 0.7  # font size; between data, Manim units
_OVER, _TOP = px(14), 0.4  # from a bar to its name; Manim units over the bars, for that
_WAYS = {-1: "arrow.l {dJ}", 0: "{dJ}", 1: "{dJ} arrow.r"}
_SAID = 50.0  # font size of numbers that are said, where they have room
_ROWS, _LEAST_ROW = (0.78, 0.62), 1.05  # Manim units from row to row; ems of the numbers, at least
_HALF_ROW, _HALF_BAR = 0.4, 0.26  # of that, from a bar's middle to the end of its foot; to its side


class Stage:
    """All that is drawn.

    Args:
        scene: Where it is shown.
        facts: What is shown.
        regions: Where there is room.
        theme: The colours.

    Attributes:
        loop: The ring.
        middle: Where a nudge is shown: where the table was, or beside the ring.
        lid: What is around the network at first, and what stands on it, `framework`.
        card: The cost, and what the data are.
        table: What is trained, and the cost, a row for each lap.
        costs: Bars for the costs, beside the rows.
        is_square: Whether the ring has the table under it, and formulas beside it.
        is_worked_out: Whether the numbers of the first update stand under its rule.
    """

    is_worked_out = False

    def __init__(self, scene: Writing, facts: TrainingFacts, regions: Layout, theme: Theme) -> None:
        self._scene, self.facts, self._theme = scene, facts, theme
        machine, side, below = _boxes(regions.body)
        graph = facts.graph
        cost = scene.formula("{f}", size=theme.title, f=terms.equation(graph.output, graph.formula))
        data = [
            scene.formula(
                "{x} {a:equals}",
                theme.title,
                x=terms.name(name),
                a=scene.tongue.digits.as_given(value),
            )
            for name, value in facts.data.items()
        ]
        room = _NARROW if below else _ROOM
        rows = [in_row(cost, *data, gap=_APART)]
        wide = envelope(rows[0]).width * theme.body / theme.title  # a little smaller is no harm
        if data and wide > side.width - 2 * room:
            rows = [cost, in_row(*data, gap=_APART)]
        self.card = Card(side, theme, *rows, room=room)
        rest = replace(side, top=envelope(self.card).bottom - GUTTER)
        self._open(regions.body, rest.top)
        if machine is side:
            machine, rest = rest.above(_ABOVE)
        names = [scene.say(name).markup for name in ("forward", "backward", "update")]
        texts = [Text(name, theme.body, Role.TEXT, theme) for name in names]
        self.loop = Loop(machine, self._first, texts, theme)
        self.is_square = below is not None
        self._lines = rest if below else self.loop.across
        rest = below or rest
        self.middle = rest.inset(top=_TOP)
        rows_in = rest.beside(1 - _COSTS)[0].inset(bottom=_COMMA)
        self.table = self._table(rows_in)
        self.costs = Costs(rest_of(rest, self.table, beside=True), self.table, facts, theme)
        shape = "can be read in a picture of this shape"
        if cost.font_size < LEAST_SIZE:
            got = source(graph.formula)
            raise LessonError("graph", f"is a formula that {shape}", got, "J = (w*x - y)**2")
        if not self.table.readable:
            laps = len(facts.laps) - 1
            few = "1" if laps > 1 else "1, with fewer of the inputs in trained"
            raise LessonError("laps", f"are so few that they {shape}", str(laps), few)
        self.pieces = self._pieces()

    def _open(self, body: Box, top: float) -> None:
        """Set up what is seen before the loop is: a frame, its name, and room for the network."""
        name = Text(self._scene.say("framework").markup, _HERO, Role.TEXT, self._theme)
        beside = replace(body, right=envelope(self.card).left, bottom=top).inset(*[GUTTER / 2] * 4)
        if name.width > beside.width:  # under the card, then
            beside = replace(beside, right=body.right, top=top)
            beside = replace(beside, bottom=top - name.height - GUTTER / 2)
            top = beside.bottom
        self.framework = fit(name, beside, up=0)
        self._first = replace(body, top=top).inset(*[GUTTER / 2] * 4)
        self.lid = panel(body, self._theme)
        self.lid.set_z_index(LAYER["grid"]).set_stroke(self._theme[Role.NEUTRAL])
        claim(self.lid, Sketch())

    def gradients(self) -> list[Text]:
        """Return what says the derivatives of the cost at first."""
        lap = self.facts.laps[0]
        lines = [
            self._scene.formula(
                "{dJ} {g:equals}", _HERO, Role.SLOPE,
                dJ=self.derivative(name), g=self._scene.tongue.digits.brief(lap.gradients[name]),
            )
            for name in self.facts.trained
        ]  # fmt: skip
        fit(in_column(*lines), self._lines, 0, 0)
        return lines

    def rule(self) -> list[Text]:
        """Return the rule of an update, and the learning rate."""
        update, rate = self._update(), self._rate()
        fit(in_column(update, rate), self._lines, 0, 0)
        return [update, rate]

    def rule_alone(self) -> Text:
        """Return the rule of an update, as large as there is room."""
        return fit(self._update(), self._lines, 0, 0)

    def worked_out(self) -> list[Text]:
        """Return the rule with the first update worked out, where no number had to be rounded."""
        name, (first, after, *_) = self.facts.trained[0], self.facts.laps
        given, brief = self._scene.tongue.digits.as_given, self._scene.tongue.digits.brief
        a, b = given(first.inputs[name]), brief(after.inputs[name])
        slope = brief(first.gradients[name])
        rate = given(self.facts.trainer.learning_rate)
        worked = self._scene.formula(
            f"= {{a:plain}} - {coloured(Role.GRADIENT, '{alpha:plain}')} dot "
            f"{coloured(Role.SLOPE, '{s}')} {{b:equals}}",
            self._theme.title, Role.INPUT,
            a=a, alpha=rate, s=terms.factor(slope), b=b,
        )  # fmt: skip
        update = self._update()
        fit(in_column(update, worked), self._lines, 0, 0)
        is_exact = all(one.exact for one in (a, slope, b, rate))
        several = self.facts.trained[1:]
        self.is_worked_out = is_exact and not several and worked.font_size >= LEAST_SIZE
        return [update, worked] if self.is_worked_out else self.rule()

    def _update(self) -> Text:
        name = self.facts.trained[0]
        return update_rule(
            self._scene, terms.name(name), self.derivative(name), self._theme.title, Role.INPUT
        )

    def _rate(self) -> Text:
        return self._scene.formula(
            "{alpha} {a:equals}", role=Role.GRADIENT, alpha=ALPHA,
            a=self._scene.tongue.digits.as_given(self.facts.trainer.rate),
        )  # fmt: skip

    def derivative(self, name: str) -> Term:
        return terms.derivative(terms.name(self.facts.graph.output), terms.name(name))

    def _table(self, box: Box) -> Table:
        """Return the table, in the largest type and with the most digits there is room for."""
        facts, theme = self.facts, self._theme
        heads = [math(terms.name(name).typst) for name in (*facts.trained, facts.graph.output)]
        roles = [*[Role.INPUT] * len(facts.trained), Role.OUTPUT]
        sizes = _SAID, theme.title, theme.body, theme.small
        for significant, size, pitch in product(_DIGITS, sizes, _ROWS):
            digits = self._scene.tongue.digits
            brief = (
                digits.brief
                if significant == max(_DIGITS)
                else partial(digits.shown, places=significant - 1, significant=significant)
            )
            rows = [
                [*(brief(lap.inputs[name]) for name in facts.trained), brief(lap.cost)]
                for lap in facts.laps
            ]
            table = Table(box, heads, roles, rows, theme, size, pitch)
            first, second = (row[0] for row in table.cells[:2])
            apart = (first.baseline - second.baseline) / (size * EM_PER_FONT_SIZE)
            if first.font_size > size - 1 and apart > _LEAST_ROW:  # it did not have to shrink
                break
        return table

    def _pieces(self) -> Pieces:
        ratio = self.facts.ratio.number
        pieces = Pieces(self.middle, ratio, [ratio], [0], self._theme)
        pieces.set(window=pieces.turned(1.0, ratio), ratio=ratio)
        return pieces

    def labels(self) -> tuple[Text, Text, Text]:
        """Return where it starts and the nudge, over its bar, and the change, under its own.

        The last is what that bar is called until then, with an arrow the way the output moves.
        """
        name, size = self.facts.trained[0], _SAID
        start = self._scene.tongue.digits.as_given(self.facts.laps[0].inputs[name])
        dw = self._scene.formula(
            "{w} {a:equals} quad {dw} {h:equals}", size, Role.INPUT, dw=terms.change(name),
            w=terms.name(name), a=start, h=self._scene.tongue.digits.as_given(self.facts.nudge),
        )  # fmt: skip
        dJ = self._moved(*self._factors())
        name_of_it = self._scene.formula(
            _WAYS[sign_of(self.facts.ratio.value)], size, Role.OUTPUT,
            dJ=terms.change(self.facts.graph.output),
        )  # fmt: skip
        x, low, _ = self.pieces.point(0, OUTPUT[0] - OUTPUT[1])
        side, end = (-1, x) if self.facts.ratio.number >= 0 else (1, self.pieces.point(1, 0)[0])
        scale_to_fit(dw, self.middle.right - end if side < 0 else end - self.middle.left)
        scale_to_fit(dJ, self.middle.width)
        dw.place(end, self.pieces.above(NUDGE) + _OVER, side)
        for text in (dJ, name_of_it):
            left, right = self.middle.left + text.width, self.middle.right - text.width
            within = min(x, right) if side < 0 else max(x, left)
            text.place(within, low - text.height - _OVER, side)
        return dw, dJ, name_of_it

    def _factors(self) -> list[Shown]:
        """Return how many nudges the output moves, and the derivative if that is near, but not it.

        The latter only where both can be read side by side.
        """
        ratio, brief = self.facts.ratio, self._scene.tongue.digits.brief
        slope = self.facts.laps[0].gradients[self.facts.trained[0]]
        both = [brief(ratio), brief(slope)]
        close = ratio.value != slope.value and is_near(ratio.value, slope.value, slope.value)
        has_room = self._moved(*both).width * LEAST_SIZE < self.middle.width * _SAID
        return both if close and has_room else both[:1]

    def _moved(self, ratio: Shown, *slope: Shown) -> Text:
        """Return how far the output moves, measured in nudges."""
        nudges = coloured(Role.INPUT, "{dw}")
        form = f"{{dJ}} {{q:equals}} dot {nudges}"
        fields: dict[str, Wordable] = {"q": ratio}
        for one in slope:
            form += f" approx {coloured(Role.SLOPE, '{g:plain}')} dot {nudges}"
            fields["g"] = one
        return self._scene.formula(
            form, _SAID, Role.OUTPUT, **fields,
            dJ=terms.change(self.facts.graph.output), dw=terms.change(self.facts.trained[0]),
        )  # fmt: skip


class Costs(Plot):
    """Bars as long as the costs, each beside its row; the state ``shown`` counts them.

    Attributes:
        foot: The line at which all bars begin.
        bars: The bars.
    """

    def __init__(self, box: Box, table: Table, facts: TrainingFacts, theme: Theme) -> None:
        costs = [lap.cost.number for lap in facts.laps]
        low, high = min(0.0, *costs), max(0.0, *costs)
        window = Window(low, box.bottom, high if high > low else low + 1.0, box.top)
        super().__init__(box, window, None, theme, tick_labels="up", state={"shown": 0.0})
        self._costs = costs
        foot = stroke(theme[Role.NEUTRAL], pen(3), "axes")
        claim(foot, Backdrop())
        ups = [float(row[-1].get_center()[1]) for row in table.cells]
        beyond, self._half = (share * (ups[0] - ups[1]) for share in (_HALF_ROW, _HALF_BAR))
        low = max(ups[-1] - beyond, box.bottom)
        top, under = self.points([[0, ups[0] + beyond], [0, low]])
        self.foot = foot.set_points(segments([top], [under]))
        self.bars = VGroup(*(self._bar(k, y) for k, y in enumerate(ups)))

    @property
    def area(self) -> Box:
        return self._box

    def _bar(self, k: int, y: float) -> VMobject:
        bar = filled(self.theme[Role.OUTPUT], "area", 0.9)

        def share() -> float:
            return float(np.clip(self["shown"] - k, 0, 1))

        def draw(bar: VMobject) -> None:
            foot, end = self.points([[0, y], [self._costs[k] * share(), y]])
            bar.set_points(bar_outline(foot, end, self._half))

        claim(bar, Span(self, lambda: (0, y, self._costs[k], y), share))
        return self.derive(bar, draw)


def _boxes(body: Box) -> tuple[Box, Box, Box | None]:
    """Return where the loop is, the cost, and the table, if that is not under the cost.

    In a tall picture all of them are one under another, the cost first.
    """
    shape = body.width / body.height
    if shape < _TALL:
        return body, body, None
    if shape < _WIDE:
        top, below = body.above(_SQUARE[0])
        return *top.beside(_SQUARE[1]), below
    return *body.beside(_BESIDE[shape < _FLAT_WIDE]), None
