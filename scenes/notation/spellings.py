"""Ways to write a derivative: with a straight d, with a curly one, in full and in short."""

from __future__ import annotations

from manim import VGroup

from scenes.look.text import Text, coloured
from scenes.look.theme import Role
from scenes.notation.facts import NotationFacts, Partial
from scenes.picture.compose import envelope, fit, in_column, in_row
from scenes.picture.layout import Box
from scenes.words import terms
from scenes.words.wording import Term, Wordable
from scenes.words.writing import Writing

_SIZE, _GAP = 50.0, 0.4  # font size at most; Manim units between formulas
_BESIDE = "({d})/({d} {{w}}) thin {{Jw}}"
_ON_TOP = "({d} {{Jw}})/({d} {{w}})"


class Spellings:
    """Writes derivatives.

    Args:
        scene: Writes formulas.
        facts: What the story is about.
        index: The letter that stands for the number of any variable.

    Attributes:
        any: The name of any variable.
        all: All variables as they stand in parentheses: w₁, w₂.
    """

    def __init__(self, scene: Writing, facts: NotationFacts, index: str) -> None:
        self._scene = scene
        single = facts.single
        self._w, self._J = terms.name(single.variable), terms.name(single.name)
        self._several = terms.name(facts.several.name)
        self.any = terms.name(f"{facts.several.variables[0].split('_')[0]}_{index}")
        self._Jw = terms.applied(single)
        names = [terms.name(name) for name in facts.several.variables]
        self.all = Term(
            ", ".join(name.text for name in names), ", ".join(name.typst for name in names),
            lambda words: ", ".join(name.said(words) for name in names),
        )  # fmt: skip

    def beside(self, d: str) -> Text:
        """Return a derivative with the function beside the fraction."""
        return self._written(_BESIDE, d, w=self._w, Jw=self._Jw)

    def on_top(self, d: str) -> Text:
        """Return a derivative with the function on top of the fraction."""
        return self._written(_ON_TOP, d, w=self._w, Jw=self._Jw)

    def short(self, d: str) -> Text:
        """Return a derivative with the function's name alone on top."""
        return self._written(_ON_TOP, d, w=self._w, Jw=self._J)

    def any_in_full(self) -> Text:
        """Return the derivative by any one of several variables."""
        form = _BESIDE.replace("{{Jw}}", coloured(Role.FUNCTION, "{{J}}({{all}})"))
        return self._written(form, terms.CURLY, w=self.any, J=self._several, all=self.all)

    def any_in_short(self) -> Text:
        """Return the same, written short."""
        return self._written(_ON_TOP, terms.CURLY, w=self.any, Jw=self._several)

    def worked_out(self, partial: Partial, d: str) -> Text:
        """Return the derivative by one of several variables, as a formula and as a number."""
        scene, brief = self._scene, self._scene.tongue.digits.brief
        body = "" if partial.is_plain else "= {g} "
        return scene.formula(
            f"({d} {{J}})/({d} {{w}}) {body}{{s:equals}}", _SIZE, Role.SLOPE,
            J=self._several, w=terms.name(partial.variable),
            g=terms.in_line(terms.formula(partial.formula)), s=brief(partial.slope),
        )  # fmt: skip

    def _written(self, form: str, d: str, **fields: Wordable) -> Text:
        source = form.format(d=d).replace("{Jw}", coloured(Role.FUNCTION, "{Jw}"))
        return self._scene.formula(source, _SIZE, Role.SLOPE, **fields)


def together(box: Box, *texts: Text) -> VGroup:
    """Put formulas into a box, under or beside one another: as they are larger."""

    def scale(put: VGroup) -> float:
        size = envelope(put)
        return min(1.0, box.width / size.width, box.height / size.height)

    under = scale(in_column(*texts, gap=_GAP))
    if scale(in_row(*texts, gap=2 * _GAP)) <= under:
        in_column(*texts, gap=_GAP)
    return fit(VGroup(*texts), box, 0, 0)
