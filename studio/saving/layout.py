"""Values in Python, laid out like those that stood there, or as ruff lays out new ones."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, TypeAlias

import libcst as cst

from studio.saving.values import number

Item: TypeAlias = cst.BaseElement | cst.BaseDictElement
Container: TypeAlias = cst.Tuple | cst.List | cst.Dict
Space: TypeAlias = cst.BaseParenthesizableWhitespace


@dataclass(frozen=True)
class Layout:
    """How values are written in a class of a file.

    Attributes:
        quote: What stands around texts.
        unit: A step of indentation.
        width: Columns of a line, counted from where the statements of the class begin.
        config: What LibCST knows of the file.
    """

    quote: str
    unit: str
    width: int
    config: cst.PartialParserConfig

    def expression(
        self, value: Any, used: int, before: cst.BaseExpression | None = None
    ) -> cst.BaseExpression:
        """Return the syntax tree of a value.

        Args:
            value: A plain value.
            used: Columns of the line in front of it.
            before: What stood there: what is the same in it stays as it is written.
        """
        merged = None if before is None else self._merged(before, value)
        if before is not None and merged is not None:
            old, new = code(before), code(merged)
            if "\n" in new or used + len(new) <= self.width or len(new) <= len(old):
                return merged
        text = self.flat(value)
        if isinstance(value, tuple) and len(value) > 1:
            text = text[1:-1]
        if used + len(text) > self.width:
            text = self._in_lines(value, 0)
        return self._parsed(text)

    def flat(self, value: Any) -> str:
        """Write a value on one line."""
        match value:
            case str():
                return self._quoted(value)
            case float():
                return number(value)
            case tuple():
                inner = ", ".join(map(self.flat, value))
                return f"({inner},)" if len(value) == 1 else f"({inner})"
            case list():
                return f"[{', '.join(map(self.flat, value))}]"
            case dict():
                pairs = (f"{self.flat(key)}: {self.flat(one)}" for key, one in value.items())
                return f"{{{', '.join(pairs)}}}"
            case _:
                return repr(value)

    def _in_lines(self, value: Any, depth: int) -> str:
        """Write a value with a line for each item; a long text gets a line if it has room there."""
        inner = self.unit * (depth + 1)
        if not (value and isinstance(value, tuple | list | dict)):
            own = inner + self.flat(value)
            return f"(\n{own}\n)" if depth == 0 and _columns(own) <= self.width else own.strip()
        lines = ""
        for key, one in _pairs(value):
            head = f"{inner}{self.flat(key)}: " if isinstance(value, dict) else inner
            text = self.flat(one)
            if _columns(f"{head}{text},") > self.width:
                text = self._in_lines(one, depth + 1)
            lines += f"{head}{text},\n"
        flat = self.flat(value)
        return f"{flat[0]}\n{lines}{self.unit * depth}{flat[-1]}"

    def _quoted(self, text: str) -> str:
        """Write a text between quotes that it doesn't have, if there are such."""
        other = "'" if self.quote == '"' else '"'
        quote = other if self.quote in text and other not in text else self.quote
        signs = (
            f"\\{sign}"
            if sign in (quote, "\\")
            else sign
            if sign.isprintable()
            else repr(sign)[1:-1]
            for sign in text
        )
        return f"{quote}{''.join(signs)}{quote}"

    def _instead(self, old: cst.BaseExpression, value: Any) -> cst.BaseExpression:
        """Return the expression of a value inside another one."""
        if repr(literal(old)) == repr(value):
            return old
        return self._merged(old, value) or self._parsed(self.flat(value))

    def _merged(self, old: cst.BaseExpression, value: Any) -> cst.BaseExpression | None:
        """Change as little of an expression as its new value needs; None if all of it changes."""
        stood = literal(old)
        if isinstance(old, Container):
            is_like = type(stood) is type(value) and stood and value
            return self._container(old, value) if is_like else None
        if isinstance(value, tuple | list | dict):
            return None
        if isinstance(old, cst.ConcatenatedString) and isinstance(value, type(stood)):  # long ones
            left, right = literal(old.left), literal(old.right)
            if value.startswith(left) and value != left:
                return old.with_changes(right=self._instead(old.right, value.removeprefix(left)))
            if value.endswith(right) and value != right:
                new = self._parsed(self.flat(value.removesuffix(right)))
                return old.with_changes(left=new)
        if old.lpar:
            new = self._parsed(self.flat(value))
            return new.with_changes(lpar=old.lpar, rpar=old.rpar)
        return None

    def _container(self, old: Container, value: Sequence[Any] | Mapping[Any, Any]) -> Container:
        pairs, items = _pairs(value), list[tuple[Item | None, Item]]()
        stood, wanted = [*map(_key, old.elements)], [key for key, _ in pairs]
        changes = SequenceMatcher(None, stood, wanted, autojunk=False).get_opcodes()
        for _, start, end, first, last in changes:
            replaced: Sequence[Item] = old.elements[start:end]
            for before, pair in zip_longest(replaced, pairs[first:last]):
                if pair is not None:
                    items.append((before, self._item(old, before, *pair)))
        return _spaced(old, items)

    def _item(self, among: Container, before: Item | None, key: Any, value: Any) -> Item:
        if isinstance(before, cst.DictElement):
            key = self._instead(before.key, key)
            return before.with_changes(key=key, value=self._instead(before.value, value))
        if before is not None:
            return before.with_changes(value=self._instead(before.value, value))
        new = self._parsed(self.flat(value))
        if isinstance(among, cst.Dict):
            return cst.DictElement(self._parsed(self.flat(key)), new)
        return cst.Element(new)

    def _parsed(self, text: str) -> cst.BaseExpression:
        return cst.parse_expression(text, self.config)


