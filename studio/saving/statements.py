"""The statements of a class, with one that sets a parameter."""

from __future__ import annotations

from typing import Any, TypeAlias
from unicodedata import normalize

import libcst as cst

from studio.saving.layout import Layout, code
from studio.saving.values import DEFAULT

Line: TypeAlias = cst.SimpleStatementLine | cst.SimpleStatementSuite
Lines: TypeAlias = list[Any]  # of LibCST's statements, of which each kind has other attributes
Small: TypeAlias = cst.BaseSmallStatement


def changed(node: cst.ClassDef, name: str, value: Any, layout: Layout) -> cst.ClassDef:
    """Return a class that sets a parameter to another value, where it was set before.

    What it does not set yet comes after the last line that sets something, or after the docstring.

    Args:
        node: The class.
        name: The parameter; it is set once at most, to a value that is written out.
        value: A plain value, or `DEFAULT` to set it no more.
        layout: How values are written.
    """
    lines: Lines = [node.body]
    if isinstance(node.body, cst.IndentedBlock):
        lines = [*node.body.body]
    comments: list[cst.EmptyLine] = []
    places = [
        (place, number)
        for place, line in enumerate(lines)
        for number, small in enumerate(line.body if isinstance(line, Line) else ())
        if name in _targets(small)
    ]
    is_new = not places
    for place, number in places:  # one
        line = lines[place]
        small = line.body[number]
        if isinstance(small, cst.Assign) and len(small.targets) > 1:
            others = [one for one in small.targets if _name(one.target) != name]
            lines[place] = _with(line, number, small.with_changes(targets=others))
            is_new = True
        elif value is not DEFAULT:
            lines[place] = _with(line, number, _set(small, value, layout))
        elif len(line.body) > 1 or len(lines) == 1:
            lines[place] = _with(line, number)
        else:
            comments = _take_out(lines, place)
    if is_new and value is not DEFAULT:
        target = cst.AssignTarget(cst.Name(name))
        _add(lines, cst.Assign([target], layout.expression(value, len(f"{name} = "))))
    if not isinstance(node.body, cst.IndentedBlock):
        return node.with_changes(body=lines[0])
    footer = [*comments, *node.body.footer]
    return node.with_changes(body=node.body.with_changes(body=lines, footer=footer))


def _set(small: Any, value: Any, layout: Layout) -> Any:
    """Return an assignment, or a declaration, with another value."""
    used = len(code(small).partition("=")[0].rstrip()) + len(" = ")
    return small.with_changes(value=layout.expression(value, used, small.value))


def _with(line: Any, number: int, *new: Small) -> Any:
    """Return a line with something else, or nothing, in place of one of its statements."""
    body = [*line.body[:number], *new, *line.body[number + 1 :]]
    if not body:  # LibCST writes pass
        return line.with_changes(body=body, trailing_whitespace=cst.TrailingWhitespace())
    if not new and number == len(body):
        body[-1] = body[-1].with_changes(semicolon=line.body[-1].semicolon)
    return line.with_changes(body=body)


def _take_out(lines: Lines, place: int) -> list[cst.EmptyLine]:
    """Take a line out, but not the comments and the space before it.

    Returns:
        The comments, if no line follows that could have them.
    """
    above = [*lines.pop(place).leading_lines]
    has_comments = any(line.comment for line in above)
    if place == len(lines):
        return above if has_comments else []
    below = [*lines[place].leading_lines]
    if has_comments or not (below and below[0].comment is None):
        lines[place] = lines[place].with_changes(leading_lines=[*above, *below])
    return []


def _add(lines: Lines, small: Small) -> None:
    """Put a statement into a class where an author would."""
    has_words = isinstance(lines[0], Line) and _is_text(lines[0].body[0])
    others = lines[1:] if has_words else lines
    if len(others) == 1 and isinstance(others[0], Line) and _does_nothing(others[0].body):
        lines[-1] = _with(others[0], 0, small)
        return
    if isinstance(lines[0], cst.SimpleStatementSuite):
        lines[0] = lines[0].with_changes(body=[*lines[0].body, small])
        return
    place = int(has_words)
    for number, line in enumerate(lines):
        if isinstance(line, cst.FunctionDef | cst.ClassDef):
            break
        if isinstance(line, Line) and any(map(_targets, line.body)):
            place = number + 1
    space = [cst.EmptyLine(indent=False)] if has_words and place == 1 else []
    lines.insert(place, cst.SimpleStatementLine([small], leading_lines=space))


def _is_text(small: Small) -> bool:
    return isinstance(small, cst.Expr) and isinstance(
        small.value, cst.SimpleString | cst.ConcatenatedString
    )


def _does_nothing(body: Any) -> bool:
    return len(body) == 1 and code(body[0]) in ("pass", "...")


def _targets(small: Small) -> set[str]:
    """Return the names that a statement sets, each by itself."""
    match small:
        case cst.Assign():
            targets = [one.target for one in small.targets]
        case cst.AnnAssign():
            targets = [small.target]
        case _:
            targets = []
    return {_name(target) for target in targets} - {""}


def _name(target: cst.BaseExpression) -> str:
    return normalize("NFKC", target.value) if isinstance(target, cst.Name) else ""
