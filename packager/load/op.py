"""One operator on its way in: what the file says of it and what is known of its inputs, for `packager.load.normal`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import NoReturn

import numpy as np

from packager import dtype as dtypes
from packager.errors import DynamicShape, ModelInvalid, Unsupported, Where
from packager.graph import Array, Attr, Node, Value
from packager.load import limits

Raw = Attr | Array
"""An attribute as the file has it; tensors (dense and sparse) are arrays."""


@dataclass(frozen=True)
class Op:
    """An ONNX node: `version` is its operator set, `attrs` what the file states, `defaults` what it leaves to ONNX.

    `inputs` holds None where an optional input is absent, `outputs` '' where nobody reads an optional output.
    `fresh` gives a name that no value or node of the graph has yet. `made` collects new constants.
    """

    op: str
    version: int
    name: str
    where: Where
    inputs: tuple[Value | None, ...]
    outputs: tuple[str, ...]
    attrs: Mapping[str, Raw]
    defaults: Mapping[str, Raw]
    fresh: Callable[[str], str]
    made: list[Value] = field(default_factory=list)

    @staticmethod
    def typed(name: str, array: Array) -> Value:
        """The constant `name` with the content `array`."""
        return Value(name, array.shape, dtypes.from_numpy(array.dtype), array)

    # --- what a normaliser asks ---

    @property
    def x(self) -> Value:
        """The first input."""
        return self.input(0)

    def input(self, index: int) -> Value:
        """Input number `index`, which must be there."""
        value = self.get(index)
        if value is None:
            self.invalid(f"its input number {index} is absent")
        return value

    def get(self, index: int) -> Value | None:
        """Input number `index`, or None where it is absent."""
        return self.inputs[index] if index < len(self.inputs) else None

    def known(self, index: int, what: str) -> Array:
        """Content of the constant input number `index`; an error where it is computed at run time."""
        value = self.input(index)
        if value.const is None:
            raise DynamicShape(
                f"{self.op} takes its {what} from data",
                where=self.where,
                why=f"'{value.name}' is computed at run time, but pack needs it when it builds",
                fix="export the model with fixed sizes, or cut it before this node with `outputs:` in the manifest",
            )
        return value.const

    def sizes(self, index: int, what: str) -> tuple[int, ...]:
        """The constant input number `index` as a list of integers; () where it is absent."""
        if self.get(index) is None:
            return ()
        const = self.known(index, what)
        if const.ndim > 1 or const.dtype.kind not in "iu" or const.size > 4096:
            self.invalid(f"its {what} is not a short list of integers but {const.dtype}{list(const.shape)}")
        return tuple(int(v) for v in const.reshape(-1))

    def has(self, key: str) -> bool:
        """Whether the file states the attribute `key`."""
        return key in self.attrs

    def integer(self, key: str, default: int = 0) -> int:
        """Attribute `key` as an integer."""
        value = self.attrs.get(key, self.defaults.get(key, default))
        if not isinstance(value, int):
            self.invalid(f"its attribute '{key}' is not an integer")
        return value

    def number(self, key: str, default: float = 0.0) -> float:
        """Attribute `key` as a number."""
        value = self.attrs.get(key, self.defaults.get(key, default))
        if not isinstance(value, (int, float)):
            self.invalid(f"its attribute '{key}' is not a number")
        return float(value)

    def text(self, key: str, default: str = "") -> str:
        """Attribute `key` as a text."""
        value = self.attrs.get(key, self.defaults.get(key, default))
        if not isinstance(value, str):
            self.invalid(f"its attribute '{key}' is not a text")
        return value

    def ints(self, key: str, default: tuple[int, ...] = ()) -> tuple[int, ...]:
        """Attribute `key` as a list of integers."""
        value = self.attrs.get(key, self.defaults.get(key, default))
        if not isinstance(value, tuple) or not all(isinstance(v, int) for v in value):
            self.invalid(f"its attribute '{key}' is not a list of integers")
        return tuple(int(v) for v in value)

    def axis(self, value: int, rank: int | None = None, what: str = "axis") -> int:
        """`value` counted from the front, checked against the rank of the first input."""
        rank = self.x.rank if rank is None else rank
        if not -rank <= value < rank:
            self.invalid(f"its {what} {value} is outside a tensor of {rank} dimensions")
        return value % rank

    def axes(self, values: Sequence[int], rank: int | None = None) -> tuple[int, ...]:
        """`values` counted from the front and sorted, each once."""
        found = sorted(self.axis(v, rank) for v in values)
        if len(set(found)) != len(found):
            self.invalid(f"its axes {tuple(values)} repeat")
        return tuple(found)

    # --- what a normaliser gives ---

    def node(
        self,
        op: str,
        inputs: Sequence[Value | str | None],
        attrs: Mapping[str, Attr] | None = None,
        outputs: Sequence[str] | None = None,
    ) -> Node:
        """A node in normalised form; the outputs are this operator's own unless others are given."""
        names = tuple(i.name if isinstance(i, Value) else i or "" for i in inputs)
        while names and not names[-1]:
            names = names[:-1]
        outs = tuple(self.outputs if outputs is None else outputs)
        own = outs == self.outputs
        return Node(
            self.name if own else self.fresh(f"{self.name}/{op}"), op, names, outs, dict(attrs or {}), where=self.where
        )

    def step(self, op: str, inputs: Sequence[Value | str | None], attrs: Mapping[str, Attr] | None = None) -> Node:
        """A node in between: its output gets a new name."""
        return self.node(op, inputs, attrs, (self.fresh(f"{self.outputs[0]}/{op}"),))

    def same(self, value: Value | str) -> Node:
        """The first output is `value`."""
        return self.node("Identity", (value,), {}, self.outputs[:1])

    def constant(self, array: Array, stem: str = "") -> Value:
        """A new constant."""
        value = self.typed(self.fresh(f"{self.name}/{stem or 'const'}"), array)
        self.made.append(value)
        return value

    def filled(self, shape: Sequence[int], value: Array) -> Value:
        """A constant of `shape` with `value` everywhere, within the limits."""
        self.affordable(shape)
        return self.constant(np.full(tuple(shape), value.reshape(-1)[0], value.dtype))

    def affordable(self, shape: Sequence[int], given: int = 0) -> None:
        """Raise unless a constant of `shape` may be computed from `given` elements."""
        if any(d < 0 for d in shape):
            self.invalid(f"it asks for a tensor of negative size {list(shape)}")
        if len(shape) > limits.RANK:
            self.invalid(f"it asks for a tensor of {len(shape)} dimensions; pack allows {limits.RANK}")
        if prod(shape) > max(limits.FOLD_ELEMENTS, 2 * given):
            raise Unsupported(
                f"{self.op} computes a constant of {prod(shape)} elements",
                where=self.where,
                why=f"shape {list(shape)} is more than the {limits.FOLD_ELEMENTS} elements that pack computes",
                fix="let the model compute it from smaller tensors by broadcasting, or store it as an initialiser",
            )

    def invalid(self, why: str) -> NoReturn:
        """This node contradicts itself or ONNX."""
        raise ModelInvalid(
            f"{self.op} is not valid",
            where=self.where,
            why=why,
            fix="export the model again; `onnx.checker.check_model(path, full_check=True)` names further faults",
        )

    def unsupported(self, why: str, fix: str) -> NoReturn:
        """This node is valid, but pack has no way to compile it."""
        raise Unsupported(f"{self.op} cannot be compiled", where=self.where, why=why, fix=fix)