def code(node: cst.CSTNode) -> str:
    """Write a piece of a syntax tree."""
    return cst.Module([]).code_for_node(node)


def literal(node: cst.BaseExpression) -> Any:
    """Return the value that an expression states.

    Raises:
        ValueError: It has to be worked out.
    """
    return ast.literal_eval(f"({code(node)}\n)")


def _columns(text: str) -> int:
    return len(text.expandtabs(4))


def _pairs(value: Sequence[Any] | Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    """Return the items of a value, each with what tells it from others."""
    if isinstance(value, Mapping):
        return [*value.items()]
    return [(repr(one), one) for one in value]


def _key(item: Item) -> Any:
    return literal(item.key) if isinstance(item, cst.DictElement) else repr(literal(item.value))


def _spaced(old: Container, items: Sequence[tuple[Item | None, Item]]) -> Container:
    """Put other items into a container, with commas and lines as they were.

    A comment at the end of a line stays with the item on it.

    Args:
        old: The container.
        items: The items, each with the one that it was made from, if there was one.
    """
    opening, closing = _inner_space(old)
    last = old.elements[-1]
    between: Space = cst.SimpleWhitespace(" ")
    if isinstance(opening, cst.ParenthesizedWhitespace):
        between = opening
    if len(old.elements) > 1:
        between = _after(old.elements[0]) or between
    elements, end = list[Item](), closing
    for number_of, (before, item) in enumerate(items, start=1):
        own = closing if before is last else None if before is None else _after(before)
        comma = item.comma
        if number_of == len(items):
            end, comma = _like(closing, own), last.comma
            if len(items) > len(old.elements) == 1 and isinstance(end, cst.SimpleWhitespace):
                comma = cst.MaybeSentinel.DEFAULT  # (2,) has one that (2, 5) needs not
        elif before is None or before is last:
            comma = cst.Comma(whitespace_after=_like(between, own))
        elements.append(item.with_changes(comma=comma))
    return _with_items(old, elements, end)


def _after(item: Item) -> Space | None:
    return item.comma.whitespace_after if isinstance(item.comma, cst.Comma) else None


def _like(shape: Space, own: Space | None) -> Space:
    """Return a space of some shape, with the comments of another."""
    lines = own if isinstance(own, cst.ParenthesizedWhitespace) else cst.ParenthesizedWhitespace()
    if isinstance(shape, cst.ParenthesizedWhitespace):
        return shape.with_changes(first_line=lines.first_line, empty_lines=lines.empty_lines)
    return lines if lines.first_line.comment or lines.empty_lines else shape


def _inner_space(node: Container) -> tuple[Space, Space]:
    """Return the spaces after the opening bracket and before the closing one."""
    match node:
        case cst.List():
            return node.lbracket.whitespace_after, node.rbracket.whitespace_before
        case cst.Dict():
            return node.lbrace.whitespace_after, node.rbrace.whitespace_before
        case cst.Tuple(lpar=[*_, left], rpar=[right, *_]):
            return left.whitespace_after, right.whitespace_before
    return cst.SimpleWhitespace(""), cst.SimpleWhitespace("")


def _with_items(node: Container, items: Sequence[Any], closing: Space) -> Container:
    """Return a container with other items, and a space before its closing bracket."""
    match node:
        case cst.List():
            bracket = node.rbracket.with_changes(whitespace_before=closing)
            return node.with_changes(elements=items, rbracket=bracket)
        case cst.Dict():
            brace = node.rbrace.with_changes(whitespace_before=closing)
            return node.with_changes(elements=items, rbrace=brace)
        case cst.Tuple(rpar=[right, *others]):
            right = right.with_changes(whitespace_before=closing)
            return node.with_changes(elements=items, rpar=[right, *others])
    if len(items) == 1:  # 2, alone is easily overlooked
        return cst.Tuple(items, lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return node.with_changes(elements=items)
