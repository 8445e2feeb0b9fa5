"""The fused epilogue of a kernel: which elementwise stages run on each result vector, and what they read beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from packager.emit.builder import Fn, Val

Operand = Literal["flow", "scalar", "tensor"]


@dataclass(frozen=True)
class Part:
    """One stage as code: the ONNX operator, the kind of each input, and the float attributes that are not at defaults.

    Attribute and scalar values come from the descriptor, so stages that differ only in numbers share code.
    """

    op: str
    inputs: tuple[Operand, ...] = ("flow",)
    attrs: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        """Piece of the kernel's symbol."""
        if self == RELU:
            return "relu"
        # Of three inputs, where the flow is tells Where(c, x, -2) from Where(c, -2, x).
        flow = "f" if len(self.inputs) > 2 else ""
        letters = "".join({"flow": flow, "scalar": "s", "tensor": "t"}[i] for i in self.inputs)
        swapped = "r" if self.inputs and self.inputs[0] != "flow" else ""
        given = "" if self.op == "Clip" else "".join(f"_{a}" for a in self.attrs)
        return self.op.lower() + swapped + letters + given


_SHORT = frozenset(
    ("Clip", "Add", "Sub", "Mul", "Max", "Min", "Neg", "Abs", "LeakyRelu", "PRelu", "HardSigmoid", "HardSwish")
)

CLIP = Part("Clip", ("flow",), ("min", "max"))
"""None, Relu, Relu6 and Clip in one: two instructions a vector, bounds from the descriptor."""

RELU = Part("Clip", ("flow",), ("min",))
"""None and Relu in one, for networks without an upper bound: one instruction a vector."""


@dataclass(frozen=True)
class Epilogue:
    """A chain of parts. Stage i's attribute a is argument `e{i}.{a}`; its input j is argument or pointer `e{i}.{j}`."""

    parts: tuple[Part, ...] = (CLIP,)

    @property
    def tag(self) -> str:
        """Suffix of the kernel's symbol."""
        return "_".join(p.tag for p in self.parts)

    @property
    def tensors(self) -> tuple[str, ...]:
        """Names of the tensor operands' pointers."""
        return self._named("tensor")

    @property
    def numbers(self) -> tuple[str, ...]:
        """Names of the float arguments: scalar operands and attributes."""
        return self._named("scalar") + tuple(f"e{i}.{a}" for i, p in enumerate(self.parts) for a in p.attrs)

    def _named(self, kind: Operand) -> tuple[str, ...]:
        return tuple(f"e{i}.{j}" for i, p in enumerate(self.parts) for j, k in enumerate(p.inputs) if k == kind)

    @property
    def short(self) -> bool:
        """True where a copy for every accumulator takes less time than a function that does it for all."""
        return len(self.parts) <= 2 and all(p.op in _SHORT for p in self.parts)

    @property
    def cycles(self) -> float:
        """Estimated cycles for a vector of results: a few instructions, or an exponential and a division."""
        return sum(1.0 if p.op in _SHORT else 14.0 for p in self.parts)

    def load_numbers(self, fn: Fn, lanes: int) -> dict[str, Val]:
        """The float arguments as vectors, for a kernel that would otherwise load them again for each result."""
        return {n: fn.farg(n, lanes) for n in self.numbers}

    def emit(self, fn: Fn, value: Val, tensor: Callable[[str], Val], numbers: Mapping[str, Val] | None = None) -> Val:
        """The value after all parts; `tensor(name)` loads the operand that belongs to it."""
        for i, part in enumerate(self.parts):
            args: list[Val] = []
            names = [f"e{i}.{j}" for j in range(len(part.inputs))]
            number = (lambda n, lanes=value.lanes: fn.farg(n, lanes)) if numbers is None else numbers.__getitem__
            for name, kind in zip(names, part.inputs, strict=True):
                args.append(value if kind == "flow" else number(name) if kind == "scalar" else tensor(name))
            value = fn.bodies(part.op)(*args, **{a: number(f"e{i}.{a}") for a in part.attrs})
        return value


def no_tensor(name: str) -> Val:
    """What an epilogue without operands loads them with."""
    raise AssertionError(f"an epilogue without operands asked for {name}")
