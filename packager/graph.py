"""The graph every stage works on: typed values, nodes in execution order, and patches that turn a graph into the next.

All classes are frozen: a pass never edits a graph, it returns a `Patch` and `Graph.apply` builds the successor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from types import MappingProxyType

import numpy as np

from packager.dtype import DType
from packager.errors import GraphBroken, Where

Attr = int | float | str | tuple[int, ...] | tuple[float, ...] | tuple[str, ...]
Array = np.ndarray[tuple[int, ...], np.dtype[np.generic]]

FLOW = "@"
"""In `Stage.inputs`: the value that flows through the epilogue (the result of the node, or of the stage before)."""


def dense_strides(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Row-major strides of `shape`, in elements."""
    return tuple(prod(shape[d + 1 :]) for d in range(len(shape)))


@dataclass(frozen=True)
class Value:
    """A tensor: static `shape`, element type, and its content when it is a constant."""

    name: str
    shape: tuple[int, ...]
    dtype: DType
    const: Array | None = None

    @property
    def rank(self) -> int:
        """Number of dimensions."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """Number of elements."""
        return prod(self.shape)

    @property
    def nbytes(self) -> int:
        """Bytes of the dense tensor."""
        return self.size * self.dtype.bytes

    def __str__(self) -> str:
        return f"{self.dtype}[{','.join(map(str, self.shape))}]"


@dataclass(frozen=True)
class Stage:
    """One elementwise operator fused behind a node: `op(inputs, **attrs)`, where FLOW marks the flowing value.

    The other inputs are value names: a scalar constant, a vector over the last axis, or a tensor of the node's shape.
    """

    op: str
    inputs: tuple[str, ...] = (FLOW,)
    attrs: Mapping[str, Attr] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def operands(self) -> tuple[str, ...]:
        """Value names the stage reads beside the flowing value."""
        return tuple(i for i in self.inputs if i and i != FLOW)

    def __str__(self) -> str:
        return f"{self.op}({', '.join(self.inputs)}{_attrs(self.attrs)})"


@dataclass(frozen=True)
class Node:
    """One operator with ONNX's name and attributes; `epilogue` holds the elementwise stages fused behind it.

    `inputs` may hold '' for an absent optional input. `attrs['layout'] == 'NHWC'` says that the image operators
    (Conv, pools, Resize, ...) read and write NHWC tensors; weights keep ONNX's own order (OIHW).
    """

    name: str
    op: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attrs: Mapping[str, Attr] = field(default_factory=lambda: MappingProxyType({}))
    epilogue: tuple[Stage, ...] = ()
    where: Where = Where()

    @property
    def reads(self) -> tuple[str, ...]:
        """Every value the node reads: its present inputs, then the operands of its epilogue."""
        return tuple(i for i in self.inputs if i) + tuple(o for s in self.epilogue for o in s.operands)

    def ints(self, key: str, default: tuple[int, ...] = ()) -> tuple[int, ...]:
        """Attribute `key` as a tuple of int."""
        value = self.attrs.get(key, default)
        if not isinstance(value, tuple):
            raise TypeError(f"attribute {key} of {self.name} is not a list")
        return tuple(int(v) for v in value)

    def int(self, key: str, default: int = 0) -> int:
        """Attribute `key` as int."""
        value = self.attrs.get(key, default)
        if not isinstance(value, int):
            raise TypeError(f"attribute {key} of {self.name} is not an int")
        return value

    def float(self, key: str, default: float = 0.0) -> float:
        """Attribute `key` as float."""
        value = self.attrs.get(key, default)
        if not isinstance(value, (int, float)):
            raise TypeError(f"attribute {key} of {self.name} is not a float")
        return float(value)

    def str(self, key: str, default: str = "") -> str:
        """Attribute `key` as str."""
        value = self.attrs.get(key, default)
        if not isinstance(value, str):
            raise TypeError(f"attribute {key} of {self.name} is not a string")
        return value


@dataclass(frozen=True)
class Cut:
    """Of an output with the size of a bound: the output `count`, i64[1], says how long it really is along `axis`."""

    axis: int
    count: str


@dataclass(frozen=True)
class Part:
    """One of several models in a graph: its name, what it calls its inputs and outputs itself, and the place in a
    manifest that names it."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    where: Where = Where()


@dataclass(frozen=True)
class Patch:
    """A rewrite: drop `remove` (node names), put `nodes` where the first removed one stood, add or replace `values`,
    and make every later reader of `rename`'s keys read its values instead. `why` is printed by DEBUG=2."""

    remove: tuple[str, ...]
    nodes: tuple[Node, ...] = ()
    values: tuple[Value, ...] = ()
    rename: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    why: str = ""


