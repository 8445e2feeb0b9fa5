"""What an operator file says, and how it is found: `packager/ops/<snake_case name>.py` is that operator.

An elementwise operator is one function over numpy arrays and emitted vectors alike (`@elementwise`). Any other is a
class with `needs`, `variants` and `lower` (`@op`). Nothing is registered anywhere else.
"""

from __future__ import annotations

import inspect
import keyword
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any, Protocol

import numpy as np

from packager.graph import Array, Graph, Node, Value
from packager.kernels.base import Function, Kernel, Ref, Step, functions_of
from packager.kernels.epilogue import Part
from packager.plan.needs import Needs
from packager.plan.types import Storage
from packager.target import Target

Body = Callable[..., Any]

REWRITTEN = {
    "BatchNormalization": "folded into the operator before it, else a multiplication and an addition",
    "CastLike": "Cast",
    "Constant": "computed when pack builds",
    "ConstantOfShape": "computed when pack builds",
    "Dropout": "nothing: it acts in training only",
    "EyeLike": "computed when pack builds",
    "GlobalAveragePool": "ReduceMean",
    "GlobalLpPool": "ReduceL1, ReduceL2",
    "GlobalMaxPool": "ReduceMax",
    "Mean": "additions and a multiplication",
    "Range": "computed when pack builds",
    "Shape": "computed when pack builds",
    "Size": "computed when pack builds",
    "Upsample": "Resize",
}
"""Operators of a model that need no kernel of their own, because reading and passes replace them -> what by."""


class Context(Protocol):
    """What an operator may ask while it is lowered: the graph, where values lie, and room in the weights file."""

    @property
    def graph(self) -> Graph:
        """The planned graph."""

    @property
    def target(self) -> Target:
        """Who the code is for."""

    @property
    def splits(self) -> bool:
        """Whether a variant may split its node."""

    @property
    def limit(self) -> Part:
        """What no stage and Relu become at the end of a kernel, one for the whole network: RELU where nothing has an
        upper bound, else CLIP."""

    def storage(self, value: str) -> Storage:
        """How the run-time value lies in its buffer."""

    def ref(self, value: str, *index: int) -> Ref:
        """The address of element [index] of a run-time value (missing indices are 0; negative ones reach the halo)."""

    def weights(self, array: Array) -> Ref:
        """The address of a constant block in the weights file; equal blocks are stored once."""


@dataclass(frozen=True)
class Variant:
    """One way to compute a node: a kernel, its estimated cost in cycles, and what `pack explain` says about it.

    `wide` does the same on the target's wider vectors; without it the cost there is that of `kernel`. `extra` are
    further kernels that the same steps call. A variant with `parts` splits the node: each part computes a node of
    `inside`, the last one of which has the node's name.
    """

    kernel: Kernel
    cycles: float
    why: str
    extra: tuple[Kernel, ...] = ()
    wide: Kernel | None = None
    parts: tuple[Variant, ...] = ()
    inside: Graph | None = field(default=None, compare=False, repr=False)

    @property
    def functions(self) -> tuple[Function, ...]:
        """The machine functions that the variant's steps call."""
        if self.parts:
            return tuple({f.name: f for part in self.parts for f in part.functions}.values())
        return (*functions_of(self.kernel, self.wide), *(f for kernel in self.extra for f in functions_of(kernel)))


class Operator(Protocol):
    """How an operator that is not elementwise becomes kernel steps: a class with static methods, never instantiated."""

    @staticmethod
    def needs(graph: Graph, node: Node) -> Needs:
        """What the node demands of the memory its values lie in; raises Unsupported with the reason."""

    @staticmethod
    def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
        """The kernels that can compute the node, best guess first."""

    @staticmethod
    def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
        """The steps that compute the node with the chosen kernel."""


@dataclass(frozen=True)
class Op:
    """An operator as found: its ONNX name, first opset, one-line description, and what it can do."""

    name: str
    since: int
    doc: str
    body: Body | None = None
    operator: type[Operator] | None = None
    fusable: bool = True
    shape: Callable[..., tuple[int, ...]] | None = None
    """Of an operator that ONNX does not know: the result's shape from those of the inputs (default: they broadcast)."""
    ref: Callable[..., Any] | None = None
    """What it means over numpy arrays, where the body does not say so."""
    cases: tuple[Any, ...] = ()
    """Shapes that it is tested with."""

    @property
    def elementwise(self) -> bool:
        """True where the operator works on each f32 element alone and may be fused into a neighbour."""
        return self.body is not None and self.fusable

    @property
    def inputs(self) -> int:
        """Number of tensor inputs of the elementwise body."""
        return sum(p.default is p.empty for p in self._parameters)

    @property
    def attrs(self) -> Mapping[str, float]:
        """The body's attributes with ONNX's defaults, in order."""
        return {p.name: p.default for p in self._parameters if p.default is not p.empty}

    @property
    def _parameters(self) -> tuple[inspect.Parameter, ...]:
        return tuple(inspect.signature(self.body).parameters.values()) if self.body else ()

    def evaluate(self, *inputs: Array, **attrs: float) -> Array:
        """The body over numpy arrays: constant folding."""
        assert self.body is not None
        # Infinities and NaN are results like any other.
        with np.errstate(all="ignore"):
            return np.asarray(self.body(*inputs, **attrs))


def op(name: str, *, since: int = 1) -> Callable[[type[Operator]], Op]:
    """Declare an operator by a class with static methods `needs`, `variants` and `lower`."""
    return lambda cls: Op(name, since, first_line(cls), operator=cls)


def first_line(thing: object) -> str:
    """The first line of its docstring, or of its module's."""
    module = inspect.getmodule(thing)
    return (inspect.getdoc(thing) or (module.__doc__ if module else "") or "").strip().split("\n")[0]


def file_name(name: str) -> str:
    """ONNX name -> module name: GlobalAveragePool -> global_average_pool, PRelu -> p_relu, LRN -> lrn, And -> and_."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    return snake + "_" if keyword.iskeyword(snake) else snake


OWN: dict[str, Op] = {}
"""The user's own operators, by name (`packager.own`)."""


def find(name: str) -> Op | None:
    """The operator called `name`, one of the user's first, or None where there is no file for it."""
    return OWN.get(name) or _shipped(name)


@cache
def _shipped(name: str) -> Op | None:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
        return None
    try:
        return next((op for op in find_in(file_name(name)) if op.name == name), None)
    except ModuleNotFoundError:
        return None


def find_in(stem: str) -> tuple[Op, ...]:
    """The operators in the file `stem` of packager/ops; raises ModuleNotFoundError where there is none."""
    return tuple(v for v in vars(import_module(f"packager.ops.{stem}")).values() if isinstance(v, Op))


def image(value: Value) -> tuple[int, int, int, int]:
    """(N, H, W, C) of a value of any rank: leading dimensions are rows, the last one is channels."""
    shape = value.shape
    if len(shape) == 4:
        n, h, w, c = shape
        return n, h, w, c
    return 1, 1, value.size // shape[-1] if shape else 1, shape[-1] if shape else 1
