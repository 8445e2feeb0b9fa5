"""ai.onnx.ml's TreeEnsemble -> a walk down all trees at once, one level for each turn, over constant tables."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from packager.dtype import BOOL, I32
from packager.graph import Array, Attr, Node, Value
from packager.load import limits
from packager.load.op import Op

COMPARISONS = ("LessOrEqual", "Less", "GreaterOrEqual", "Greater", "Equal")
"""What the modes 0 to 4 mean; 5 is not equal, 6 a member of a set."""

NOT_EQUAL, MEMBER = 5, 6
SUM, AVERAGE = 1, 0
DEEPEST = limits.NODES // 16
"""Levels of a tree: each becomes that many nodes, or fewer."""


@dataclass
class _Forest:
    """The tables of an operator, and the nodes in its place.

    Leaves have numbers behind those of the inner nodes, and are their own next nodes: so trees of any depth are walked
    together, to the depth of the deepest.
    """

    op: Op
    nodes: list[Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        op = self.op
        self.features = np.asarray(op.ints("nodes_featureids"), np.int64)
        self.inner = len(self.features)
        self.weights, self.splits = self.floats("leaf_weights"), self.floats("nodes_splits")
        self.modes = np.asarray(op.attrs.get("nodes_modes", ()), np.int64).reshape(-1)
        self.targets = np.asarray(op.ints("leaf_targetids"), np.int64)
        leaves = len(self.weights)
        listed = [
            op.ints(k) for k in ("nodes_truenodeids", "nodes_falsenodeids", "nodes_trueleafs", "nodes_falseleafs")
        ]
        self.tracks = np.asarray(op.ints("nodes_missing_value_tracks_true", (0,) * self.inner), np.int64)
        lengths = {len(a) for a in (*listed, self.splits, self.modes, self.tracks)}
        if lengths != {self.inner} or len(self.targets) != leaves:
            op.invalid("its lists are not of one length")
        true, false, to_leaf, to_other = (np.asarray(a, np.int64) for a in listed)
        own = np.arange(self.inner, self.inner + leaves)
        ways = (true, to_leaf != 0), (false, to_other != 0)
        self.true, self.false = (np.concatenate([a + self.inner * leaf, own]) for a, leaf in ways)
        self.roots = np.asarray(op.ints("tree_roots"), np.int64)
        self.count = op.integer("n_targets")
        for numbers, end, what in (
            *((a[leaf], leaves, "leaf") for a, leaf in ways), *((a[~leaf], self.inner, "node") for a, leaf in ways),
            (self.roots, self.inner, "root"), (self.features, op.x.shape[-1], "feature"),
            (self.targets, self.count, "target"), (self.modes, 7, "mode"),
        ):  # fmt: skip
            if ((numbers < 0) | (numbers >= end)).any():
                op.invalid(f"it names a {what} that is not there")

    def floats(self, key: str) -> Array:
        """Attribute `key`, a list of floats, in the type of the input."""
        return np.asarray(self.op.attrs.get(key, ()), self.op.x.dtype.np).reshape(-1)

    @property
    def depth(self) -> int:
        """Nodes on the longest way from a root to a leaf."""
        level, found = set(self.roots.tolist()), 0
        while inner := {n for n in level if n < self.inner}:
            found += 1
            if found > self.inner:
                self.op.invalid("its nodes lead back to themselves")
            if found > DEEPEST:
                self.op.unsupported(f"its trees have more than {DEEPEST} levels", "export smaller ones")
            level = {int(a[n]) for n in inner for a in (self.true, self.false)}
        return found

    def add(self, op: str, *inputs: Value | str, **attrs: Attr) -> str:
        """A further node; gives its output."""
        self.nodes.append(self.op.step(op, inputs, attrs))
        return self.nodes[-1].outputs[0]

    def table(self, array: Array, at: str, leaf: float = 0) -> str:
        """What `array`, which has an entry for each inner node, holds for the nodes `at`; `leaf` for leaves."""
        more = np.full((len(self.weights), *array.shape[1:]), leaf, array.dtype)
        return self.add("Gather", self.op.constant(np.concatenate([array, more])), at, axis=0)

    def holds(self, x: str, at: str) -> str:
        """Whether what the nodes `at` ask is so."""
        kinds = sorted(set(self.modes.tolist()))
        split = self.table(self.splits, at)
        answers = [self.answer(kind, x, split, at) for kind in kinds]
        found, mode = answers[0], self.table(self.modes, at) if kinds[1:] else ""
        for kind, answer in zip(kinds[1:], answers[1:], strict=True):
            found = self.add("Where", self.add("Equal", mode, self.op.constant(np.array(kind))), answer, found)
        if self.tracks.any():
            missing = self.add("Cast", self.table(self.tracks, at), to=BOOL.onnx)
            found = self.add("Or", found, self.add("And", self.add("IsNaN", x), missing))
        return found

    def answer(self, kind: int, x: str, split: str, at: str) -> str:
        """Whether one comparison holds."""
        if kind < NOT_EQUAL:
            return self.add(COMPARISONS[kind], x, split)
        if kind == NOT_EQUAL:
            return self.add("Not", self.add("Equal", x, split))
        values = self.floats("membership_values")
        sets = np.split(values, np.flatnonzero(np.isnan(values)) + 1)
        asked = np.flatnonzero(self.modes == MEMBER)
        if len(sets) < len(asked):
            self.op.invalid("it has fewer sets than nodes that ask for one")
        width = max(1, *map(len, sets))
        self.op.affordable(self.inner * width)
        members = np.full((self.inner, width), np.nan, values.dtype)
        for node, numbers in zip(asked, sets, strict=False):
            members[node, : len(numbers)] = numbers
        wide = self.add("Unsqueeze", x, axes=(2,))
        equal = self.add("Cast", self.add("Equal", self.table(members, at, np.nan), wide), to=I32.onnx)
        return self.add("Cast", self.add("ReduceMax", equal, axes=(2,), keepdims=0), to=BOOL.onnx)


def tree_ensemble(op: Op) -> tuple[Node, ...]:
    """TreeEnsemble -> for each row the leaves that all trees come to, and the sums of their weights by target."""
    if op.x.rank != 2:
        op.invalid(f"its input has {op.x.rank} dimensions, not 2")
    how, end = op.integer("aggregate_function", SUM), op.integer("post_transform")
    if how not in (SUM, AVERAGE) or end:
        op.unsupported(
            f"its aggregate_function is {how} and its post_transform {end}; pack has averages (0) and sums (1), and "
            "none (0)",
            "let other operators behind it do that",
        )
    forest = _Forest(op)
    add, rows, trees = forest.add, op.x.shape[0], len(forest.roots)
    op.affordable(rows * trees * forest.count)
    if not trees:
        op.invalid("it has no trees")
    at = add("Expand", op.constant(forest.roots.reshape(1, -1)), shape=(rows, trees))
    for _ in range(forest.depth):
        x = add("GatherElements", op.x, forest.table(forest.features, at), axis=1)
        yes, no = (add("Gather", op.constant(a), at, axis=0) for a in (forest.true, forest.false))
        at = add("Where", forest.holds(x, at), yes, no)
    leaf = add("Sub", at, op.constant(np.array(forest.inner)))
    weight, target = (add("Gather", op.constant(a), leaf, axis=0) for a in (forest.weights, forest.targets))
    mine = add("Equal", add("Unsqueeze", target, axes=(2,)), op.constant(np.arange(forest.count).reshape(1, 1, -1)))
    part = add("Where", mine, add("Unsqueeze", weight, axes=(2,)), op.constant(np.zeros((), op.x.dtype.np)))
    kind = "ReduceSum" if how == SUM else "ReduceMean"
    return (*forest.nodes, op.node(kind, (part,), {"axes": (1,), "keepdims": 0}))


TABLE = {"TreeEnsemble": tree_ensemble}