@dataclass(frozen=True)
class Graph:
    """Nodes in execution order over named values. `inputs` and `outputs` keep the model's names, order and shapes."""

    name: str
    nodes: tuple[Node, ...]
    values: Mapping[str, Value]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    cuts: Mapping[str, Cut] = field(default_factory=lambda: MappingProxyType({}))
    """Outputs whose size depends on data."""
    parts: tuple[Part, ...] = ()
    """Where it holds several models (`together.py`): these, in the order of their inputs and outputs."""

    def __getitem__(self, name: str) -> Value:
        return self.values[name]

    def const(self, name: str) -> Array | None:
        """Content of the constant `name`; None where it is absent ('') or computed at run time."""
        return self.values[name].const if name else None

    def producers(self) -> dict[str, Node]:
        """Value name -> the node that writes it."""
        return {o: n for n in self.nodes for o in n.outputs if o}

    def consumers(self) -> dict[str, tuple[Node, ...]]:
        """Value name -> the nodes that read it, in execution order, each once."""
        readers: dict[str, dict[str, Node]] = {}
        for node in self.nodes:
            for value in node.reads:
                readers.setdefault(value, {})[node.name] = node
        return {value: tuple(nodes.values()) for value, nodes in readers.items()}

    def fresh(self, stem: str) -> str:
        """A value or node name that starts with `stem` and is not taken yet."""
        taken = self.values.keys() | {n.name for n in self.nodes}
        return next(c for c in (stem, *(f"{stem}.{i}" for i in range(1, len(taken) + 2))) if c not in taken)

    def apply(self, patches: Patch | Iterable[Patch]) -> Graph:
        """The graph after `patches`, which must not touch the same nodes. Unread values and constants are dropped."""
        patches = (patches,) if isinstance(patches, Patch) else tuple(patches)
        rename: dict[str, str] = {}
        values = dict(self.values)
        first: dict[str, tuple[Node, ...]] = {}
        gone: set[str] = set()
        order = {n.name: i for i, n in enumerate(self.nodes)}
        for patch in patches:
            rename.update(patch.rename)
            values.update({v.name: v for v in patch.values})
            gone.update(patch.remove)
            # New nodes stand where the last removed one stood, so that all they read has been written.
            first[max(patch.remove, key=order.__getitem__)] = patch.nodes

        def final(name: str) -> str:
            while name in rename:
                name = rename[name]
            return name

        nodes: list[Node] = []
        for node in self.nodes:
            nodes += first.get(node.name, ()) if node.name in gone else (node,)
        if rename:
            nodes = [_rename(n, final) for n in nodes]
        outputs = tuple(final(o) for o in self.outputs)
        used = {v for n in nodes for v in (*n.reads, *n.outputs)} | set(self.inputs) | set(outputs)
        return replace(self, nodes=tuple(nodes), outputs=outputs, values={k: v for k, v in values.items() if k in used})

    def verify(self) -> Graph:
        """Raise GraphBroken unless every value is written once, before it is read, and has an entry; returns self."""
        known = set(self.inputs) | {n for n, v in self.values.items() if v.const is not None}
        names: set[str] = set()
        for node in self.nodes:
            if node.name in names:
                raise GraphBroken.of(self.name, node.name, "two nodes have this name")
            names.add(node.name)
            for value in node.reads:
                if value not in known:
                    raise GraphBroken.of(self.name, node.name, f"value '{value}' is read before it is written")
            for value in filter(None, node.outputs):
                if value in known:
                    raise GraphBroken.of(self.name, node.name, f"value '{value}' is written twice")
                if value not in self.values:
                    raise GraphBroken.of(self.name, node.name, f"value '{value}' has no type")
                known.add(value)
        for value in self.outputs:
            if value not in known:
                raise GraphBroken.of(self.name, "", f"output '{value}' is never written")
        return self

    def __str__(self) -> str:
        head = f"graph {self.name}({', '.join(f'{i}: {self[i]}' for i in self.inputs)}) -> {', '.join(self.outputs)}"
        return "\n".join([head, *(f"  {self.show(n)}" for n in self.nodes)])

    def show(self, node: Node) -> str:
        """One line that says everything about `node`."""
        outs = ", ".join(f"{o}: {self[o]}" for o in node.outputs if o)
        ins = ", ".join(f"{i}={self[i]}" if i and self[i].const is not None else i or "-" for i in node.inputs)
        tail = "".join(f" -> {s}" for s in node.epilogue)
        return f"{outs} = {node.op}({ins}{_attrs(node.attrs)}){tail}"


def _attrs(attrs: Mapping[str, Attr]) -> str:
    return "".join(f", {k}={v}" for k, v in sorted(attrs.items()))


def _rename(node: Node, final: Callable[[str], str]) -> Node:
    stages = tuple(replace(s, inputs=tuple(i if i == FLOW else final(i) for i in s.inputs)) for s in node.epilogue)
    return replace(node, inputs=tuple(final(i) if i else i for i in node.inputs), epilogue=stages)
