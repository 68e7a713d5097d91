"""The door: all that a lesson with scenes of its own, or a new kind of story, imports.

A scene: `LessonScene`, whose parameters `Parameters` holds once they are parsed. Declared with
`Formulas`, `FunctionParameter`, `GraphParameter`, `Inputs`, `LearningRate`, `LearningRates`,
`Nudge`, `NudgeName`, `Nudges`, `Number`, `Points`, `Steps`, or a kind of one's own: `choice`,
`whole_number`. What cannot be told is refused with a `LessonError`; `require_few` and
`require_small` do so for what is too long or too large.

Exact numbers: a `Quantity` has its formula with it, and so is on record: `evaluated` from one (made
with `Binary`, `integer`, `expression_of` and `substitute`), a `Function` at a point, or `quantity`
for what was given; `sign_of` compares.

How they are written: those in fields in full; self.digits of a scene write them in other ways.
Both keep to the decimals that were asked for; `shown`, `as_given` and `brief` alone do not.

What is said: a `Sentence` with its `claims`, whose fields are anything `Wordable`: a `Term` (most
are in `terms`), a `Clause`, an `Enumeration`, `relation`. What answers a question is an `Answer` or
an `Order`, so that viewers can be asked. `Subject` says to the checks what the names in formulas
mean.

Where: `Box`, `Layout`; `in_row` and `in_column` put what is drawn together, `fit` puts it into a
box, `rest_of` is what it leaves there. `Obstacles`, `around`, `box_of` and `clearest` find places
for labels.

What is drawn: `Text` (`math`, `coloured`, `scale_to_fit`; `LEAST_SIZE`), `Table` with
`table_height`, and pictures that depend on a state: `Picture`, `Plot` with its `Window`. Their
parts are made with `stroke`, `filled` and `shapes`, coloured by `Role` of a `Theme`, stand in a
`LAYER`, and say what they show: `meaning`, with a `Formula` for each function.

A `World` is a plot that fills the frame, with a `Card` to read over it; widths are given in pixels,
`px`, of strokes `pen`. One goes into it and back, `dive` and `surface`, which `Chips` count. `Rods`
show how many nudges fit into a height, `Squeeze` what a factor does, and a `Lens` what is too small
to see.

How it moves: `appear`, `vanish`, `dim`, and `light` for what was dimmed; `Pulse` for what stands
already; `Trace`, and `Drive` for what depends on a state, with `Scale` for what changes by
factors. Numbers come from where they are seen: `Carry`, `Merge`, `Unfold`; and change where they
stand: `Roll`, `Count`, of a `NumberText`. A motion of one's own is heard, where somebody asks for
sounds, by the `Note` that `sounding` gives it.

What people can move themselves is said by facts with `explorable`. In a notebook `show` lets one
see a scene.
"""

from __future__ import annotations

from calculus.digits import sign_of
from calculus.errors import LessonError
from calculus.expression import Binary, integer, substitute
from calculus.function import Function
from calculus.quantity import Quantity, evaluated, quantity
from calculus.readable import as_given, brief
from calculus.shown import shown
from calculus.symbolic import expression_of
from scenes.base import LessonScene
from scenes.look.text import LEAST_SIZE, NumberText, Text, coloured, math, scale_to_fit
from scenes.look.theme import LAYER, Role, Theme
from scenes.picture import meaning, shapes
from scenes.picture.bars import Squeeze
from scenes.picture.card import Card
from scenes.picture.carrying import Carry, Merge, Unfold
from scenes.picture.compose import fit, in_column, in_row, rest_of
from scenes.picture.diving import Chips, dive, surface
from scenes.picture.layout import Box, Layout, pen, px
from scenes.picture.lens import Lens
from scenes.picture.meaning import Formula
from scenes.picture.motion import Drive, Picture, Pulse, Scale, Trace, appear, dim, light, vanish
from scenes.picture.notes import Note, sounding
from scenes.picture.placing import Obstacles, around, box_of, clearest
from scenes.picture.plot import Plot, filled, stroke
from scenes.picture.rods import Rods
from scenes.picture.rolling import Count, Roll
from scenes.picture.table import Table, table_height
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.settings.choices import choice
from scenes.settings.drawable import require_small
from scenes.settings.kinds import whole_number
from scenes.settings.lists import require_few
from scenes.settings.parameters import (
    Formulas,
    FunctionParameter,
    GraphParameter,
    Inputs,
    LearningRate,
    LearningRates,
    Nudge,
    NudgeName,
    Nudges,
    Number,
    Parameters,
    Points,
    Steps,
)
from scenes.showing import show
from scenes.telling import claims, explorable
from scenes.telling.answers import Answer, Order
from scenes.telling.claims import Sentence
from scenes.telling.subject import Subject
from scenes.words import terms
from scenes.words.wording import Clause, Enumeration, Term, Wordable, relation

__all__ = [
    "LAYER",
    "LEAST_SIZE",
    "Answer",
    "Binary",
    "Box",
    "Card",
    "Carry",
    "Chips",
    "Clause",
    "Count",
    "Drive",
    "Enumeration",
    "Formula",
    "Formulas",
    "Function",
    "FunctionParameter",
    "GraphParameter",
    "Inputs",
    "Layout",
    "LearningRate",
    "LearningRates",
    "Lens",
    "LessonError",
    "LessonScene",
    "Merge",
    "Note",
    "Nudge",
    "NudgeName",
    "Nudges",
    "Number",
    "NumberText",
    "Obstacles",
    "Order",
    "Parameters",
    "Picture",
    "Plot",
    "Points",
    "Pulse",
    "Quantity",
    "Rods",
    "Role",
    "Roll",
    "Scale",
    "Sentence",
    "Squeeze",
    "Steps",
    "Subject",
    "Table",
    "Term",
    "Text",
    "Theme",
    "Trace",
    "Unfold",
    "Window",
    "Wordable",
    "World",
    "appear",
    "around",
    "as_given",
    "box_of",
    "brief",
    "choice",
    "claims",
    "clearest",
    "coloured",
    "dim",
    "dive",
    "evaluated",
    "explorable",
    "expression_of",
    "filled",
    "fit",
    "in_column",
    "in_row",
    "integer",
    "light",
    "math",
    "meaning",
    "pen",
    "px",
    "quantity",
    "relation",
    "require_few",
    "require_small",
    "rest_of",
    "scale_to_fit",
    "shapes",
    "show",
    "shown",
    "sign_of",
    "sounding",
    "stroke",
    "substitute",
    "surface",
    "table_height",
    "terms",
    "vanish",
    "whole_number",
]
