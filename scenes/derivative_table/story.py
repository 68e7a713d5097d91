"""A table of derivatives: several functions at one point, nudged, looked up and compared."""

from __future__ import annotations

from typing import Annotated

from manim import Animation, LaggedStart, VMobject

from calculus.quantity import Quantity, quantity
from scenes.base import LessonScene
from scenes.derivative_table import sentences
from scenes.derivative_table.facts import TableFacts, TableRow
from scenes.derivative_table.stage import TableStage
from scenes.derivative_table.window import RowWindow
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.carrying import Carry, Merge, Unfold, bring
from scenes.picture.cells import cells
from scenes.picture.compose import fit, rest_of
from scenes.picture.diving import Chips, dive
from scenes.picture.layout import pen
from scenes.picture.motion import Drive, Pulse, Trace, appear, dim, light, vanish
from scenes.picture.plot import stroke
from scenes.picture.rolling import Roll
from scenes.picture.shapes import circle, polyline
from scenes.settings.parameters import Called, Formulas, Nudge, NudgeName, Number, Parameters
from scenes.telling.answers import Answer
from scenes.telling.taught import taught_by
from scenes.words import terms

_DECADE, _FASTER, _LEAST, _LONGEST = 1.2, 0.7, 0.3, 4.0  # seconds of a dive: ×10, and all of it
_IN_FULL, _AT_ONCE = 2, 4  # rows are told step by step; and are filled so
_RING, _APART = 0.3, 0.5  # radius; between texts over a window


