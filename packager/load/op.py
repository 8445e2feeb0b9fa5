"""One operator on its way in: what the file says of it and what is known of its inputs, for `packager.load.normal`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from packager import dtype as dtypes
from packager.errors import DynamicShape, ModelInvalid, Unsupported, Where
from packager.graph import Array, Attr, Node, Value
from packager.load import limits

Raw = Attr | Array
"""An attribute as the file has it; tensors (dense and sparse) are arrays."""

_SIZES = frozenset(("strides", "dilations", "kernel_shape", "group", "groups", "blocksize", "num_groups"))


@dataclass(frozen=True)
class Op:
    """An ONNX node: `version` is its operator set, `attrs` what the file states, `defaults` what it leaves to ONNX.

    `inputs` holds None where an optional input is absent, `outputs` '' where nobody reads an optional output.
    `fresh` gives a name that no value or node of the graph has yet. `made` collects new constants.
    """

    op: str
    version: int
    where: Where
    inputs: tuple[Value | None, ...]
    outputs: tuple[str, ...]
    attrs: Mapping[str, Raw]
    defaults: Mapping[str, Raw]
    fresh: Callable[[str], str]
    made: list[Value] = field(default_factory=list)

    # --- what a normaliser asks ---

    @property
    def name(self) -> str:
        """The node's name, behind those of the nodes around it."""
        return self.where.node

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
            raise from_data(self.op, self.where, what, value.name)
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

    def _attr(self, key: str, default: Raw, kind: type | tuple[type, ...], what: str) -> Any:
        value = self.attrs.get(key, self.defaults.get(key, default))
        if not isinstance(value, kind):
            self.invalid(f"its attribute '{key}' is not {what}")
        return value

    def integer(self, key: str, default: int = 0) -> int:
        """Attribute `key` as an integer."""
        return int(self._attr(key, default, int, "an integer"))

    def number(self, key: str, default: float = 0.0) -> float:
        """Attribute `key` as a number."""
        return float(self._attr(key, default, (int, float), "a number"))

    def text(self, key: str, default: str = "") -> str:
        """Attribute `key` as a text."""
        return str(self._attr(key, default, str, "a text"))

    def ints(self, key: str, default: tuple[int, ...] = ()) -> tuple[int, ...]:
        """Attribute `key` as a list of integers."""
        value: tuple[int, ...] = self._attr(key, default, tuple, "a list of integers")
        if not all(isinstance(v, int) for v in value):
            self.invalid(f"its attribute '{key}' is not a list of integers")
        return value

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
        own = outs[:1] == self.outputs[:1]
        return Node(
            self.name if own else self.fresh(f"{self.name}/{op}"), op, names, outs, dict(attrs or {}), where=self.where
        )

    def plain(
        self, attrs: Mapping[str, Attr | None] | None = None, inputs: Sequence[Value | None] | None = None
    ) -> tuple[Node, ...]:
        """The operator as it is, but for what is given: every attribute stated, without those that are given as None.

        Its `axis` counts from the front.
        """
        found: dict[str, Attr] = {}
        for key, value in {**self.defaults, **self.attrs, **(attrs or {})}.items():
            if value is None:
                continue
            if not isinstance(value, (int, float, str, tuple)):
                self.unsupported(f"its attribute '{key}' is a tensor", "export the model without this operator")
            numbers = value if isinstance(value, tuple) else (value,)
            if any(isinstance(v, int) and not -(2**31) <= v < 2**31 for v in numbers):
                # No size is that large; such numbers overflow in the native code of the shape inference.
                self.invalid(f"its {key} {value} is out of range")
            if key in _SIZES and any(v < 1 for v in numbers if isinstance(v, int)):
                self.invalid(f"its {key} {value} is below 1")
            found[key] = value
        if isinstance(axis := found.get("axis"), int) and self.inputs and self.inputs[0] is not None:
            found["axis"] = self.axis(axis)
        return (self.node(self.op, self.inputs if inputs is None else inputs, found),)

    def step(self, op: str, inputs: Sequence[Value | str | None], attrs: Mapping[str, Attr] | None = None) -> Node:
        """A node in between: its output gets a new name."""
        return self.node(op, inputs, attrs, (self.fresh(f"{self.outputs[0]}/{op}"),))

    def same(self, value: Value | str) -> Node:
        """The first output is `value`."""
        return self.node("Identity", (value,), {}, self.outputs[:1])

    def constant(self, array: Array, stem: str = "") -> Value:
        """A new constant."""
        name = self.fresh(f"{self.name}/{stem or 'const'}")
        self.made.append(Value(name, array.shape, dtypes.from_numpy(array.dtype), array))
        return self.made[-1]

    def affordable(self, size: int) -> None:
        """Raise unless a constant of `size` elements may be computed."""
        if size > limits.FOLD_ELEMENTS:
            self.unsupported(
                f"it computes a constant of {size} elements; pack computes {limits.FOLD_ELEMENTS}",
                "let the model compute it from smaller tensors by broadcasting, or store it as an initialiser",
            )

    def invalid(self, why: str) -> NoReturn:
        """This node contradicts itself or ONNX."""
        raise invalid(self.op, self.where, why)

    def unsupported(self, why: str, fix: str) -> NoReturn:
        """This node is valid, but pack has no way to compile it."""
        raise Unsupported(f"{self.op} cannot be compiled", where=self.where, why=why, fix=fix)


def from_data(op: str, where: Where, what: str, value: str) -> DynamicShape:
    """The error for an `op` that computes its `what`, the value of this name, at run time."""
    return DynamicShape(
        f"{op} takes its {what} from data",
        where=where,
        why=f"'{value}' is computed at run time, but pack needs it when it builds",
        fix="export the model with fixed sizes, or cut it before this node with `outputs:` in the manifest",
    ).of(value)


def invalid(op: str, where: Where, why: str) -> ModelInvalid:
    """The error for an `op` that contradicts itself or ONNX."""
    return ModelInvalid(
        f"{op} is not valid",
        where=where,
        why=why,
        fix="export the model again; `onnx.checker.check_model(path, full_check=True)` names further faults",
    )
