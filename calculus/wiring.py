"""The nodes and edges of a computation graph, without values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from calculus.errors import GraphError
from calculus.expression import Binary, Expression, substitute
from calculus.node import Edge, Node

MAX_PATHS = 1000


@dataclass(frozen=True, slots=True)
class Multiplications:
    """What the chain rule costs on a graph.

    Attributes:
        local_derivatives: one for each edge.
        reused: multiplications in one backward pass, one for each edge.
        path_by_path: factors when every path from an input is multiplied out by itself.
    """

    local_derivatives: int
    reused: int
    path_by_path: int


@dataclass(frozen=True)
class Wiring:
    """Nodes in topological order, the inputs first; the last one is the output."""

    nodes: tuple[Node, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in the order in which they appear."""
        return tuple(node.name for node in self.nodes if node.kind == "input")

    @property
    def output(self) -> str:
        """The name of the output."""
        return self.nodes[-1].name

    @property
    def steps(self) -> tuple[Node, ...]:
        """The nodes that are computed."""
        return tuple(node for node in self.nodes if node.kind == "step")

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """One for each operand of each step; one only for an operand used twice."""
        return tuple(Edge(source, node.name) for node in self.nodes for source in node.operands)

    def formulas(self, nudge: Mapping[str, Expression] | None = None) -> dict[str, Expression]:
        """Every node as one formula in the inputs.

        Args:
            nudge: what is added to some of the nodes, by name.
        """
        formulas: dict[str, Expression] = {}
        for node in self.nodes:
            formula = substitute(node.formula, formulas)
            added = (nudge or {}).get(node.name)
            formulas[node.name] = Binary("+", formula, added) if added else formula
        return formulas

    @property
    def formula(self) -> Expression:
        """The output as one formula in the inputs."""
        return self.formulas()[self.output]

    def node(self, name: str) -> Node:
        """The node of that name.

        Raises:
            GraphError: if there is none.
        """
        for node in self.nodes:
            if node.name == name:
                return node
        names = ", ".join(node.name for node in self.nodes)
        raise GraphError("node", f"is one of {names}", name, self.output)

    def fan_out(self, name: str) -> int:
        """How many steps use a node.

        Raises:
            GraphError: if there is no such node.
        """
        return len(self._users(name))

    def reached_from(self, name: str) -> tuple[str, ...]:
        """The node and all that depend on it, in topological order.

        Raises:
            GraphError: if there is no such node.
        """
        reached = {self.node(name).name}
        for node in self.nodes:
            if reached.intersection(node.operands):
                reached.add(node.name)
        return tuple(node.name for node in self.nodes if node.name in reached)

    def paths(self, source: str) -> tuple[tuple[str, ...], ...]:
        """Every way from a node to the output, as the names along it.

        Raises:
            GraphError: if there is no such node, or more than `MAX_PATHS` ways.
        """
        many, _ = self._path_counts[self.node(source).name]
        if many > MAX_PATHS:
            rule = f"has at most {MAX_PATHS} paths to follow from a node"
            raise GraphError("graph", rule, f"{many} from {source}", "fewer steps")
        return self._paths(source)

    def multiplications(self) -> Multiplications:
        """What the chain rule costs, with and without using results again."""
        many = len(self.edges)
        factors = sum(self._path_counts[name][1] for name in self.inputs)
        return Multiplications(local_derivatives=many, reused=many, path_by_path=factors)

    def visits(self) -> Mapping[Edge, int]:
        """How often each edge is walked when every path from an input is walked by itself."""
        arriving: dict[str, int] = {}
        for node in self.nodes:
            arriving[node.name] = sum(arriving[name] for name in node.operands) or 1
        leaving = self._path_counts
        return {edge: arriving[edge.source] * leaving[edge.target][0] for edge in self.edges}

    def _users(self, name: str) -> tuple[str, ...]:
        """The steps that use a node."""
        used = self.node(name).name
        return tuple(node.name for node in self.nodes if used in node.operands)

    @cached_property
    def _path_counts(self) -> Mapping[str, tuple[int, int]]:
        """For every node the number of its paths to the output, and the edges along all of them."""
        counts = {self.output: (1, 0)}
        for node in reversed(self.nodes[:-1]):
            following = [counts[user] for user in self._users(node.name)]
            many = sum(paths for paths, _ in following)
            counts[node.name] = (many, many + sum(edges for _, edges in following))
        return counts

    def _paths(self, source: str) -> tuple[tuple[str, ...], ...]:
        if source == self.output:
            return ((source,),)
        users = self._users(source)
        return tuple((source, *rest) for user in users for rest in self._paths(user))
