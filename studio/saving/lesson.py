"""Sets parameters in the text of a lesson; all else in it stays as its author wrote it."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NoReturn
from unicodedata import normalize

import libcst as cst
from libcst import matchers

from calculus.names import unknown
from studio.saving.layout import Layout
from studio.saving.statements import changed
from studio.saving.values import DEFAULT, Default, SavingError, plain

_WIDTH = 100  # columns
_HINTS = {"int", "float", "str", "list", "tuple", "dict"}
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def edited(
    source: str, scene: str, changes: Mapping[str, object | Default], file: str = "lesson"
) -> str:
    """Return the text of a lesson with other parameters in one of its classes.

    `DEFAULT` takes a parameter out of the class, and the comment at the end of its line with it.
    The class then has what its base gives: the default of the story, or what another class of the
    file states. What is set is written into the class itself, whoever stated it before; classes
    that build on it follow, unless they state their own.

    A list or a tuple stays what it was. Items that stay keep their lines and comments.

    Args:
        source: The text, without a byte order mark.
        scene: The class.
        changes: Plain values, or `DEFAULT`, by the names of parameters.
        file: What messages call the file.

    Raises:
        SavingError: The text is no Python, the class or a parameter is made in a way that cannot
            be changed here, or the changed text would not say what it should.
    """
    try:
        before = _Text(source, scene, file)
        wanted: dict[str, Any] = {}
        for name, value in changes.items():
            stood = before.stated(name, value)
            new = value if isinstance(value, Default) else plain(name, value)
            if isinstance(stood, list | tuple) and isinstance(new, list | tuple):
                new = type(stood)(new)
            if repr(stood) != repr(new):
                wanted[name] = new
        text = before.changed(wanted)
        after = _Text(text, scene, file)
        said = {name: after.stated(name, value) for name, value in wanted.items()}
        if repr(said) == repr(wanted) and before.rest(wanted) == after.rest(wanted):
            return text
    except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError, ValueError):
        pass
    rule, remedy = "has a form that can be changed here", "a change by hand"
    raise SavingError(f"{file}: {scene}", rule, ", ".join(changes), remedy)


class _Text:
    """The text of a lesson, and one of the classes in it."""

    def __init__(self, source: str, scene: str, file: str) -> None:
        self._source, self._file = source, file
        self._scene = normalize("NFKC", scene)  # as Python takes it
        self._tree = self._parsed()
        self._class = self._find()

    def stated(self, name: str, value: object) -> Any:
        """Return what the class states for a parameter, `DEFAULT` where it says nothing.

        Args:
            name: The parameter.
            value: What it is to be, for messages.

        Raises:
            SavingError: It is not stated in a way that can be changed.
        """
        remedy = "taking it out by hand" if value is DEFAULT else f"{name} = {value!r}"
        for node in self._set_elsewhere(name):
            self._refuse(node, name, "is set in its class alone, to be changed here", remedy)
        bound = [node for node in _scope(self._class.body) if _bound(node) == name]
        lines = [line for line in _assignments(self._class) if name in _targets(line)]
        if len(bound) != len(lines) or len(lines) > 1:
            rule = "is set once in its class, by itself and without conditions, to be changed here"
            self._refuse(bound[-1], name, rule, remedy)
        line = lines[0] if lines else None
        if line is None or line.value is None:
            return DEFAULT
        if value is DEFAULT and isinstance(line, ast.AnnAssign) and not _is_hint(line.annotation):
            rule = "is declared by a base of its class, to have a default"
            self._refuse(line, name, rule, "another value: what stands here is the default")
        try:
            return ast.literal_eval(line.value)
        except (ValueError, TypeError):
            rule = "is written out, not worked out, to be changed here"
            self._refuse(line, name, rule, remedy)

    def changed(self, wanted: Mapping[str, Any]) -> str:
        """Return the text with other values, or `DEFAULT`, for some parameters."""
        module = cst.parse_module(self._source)
        if module.code != self._source:  # LibCST drops a form feed at the beginning, and the like
            return self._source
        body = [*module.body]
        place, node = next(
            (place, node)
            for place, node in enumerate(body)
            if isinstance(node, cst.ClassDef) and normalize("NFKC", node.name.value) == self._scene
        )
        indent = ""
        if isinstance(node.body, cst.IndentedBlock):
            indent = node.body.indent or module.default_indent
        texts = matchers.findall(module, matchers.SimpleString())
        quotes = [text.quote for text in texts if isinstance(text, cst.SimpleString)]
        layout = Layout(
            quote="'" if quotes.count("'") > quotes.count('"') else '"',
            unit=module.default_indent,
            width=_WIDTH - len(indent.expandtabs(4)),
            config=module.config_for_parsing,
        )
        for name, value in wanted.items():
            node = changed(node, name, value, layout)
        body[place] = node
        return module.with_changes(body=body).code

    def rest(self, names: Collection[str]) -> str:
        """Describe all that the text says, but for some parameters of the class."""
        tree = self._parsed()
        found = next(node for node in _classes(tree) if node.name == self._scene)
        gone = [line for line in _assignments(found) if _targets(line) <= {*names}]
        for line in _assignments(found):
            if isinstance(line, ast.Assign):
                line.targets = [one for one in line.targets if _called(one) not in names]
        found.body = [
            line
            for line in found.body
            if line not in gone and ast.unparse(line) not in ("pass", "...")
        ]
        return ast.dump(tree)

    def _parsed(self) -> ast.Module:
        try:
            with warnings.catch_warnings(action="ignore"):  # of Python, to who runs the lesson
                return ast.parse(self._source)
        except SyntaxError as error:
            thing, got = f"{self._file}:{error.lineno or 1}", (error.text or "").strip()
            rule = f"is Python ({error.msg})"
            raise SavingError(thing, rule, got, "to correct this line") from None
        except ValueError:
            rule = "is Python, which has no null characters"
            raise SavingError(self._file, rule, "one", "to take it out") from None

    def _find(self) -> ast.ClassDef:
        """Return the class.

        Raises:
            SavingError: There is none, or none that is always the same.
        """
        known = [node.name for node in _classes(self._tree)]
        bound = [node for node in _scope(self._tree.body) if _bound(node) == self._scene]
        if not bound:
            raise unknown(SavingError, f"{self._file}: class", self._scene, known)
        if len(bound) > 1:
            self._refuse(bound[-1], self._scene, "is defined once", "another name for this one")
        node = bound[0]
        if isinstance(node, ast.ClassDef) and node in self._tree.body:
            return node
        rule = "is written as a class, without conditions, to be changed here"
        self._refuse(node, self._scene, rule, f"class {self._scene}(…): where lines begin")

    def _set_elsewhere(self, name: str) -> Iterator[ast.AST]:
        """Yield what sets a parameter of the class from outside, or after it was made."""
        classes = {node.name: node for node in _classes(self._tree)}
        family = [self._scene]
        for one in family:  # which grows meanwhile
            bases = (_called(base) for base in classes[one].bases)
            family += [base for base in bases if base in classes and base not in family]
        outside = {*_scope(self._tree.body)}
        for node in ast.walk(self._tree):
            match node:
                case ast.Attribute(value=owner, attr=attr, ctx=ast.Store() | ast.Del()):
                    is_it = attr == name
                case ast.Call(func=ast.Name("setattr" | "delattr"), args=[owner, attr, *_]):
                    is_it = not isinstance(attr, ast.Constant) or attr.value == name
                case _:
                    continue
            if is_it and (node in outside or _called(owner) in ("cls", *family)):
                yield node

    def _refuse(self, node: ast.AST, name: str, rule: str, remedy: str) -> NoReturn:
        number = getattr(node, "lineno", 1)
        line = re.split(r"\r\n?|\n", self._source)[number - 1]
        raise SavingError(f"{self._file}:{number}: {name}", rule, line.strip(), remedy)


def _classes(tree: ast.Module) -> list[ast.ClassDef]:
    return [node for node in tree.body if isinstance(node, ast.ClassDef)]


def _scope(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield what stands in a module or in a class, but not what is in functions and classes."""
    for node in nodes:
        yield node
        if not isinstance(node, _SCOPES):
            yield from _scope(ast.iter_child_nodes(node))


def _bound(node: ast.AST) -> str | None:
    """Return the name that a node gives a meaning to, or takes it from."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return name
        case ast.alias():
            return node.asname or node.name.partition(".")[0]
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name
        case ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar():
            return node.name
    return None


def _called(node: ast.AST) -> str | None:
    return node.id if isinstance(node, ast.Name) else None


def _is_hint(annotation: ast.expr) -> bool:
    """Say whether an annotation is a plain type, and so declares no parameter."""
    return ast.unparse(annotation).partition("[")[0] in _HINTS


def _assignments(node: ast.ClassDef) -> list[ast.Assign | ast.AnnAssign]:
    return [line for line in node.body if isinstance(line, ast.Assign | ast.AnnAssign)]


def _targets(line: ast.Assign | ast.AnnAssign) -> set[str | None]:
    """Return the names that are set, each to the whole value."""
    return {*map(_called, line.targets if isinstance(line, ast.Assign) else [line.target])}
