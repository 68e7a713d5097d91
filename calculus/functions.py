"""The functions of the grammar, one row each: all that any part of the project knows of them.

A new function is one row here and what the recipe "A function" in CONTRIBUTING.md names beside it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import sympy as sp

from calculus import intervals, special
from calculus.digits import MAX_ARGUMENT
from calculus.expression import Binary, Negate, call, integer
from calculus.row import (
    ONE,
    ZERO,
    Condition,
    Row,
    X,
    by_sign,
    constantly,
    itself,
    lead,
    whole,
    winner,
)

MOST_ARGUMENTS = 10
"""Of a function that takes several."""

_MAX_ERF = 50  # beyond, a thousand of its digits are those of 1
_THIRD = Binary("/", ONE, integer(3))

_OFF_ENDS = Binary("-", ONE, Binary("**", X, integer(2)))
_LOGARITHM = (Condition(X, ">", "takes the logarithm of a positive number"),)

ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "ln": Row(
            synonyms=("log",),
            builds=sp.log,
            slope=lambda u: 1 / u,
            samples=np.log,
            encloses=intervals.logarithm,
            conditions=_LOGARITHM,
            said="the natural logarithm of {}",
        ),
        "log10": Row(
            builds=special.Log10,
            slope=lambda u: 1 / (u * sp.log(10)),
            samples=np.log10,
            encloses=lambda x: intervals.logarithm(x, 10),
            conditions=_LOGARITHM,
            typst="log_10 ({})",
            plain="log₁₀({})",
            said="the decimal logarithm of {}",
        ),
        "log2": Row(
            builds=special.Log2,
            slope=lambda u: 1 / (u * sp.log(2)),
            samples=np.log2,
            encloses=lambda x: intervals.logarithm(x, 2),
            conditions=_LOGARITHM,
            typst="log_2 ({})",
            plain="log₂({})",
            said="the binary logarithm of {}",
        ),
        "exp": Row(
            builds=sp.exp,
            slope=sp.exp,
            samples=np.exp,
            encloses=intervals.exponential,
            largest=MAX_ARGUMENT,
            said="e to the power {}",
        ),
        "sqrt": Row(
            builds=lambda radicand: special.power(radicand, sp.Rational(1, 2)),
            slope=lambda u: 1 / (2 * sp.sqrt(u)),
            samples=np.sqrt,
            encloses=intervals.root,
            conditions=(Condition(X, ">=", "takes the root of 0 or more"),),
            plain="√{}",
            said="the square root of {}",
        ),
        "cbrt": Row(
            builds=special.CubeRoot,
            slope=lambda u: 1 / (3 * special.CubeRoot(u) ** 2),
            samples=np.cbrt,
            encloses=intervals.monotone(lambda at, x: at.sign(x) * at.cbrt(abs(x))),
            bends=itself,
            branch=by_sign(
                lambda u: Binary("**", u, _THIRD),
                lambda u: Negate(Binary("**", Negate(u), _THIRD)),
            ),
            typst="root(3, {})",
            plain="∛{}",
            said="the cube root of {}",
        ),
        "sin": Row(
            builds=sp.sin,
            slope=sp.cos,
            samples=np.sin,
            encloses=intervals.intervals.sin,
            largest=MAX_ARGUMENT,
            said="the sine of {}",
        ),
        "cos": Row(
            builds=sp.cos,
            slope=lambda u: -sp.sin(u),
            samples=np.cos,
            encloses=intervals.intervals.cos,
            largest=MAX_ARGUMENT,
            said="the cosine of {}",
        ),
        "tan": Row(
            builds=sp.tan,
            slope=lambda u: sp.tan(u) ** 2 + 1,
            samples=np.tan,
            encloses=intervals.tangent,
            conditions=(Condition(call("cos", X), "!=", "stays off the poles of the tangent"),),
            largest=MAX_ARGUMENT,
            said="the tangent of {}",
        ),
        "arcsin": Row(
            synonyms=("asin",),
            builds=sp.asin,
            slope=lambda u: 1 / sp.sqrt(1 - u**2),
            samples=np.arcsin,
            encloses=intervals.arcsine,
            conditions=(Condition(_OFF_ENDS, ">=", "takes the arc sine of a number from -1 to 1"),),
            said="the inverse sine of {}",
        ),
        "arccos": Row(
            synonyms=("acos",),
            builds=sp.acos,
            slope=lambda u: -1 / sp.sqrt(1 - u**2),
            samples=np.arccos,
            encloses=intervals.arccosine,
            conditions=(
                Condition(_OFF_ENDS, ">=", "takes the arc cosine of a number from -1 to 1"),
            ),
            said="the inverse cosine of {}",
        ),
        "arctan": Row(
            synonyms=("atan",),
            builds=sp.atan,
            slope=lambda u: 1 / (1 + u**2),
            samples=np.arctan,
            encloses=intervals.arctangent,
            said="the inverse tangent of {}",
        ),
        "sinh": Row(
            builds=sp.sinh,
            slope=sp.cosh,
            samples=np.sinh,
            encloses=intervals.monotone(lambda at, x: at.sinh(x)),
            largest=MAX_ARGUMENT,
            said="the hyperbolic sine of {}",
        ),
        "cosh": Row(
            builds=sp.cosh,
            slope=sp.sinh,
            samples=np.cosh,
            encloses=intervals.hyperbolic_cosine,
            largest=MAX_ARGUMENT,
            said="the hyperbolic cosine of {}",
        ),
        "tanh": Row(
            builds=sp.tanh,
            slope=lambda u: 1 - sp.tanh(u) ** 2,
            samples=np.tanh,
            encloses=intervals.monotone(lambda at, x: at.tanh(x)),
            largest=MAX_ARGUMENT,
            said="the hyperbolic tangent of {}",
        ),
        "abs": Row(
            builds=special.absolute,
            sympy=sp.Abs,
            slope=special.sign,
            samples=np.abs,
            encloses=intervals.absolute,
            bends=itself,
            branch=by_sign(itself, Negate),
            plain="|{}|",
            said="the absolute value of {}",
        ),
        "sign": Row(
            synonyms=("sgn",),
            builds=special.sign,
            sympy=sp.sign,
            slope=lambda u: sp.Integer(0),
            samples=np.sign,
            encloses=intervals.sign,
            bends=itself,
            branch=by_sign(constantly(ONE), constantly(Negate(ONE))),
            typst='op("sign")({})',
            said="the sign of {}",
        ),
        "step": Row(
            builds=special.UnitStep,
            slope=lambda u: sp.Integer(0),
            samples=lambda x: np.heaviside(x, 0.5),
            encloses=lambda x: (1 + intervals.sign(x)) / 2,
            bends=itself,
            branch=by_sign(constantly(ONE), constantly(ZERO), Binary("/", ONE, integer(2))),
            typst='op("step")({})',
            said="the unit step of {}",
        ),
        "floor": Row(
            builds=special.Floor,
            slope=lambda u: sp.Integer(0),
            samples=np.floor,
            encloses=intervals.whole,
            bends=lambda x: x - special.Floor(x),
            branch=lambda _, values: whole(special.Floor(values[0])),
            plain="⌊{}⌋",
            said="the floor of {}",
        ),
        "max": Row(
            several=True,
            builds=special.Maximum,
            slope=lambda u, *others: special.UnitStep(u - special.Maximum(*others)),
            samples=lambda *each: np.maximum.reduce(np.broadcast_arrays(*each)),
            encloses=intervals.largest,
            bends=lead(special.Maximum),
            branch=winner(special.Maximum),
            said="the maximum of {}",
        ),
        "min": Row(
            several=True,
            builds=special.Minimum,
            slope=lambda u, *others: special.UnitStep(special.Minimum(*others) - u),
            samples=lambda *each: np.minimum.reduce(np.broadcast_arrays(*each)),
            encloses=intervals.smallest,
            bends=lead(special.Minimum),
            branch=winner(special.Minimum),
            said="the minimum of {}",
        ),
        "relu": Row(
            synonyms=("ReLU",),
            builds=special.Relu,
            slope=special.UnitStep,
            samples=lambda x: np.maximum(x, 0),
            encloses=lambda x: intervals.largest(x, intervals.intervals.mpf(0)),
            bends=itself,
            branch=by_sign(itself, constantly(ZERO)),
            typst='op("ReLU")({})',
            plain="ReLU({})",
            said="relu of {}",
        ),
        "softplus": Row(
            builds=special.Softplus,
            slope=special.Sigmoid,
            samples=lambda x: np.logaddexp(x, 0),
            encloses=intervals.monotone(lambda at, x: at.log1p(at.exp(x))),
            largest=MAX_ARGUMENT,
            typst='op("softplus")({})',
            said="softplus of {}",
        ),
        "sigma": Row(
            synonyms=("sigmoid",),
            builds=special.Sigmoid,
            slope=lambda u: special.Sigmoid(u) * (1 - special.Sigmoid(u)),
            samples=lambda x: 1 / (1 + np.exp(-x)),
            encloses=intervals.monotone(lambda at, x: 1 / (1 + at.exp(-x))),
            largest=MAX_ARGUMENT,
            plain="σ({})",
            said="sigma of {}",
        ),
        "erf": Row(
            builds=special.Erf,
            slope=lambda u: 2 * sp.exp(-(u**2)) / sp.sqrt(sp.pi),
            samples=np.vectorize(math.erf, otypes=[float]),
            encloses=intervals.monotone(lambda at, x: at.erf(x)),
            largest=_MAX_ERF,
            typst='op("erf")({})',
            said="the error function of {}",
        ),
    }
)
"""Every function, by what the grammar calls it."""

SYNONYMS: Mapping[str, str] = MappingProxyType(
    {other: name for name, row in ROWS.items() for other in (name, *row.synonyms)}
)
"""What the grammar calls each function, by any of its names."""

NAMES: Mapping[Any, str] = MappingProxyType(
    {row.sympy or row.builds: name for name, row in ROWS.items()}
)
"""What the grammar calls each function of SymPy."""