class DerivativeTableScene(LessonScene[TableFacts]):
    """A table of derivatives: many functions at one point, each with its window."""

    functions: Annotated[Formulas, "two to six formulas of one variable"] = (
        "w**2", "w**3", "w", "1/w", "ln(w)",
    )  # fmt: skip
    name: Annotated[Called, "what their output is called"] = "J"
    at: Annotated[Number, "where all of them are looked at"] = 2
    nudge: Nudge = 0.001
    nudge_name: NudgeName = "epsilon"

    @classmethod
    def compute(cls, given: Parameters) -> TableFacts:
        return TableFacts.of(given.functions, given.name, given.at, given.nudge)

    @property
    def title(self) -> str:
        return self.say("A table of derivatives").text

    def construct(self) -> None:
        rows = self.facts.rows
        function = rows[0].function
        self.w, self.J = terms.name(function.variable), terms.name(function.name)
        style = self.given.nudge_name
        style = "delta" if style == function.variable else style  # which has the name already
        self.dw = terms.nudge(function.variable, style)
        self.dJ = terms.change(function.name)
        self.stage = TableStage(self, self.facts, (self.w, self.J, self.dw, self.dJ))
        self.windows = self.stage.windows
        self.meet_the_functions()
        self.chapter("Row by row")
        for i, window in enumerate(self.windows):
            tell = self.nudge_row if i < _IN_FULL else self.nudge_quickly
            tell(i, window)
            if window.row.has_logarithm and not any(row.has_logarithm for row in rows[:i]):
                self.name_the_logarithm(i, window)
        self.chapter("What the table says")
        self.compare()
        self.look_up()
        self.draw_tangents()
        self.conclude()

    def meet_the_functions(self) -> None:
        """Let the points ride to their places, and ask which curve is steepest there."""
        self.chapter("One point, many functions")
        stage, windows = self.stage, self.windows
        starts = [window.start() for window in windows]
        for window, start in zip(windows, starts, strict=True):
            window.rest()
            window.set(x=start)
        self.add(*(window.picture for window in windows), *stage.labels)
        at = windows[0].row.nudged.at
        a = self.digits.as_given(at)
        place = stage.place(self.w)
        title = self.label("A table of derivatives", self.theme.small, Role.NEUTRAL)
        self.heading = stage.heading(title, place)
        self.add(title)
        with self.beat(
            "Here are {n} functions, all looked at where {w} {a:equals}.",
            kind="setup", n=len(windows), w=self.w, a=a,
        ):  # fmt: skip
            self.play(*(Drive(one, 2.0, x=at.number) for one in windows), at=0.15, share=0.4)
            self.play(bring(windows[0].here, place), at="a")
        with self.beat("Which of them is steepest there?", kind="question"):
            rings = [self._ring(window) for window in windows]
            self.play(*(Trace(ring) for ring in rings), share=0.3)
            self.play(vanish(*rings))

    def _ring(self, window: RowWindow) -> VMobject:
        ring = stroke(self.theme[Role.INPUT], pen(5), "line")
        return ring.set_points(circle(window.here.get_center(), _RING))

    def nudge_row(self, i: int, window: RowWindow) -> None:
        """Dive into a window, see what the nudge does there, and fill the row."""
        row = window.row
        nudged, digits = row.nudged, self.digits
        base, height = window.side_labels(self.dw, self.dJ)
        form = "{J} {v:equals}"
        before, after = (
            self.formula(form, role=Role.OUTPUT, J=self.J, v=v)
            for v in digits.apart(nudged.value, nudged.nudged_value)
        )
        chips = self._chips(window)
        longer = max(after, before, key=lambda text: text.width)
        fit(longer, rest_of(window.strip, chips, beside=True), up=0)
        for text in (after, before):
            text.scale(longer.font_size / text.font_size)
            text.place(longer.start, longer.baseline, anchor=-1)
        chips.shift((longer.end + _APART - chips.get_left()[0], 0, 0))
        with self.beat(sentences.move(row, digits), teaches=taught_by(row.function)):
            self._open(i, window)
            self.play(bring(window.here, before), appear(chips))
            self._dive(i, window)
            self.add(window.nudging.base, window.nudging.height)
            self.play(Drive(window, 0.6, base=1.0), bring(window.here, base))
            self.add(window.there)
            window.yield_to(before, after, base, height, *chips, window.here, window.there)
            moves: list[Animation] = [Drive(window, 0.7, height=1.0)]
            if before.numbers[0].text != after.numbers[0].text:
                moves.append(Roll(before, after))
            else:
                after = before
            self.play(*moves)
            self.play(Merge(after, into=height, dims=1.0))
        taught = f"U6.5 {taught_by(row.function)}"
        said = sentences.ratio(row, digits, alone=False)
        with self.beat(said, kind="result", poster=1, teaches=taught):
            self._fill(i, window, base, height)
        self.over = [after, chips]
        self.left += self.over

    def nudge_quickly(self, i: int, window: RowWindow) -> None:
        """Do the same, known by now, all at once."""
        self.over = []
        base, height = window.side_labels(self.dw, self.dJ)
        said = sentences.ratio(window.row, self.digits, alone=True)
        taught = f"U6.5 {taught_by(window.row.function)}"
        with self.beat(said, kind="result", teaches=taught):
            self._open(i, window)
            self._dive(i, window)
            self.add(window.nudging.base, window.nudging.height, window.there)
            window.yield_to(base, height, window.here, window.there)
            sides = Drive(window, 0.6, base=1.0, height=1.0)
            self.play(sides, bring(window.here, base), bring(window.there, height))
            self._fill(i, window, base, height)

    def _dive(self, i: int, window: RowWindow) -> None:
        """Go to where the nudge is seen; from row to row it takes less time."""
        window.set(taken=())
        if window.power:
            pace = min(max(_LEAST, _DECADE * _FASTER**i), _LONGEST / window.power)
            self.play(dive(window, *window.windows[1:], pace=pace))

    def _fill(self, i: int, window: RowWindow, base: Text, height: Text) -> None:
        """See how many nudges fit, and fill the row."""
        function, derivative, ratio, slope = self.stage.table.cells[i]
        self.add(window.rods)
        if window.row.nudged.rise.number:
            self.play(window.rods.stack(), share=0.25)
        found = Merge(height, base, into=ratio, dims=1.0)
        looked_up = Merge(function, into=derivative, dims=1.0)
        if i < _AT_ONCE:
            self.play(found)
            self.play(looked_up, at=0.5)
        else:
            self.play(found, looked_up)
        self.play(Merge(derivative, into=slope, dims=1.0))
        self.play(Trace(window.tangent))
        self.left: list[VMobject] = [base, height, window.rods, window.there]
        self.left += [*window.nudging.sides, window.tangent]

    def _chips(self, window: RowWindow) -> Chips:
        powers = sorted({0, window.power})
        texts = {
            power: self.formula("times {n:plain}", self.theme.small, n=10**power)
            for power in powers
        }
        return Chips(window, window.windows[0], texts, window.strip)

    def _open(self, i: int, window: RowWindow) -> None:
        """Let the window that was open shrink behind its row, and the next one grow."""
        if i == 0:
            self._line_up(window)
            return
        before = self.windows[i - 1]
        self.play(vanish(*self.left), run_time=0.3)
        before.rest()
        self.add(window.picture)
        self.play(before.fold(self.stage.folded(i - 1)), window.open())
        self.remove(before.picture)

    def _line_up(self, first: RowWindow) -> None:
        """Let all windows shrink behind rows, which they give their names, and one grow."""
        stage, (title, place) = self.stage, self.heading
        folds = [one.fold(stage.folded(k)) for k, one in enumerate(self.windows)]
        named = zip(stage.labels, stage.table.cells, strict=True)
        names = [Unfold(name, into=row[0], dims=0) for name, row in named]
        gone = [] if stage.given else [place]
        given = [Unfold(place, into=one, dims=0) for one in stage.given]
        self.play(vanish(title, *gone), *folds, *names, *given)
        self.remove(*(one.picture for one in self.windows))
        self.add(first.picture)
        self.play(appear(stage.panel, stage.table.head), first.open())

    def name_the_logarithm(self, i: int, window: RowWindow) -> None:
        """Give the logarithm its names."""
        form, size = "log_e {w} = ln {w} = log {w}", self.theme.title
        names = fit(self.formula(form, size, Role.FUNCTION, w=self.w), window.strip, up=0)
        with self.beat(
            "Log to the base e, ln and, here, plain log: three names for one function.",
            teaches="U6.7",
        ):
            if self.over:
                self.play(vanish(*self.over), run_time=0.3)
            self.play(Unfold(self.stage.table.cells[i][0], into=names), at=0.2)
        self.left.append(names)

    def _answer(self) -> bool | Answer:
        """Return the function that is steepest and all others; nothing where it isn't one."""
        rows, steepest = self.facts.rows, self.facts.steepest
        wrong = (("other", terms.body(row.function)) for row in rows if row not in steepest)
        one = len(steepest) == 1
        return Answer(terms.body(steepest[0].function), tuple(wrong)) if one else True

    def compare(self) -> None:
        """Line the windows up by how steep the curves are, and say which is steepest."""
        stage, facts = self.stage, self.facts
        boxes = cells(stage.room, len(facts.rows), leads=True)
        order = [stage.window(row) for row in facts.by_steepness]
        self.labels = [stage.label(one, box) for one, box in zip(order, boxes, strict=True)]
        said = sentences.steepest(facts, self.digits)
        with self.beat(said, kind="result", answers=self._answer(), teaches="U6.5"):
            self.play(vanish(*self.left), run_time=0.3)
            for window in order:
                window.rest()
            self.add(*(one.picture for one in order), *(one.tangent for one in order))
            *_, like = boxes
            grows = [one.into(box, like, 1.0) for one, box in zip(order, boxes, strict=True)]
            self.play(*grows, share=0.3)
            self.play(appear(*self.labels), run_time=0.3)
            marks = [self._outline(stage.window(row)) for row in facts.steepest]
            self.play(*(Trace(mark) for mark in marks), share=0.2)
            lines = zip(facts.rows, stage.table.lines, strict=True)
            self.unlit = [line for row, line in lines if row not in facts.steepest]
            self.play(dim(*self.unlit), Pulse(*(self._cell(row, 3) for row in facts.steepest)))
        self.order, self.left = order, [*marks]

    def _cell(self, row: TableRow, column: int) -> Text:
        return self.stage.table.cells[self.facts.rows.index(row)][column]

    def _outline(self, window: RowWindow) -> VMobject:
        mark = stroke(self.theme[Role.TEXT], pen(5), "line")
        return mark.set_points(polyline(window.frame.outline, closed=True))

    def look_up(self) -> None:
        """Frame the column of formulas, and then what they and the nudges lead to, row by row."""
        stage = self.stage
        with self.beat(sentences.looked_up(self.facts), kind="result", teaches="U6.6"):
            stage.set(marked=stage.columns(1))
            self.play(light(*self.unlit), vanish(*self.left))
            self.play(Trace(stage.mark), share=0.3)
            self.play(Pulse(*(row[1] for row in stage.table.cells)), share=0.3)
        said = sentences.confirmed(self.facts)
        with self.beat(said, kind="result", poster=2, teaches="U6.8"):
            self.play(Drive(stage, 0.8, marked=stage.columns(1, 2, 3)), share=0.2)
            pairs = [Pulse(*row[2:]) for row in stage.table.cells]
            self.play(LaggedStart(*pairs, lag_ratio=1.0), share=0.6)

    def draw_tangents(self) -> None:
        """Bring each slope to its window, and draw the tangent with it."""
        pairs = zip(self.order, self.labels, strict=True)
        made = [(window, self.stage.slope(window, label)) for window, label in pairs]
        self.slopes = [slope for _, slopes in made for slope in slopes]
        with self.beat("Each slope, with its point, makes a tangent.", teaches="U6.6"):
            self.play(
                vanish(self.stage.mark),
                *(Carry(self._cell(one.row, 3), slope, dims=1.0)
                  for one, slopes in made for slope in slopes),
            )  # fmt: skip
            self.play(*(Trace(one.tangent) for one in self.order), share=0.4)

    def conclude(self) -> None:
        """Look at all tangents side by side, and let one of them ride along its curve."""
        stage, curved = self.stage, self.facts.curved
        slopes = [self._cell(row, 3) for row in self.facts.rows]
        said = sentences.last(self.facts)
        with self.beat(said, kind="conclusion", poster=3, teaches="U5.4"):
            self.play(Pulse(*slopes), share=0.3)
            if curved is None:
                self.play(*(Trace(one.tangent) for one in self.order), share=0.4)
            else:
                window = stage.window(curved[0])
                label = fit(stage.label(window), window.strip, -1, 0)
                here, there = window.row.nudged.at, quantity(curved[1])
                was, found = (
                    self._slope(here, window.row.table.slope),
                    self._slope(there, curved[2]),
                )
                ghost = window.ghost()
                window.name_tangents(there.number, ghost, was, found)
                rows = zip(self.facts.rows, stage.table.lines, strict=True)
                unlit = [line for row, line in rows if row is not window.row]
                others = [one for one in self.order if one is not window]
                gone = [part for one in others for part in (one.picture, one.tangent)]
                self.play(vanish(*gone, *self.labels, *self.slopes), run_time=0.4)
                self.play(window.fill(), appear(label), dim(*unlit), share=0.25)
                self.add(ghost)
                self.play(Merge(self._cell(window.row, 3), into=was, dims=1.0))
                self.play(Drive(window, 1.6, x=there.number), share=0.25)
                self.play(bring(window.tangent, found))

    def _slope(self, at: Quantity, slope: Quantity) -> Text:
        """Return the label of a tangent: where it is, and how steep."""
        return self.formula(
            "{w} {a:equals} quad {d} {s:equals}", self.theme.small, Role.SLOPE, w=self.w,
            a=self.digits.as_given(at), d=terms.derivative(self.J, self.w),
            s=self.digits.brief(slope),
        )  # fmt: skip
