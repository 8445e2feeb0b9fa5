"""One call of an operator of ONNX Runtime while it is expanded: what its function asks, and the ONNX nodes it adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import NoReturn

import numpy as np
import onnx_ir as ir
from onnx import defs

from packager import dtype as dtypes
from packager.dtype import DType
from packager.errors import ModelInvalid, Unsupported, Where
from packager.export.proto import attribute_kind
from packager.graph import Array
from packager.load import limits
from packager.load.infer import infer
from packager.load.inline import PLACE
from packager.load.names import Names
from packager.load.op import from_data
from packager.load.reader import constant, read_value, where_of
from packager.load.source import NEWEST

Attribute = int | float | str | Sequence[int] | Sequence[float] | Sequence[str] | None


@dataclass(frozen=True, eq=False)
class Tensor:
    """A value of known shape. Arithmetic with another one, or with a number of its own type, adds a node."""

    call: Call
    value: ir.Value
    shape: tuple[int, ...]
    dtype: DType
    const: Array | None

    @property
    def rank(self) -> int:
        """Number of dimensions."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """Number of elements."""
        return prod(self.shape)

    def _with(self, op: str, other: Tensor | float) -> Tensor:
        if not isinstance(other, Tensor):
            other = self.call.constant(np.array(other, self.dtype.np))
        return self.call.add(op, self, other)

    def __add__(self, other: Tensor | float) -> Tensor:
        return self._with("Add", other)

    def __sub__(self, other: Tensor | float) -> Tensor:
        return self._with("Sub", other)

    def __mul__(self, other: Tensor | float) -> Tensor:
        return self._with("Mul", other)


Operand = Tensor | Array | Sequence[int] | None
"""What an ONNX node reads: arrays and lists of integers (int64) become constants."""


class Call:
    """The call of `node`; `op.Softmax(x, axis=-1)` adds an ONNX node of the newest operator set and gives its output.

    `fresh` gives a name that no value of the graph has yet. What contradicts ONNX raises ModelInvalid in its words.
    """

    def __init__(self, node: ir.Node, fresh: Callable[[str], str]) -> None:
        self.node, self.nodes = node, list[ir.Node]()
        self.fresh, self.names = fresh, Names(v.name or "" for v in node.inputs if v is not None)
        self.nbytes = 0
        """Size of the constants that were made."""

    @property
    def where(self) -> Where:
        """The place of the node."""
        return where_of(self.node)

    def __getattr__(self, op: str) -> Callable[..., Tensor]:
        if op[0].islower() or op[0] == "_":
            raise AttributeError(op)
        return lambda *inputs, **attrs: self.add(op, *inputs, **attrs)

    def add(self, op: str, *inputs: Operand, **attrs: Attribute) -> Tensor:
        """Add a node with one output; attributes that are None are left to ONNX."""
        return self.several(op, 1, *inputs, **attrs)[0]

    def several(self, op: str, count: int, *inputs: Operand, **attrs: Attribute) -> tuple[Tensor, ...]:
        """Add a node with `count` outputs."""
        read = [None if i is None else self._operand(i).value for i in inputs]
        while read and read[-1] is None:
            read.pop()
        # Of the new name: the inference goes by names, and the first output takes the call's own in the end.
        made = [ir.Value(name=self.names.fresh(f"{self.node.name}/{op}")) for _ in range(count)]
        given = [self._attribute(op, key, value) for key, value in attrs.items() if value is not None]
        node = ir.Node("", op, read, given, outputs=made, version=NEWEST, name=f"{self.node.name}/{op}")
        node.meta[PLACE] = self.where
        try:
            infer(node)
        except ValueError as error:
            self.invalid(f"as {op}: {error}"[:400])
        self.nodes.append(node)
        return tuple(self.tensor(v) for v in made)

    def _attribute(self, op: str, key: str, value: Attribute) -> ir.Attr:
        schema = defs.get_schema(op, NEWEST, "")
        if key not in schema.attributes:
            self.unsupported(f"it has an attribute '{key:.40}', which pack does not know")
        kind = ir.AttributeType(attribute_kind(schema, key))
        return ir.Attr(key, kind, int(value) if isinstance(value, bool) else value)

    def _operand(self, given: Tensor | Array | Sequence[int]) -> Tensor:
        if isinstance(given, Tensor):
            return given
        return self.constant(given if isinstance(given, np.ndarray) else np.array(given, np.int64))

    def tensor(self, value: ir.Value) -> Tensor:
        """The value, whose shape must be known."""
        if value.shape is None or value.shape.is_dynamic() or value.dtype not in dtypes.BY_ONNX:
            self.invalid(f"the shape or type of '{value.name}' is not known")
        known = read_value(value, self.where)
        return Tensor(self, value, known.shape, known.dtype, known.const)

    def constant(self, array: Array) -> Tensor:
        """A new constant."""
        self.nbytes += array.nbytes
        return self.tensor(constant(array, self.fresh(f"{self.node.name}/const")))

    def cast(self, x: Tensor, to: DType) -> Tensor:
        """`x` in another element type."""
        return x if x.dtype == to else self.add("Cast", x, to=to.onnx)

    def known(self, x: Tensor, what: str) -> Array:
        """Content of the constant `x`; an error where it is computed at run time."""
        if x.const is None:
            raise from_data(self.node.op_type, self.where, what, x.value.name or "")
        return x.const

    def affordable(self, size: int) -> None:
        """Raise unless a constant of `size` elements may be computed."""
        if size > limits.FOLD_ELEMENTS:
            self.unsupported(f"it takes a constant of {size} elements; pack computes {limits.FOLD_ELEMENTS}")

    def ranks(self, x: Tensor, *ranks: int, what: str) -> None:
        """Raise unless `x` has one of these ranks."""
        if x.rank not in ranks:
            self.invalid(f"its {what} has {x.rank} dimensions, not {' or '.join(map(str, ranks))}")

    def shaped(self, x: Tensor, shape: tuple[int, ...], what: str) -> None:
        """Raise unless `x` has this shape."""
        if x.shape != shape:
            self.invalid(f"its {what} has shape {list(x.shape)}, not {list(shape)}")

    def broadcasts(self, x: Tensor, shape: tuple[int, ...], what: str) -> None:
        """Raise unless `x` broadcasts to `shape`."""
        padded = (1,) * (len(shape) - x.rank) + x.shape
        if len(padded) != len(shape) or any(have not in (1, want) for have, want in zip(padded, shape, strict=True)):
            self.invalid(f"its {what} has shape {list(x.shape)}, which does not broadcast to {list(shape)}")

    def biased(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """`x` with `bias`, where there is one, added to its last dimension."""
        if bias is None:
            return x
        self.shaped(bias, x.shape[-1:], "bias")
        return x + bias

    def part(self, size: int, parts: int, what: str) -> int:
        """`size` / `parts`, called `what`, which must come out even and not empty."""
        if parts < 1 or size < 1 or size % parts:
            self.invalid(f"its {what} is {parts}, but the size that it divides is {size}")
        return size // parts

    def invalid(self, why: str) -> NoReturn:
        """The call contradicts itself or what the operator means."""
        raise ModelInvalid(
            f"{self.node.op_type} is not valid",
            where=self.where,
            why=why,
            fix="export the model again, or correct the node: ONNX Runtime documents it in ContribOperators.md",
        )

    def unsupported(self, why: str, fix: str = "") -> NoReturn:
        """The call is valid, but pack has no way to compile it."""
        raise Unsupported(
            f"{self.node.op_type} cannot be compiled",
            where=self.where,
            why=why,
            fix=fix
            or "export the model without this, or without a runtime's optimisations; or cut it before this node with "
            "`outputs:` in the manifest",
        )
