"""Operators written as loops: one function that says which element of the result comes from which of the operands.

    @nest("Trilu", since=14)
    def trilu(w: Writer, x: Tensor, *, y: Tensor) -> None:
        w.each(y, lambda i: w.select(i[-1] - i[-2] >= k, x[i], 0))

Positional parameters are the operator's inputs (None where absent), keyword parameters its outputs. An element that is
read has a type to compute with (`packager.emit.convert`), one that is written takes any: so one function serves all
element types, all strides and all layouts. `each` writes vectors where elements lie side by side.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import prod
from typing import Any

from llvmlite import ir

from packager.dtype import DType, from_numpy
from packager.emit import backend, convert, integers
from packager.emit.builder import Fn, Ptr, Val, Var
from packager.emit.convert import MACHINE, Kind, kind_of
from packager.errors import PackError
from packager.graph import Array, Graph, Node
from packager.kernels.base import Kernel, Ref, Step
from packager.kernels.nest import Nest
from packager.lowering.base import Body, Context, Op, Operator, Variant, first_line
from packager.lowering.pointwise import finish
from packager.lowering.region import Region, constant, region
from packager.plan.needs import InputNeed, Needs

Check = Callable[[Graph, Node], None]
"""Raises Unsupported where the operator cannot be compiled."""


@dataclass(frozen=True)
class Lanes:
    """An index that stands for several neighbouring ones: `first`, `first + 1`, ..."""

    first: Val
    count: int

    def __add__(self, other: Val | int) -> Lanes:
        return Lanes(self.first + other, self.count)

    def __sub__(self, other: Val | int) -> Lanes:
        return Lanes(self.first - other, self.count)


Index = Val | Lanes | int


def ix(*index: Index) -> tuple[Index, ...]:
    """An index of several parts: x[ix(*outer, inner)]."""
    return index


@dataclass(frozen=True)
class Tensor:
    """An operand: where it lies, and how to read and write it. Views of it cost nothing."""

    writer: Writer = field(repr=False)
    name: str
    at: Region
    const: Array | None = field(default=None, repr=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """Its sizes."""
        return self.at.shape

    @property
    def rank(self) -> int:
        """Its number of axes."""
        return len(self.at.shape)

    @property
    def size(self) -> int:
        """Its number of elements."""
        return prod(self.at.shape)

    @property
    def dtype(self) -> DType:
        """Its element type."""
        return self.at.dtype

    @property
    def kind(self) -> Kind:
        """What its elements are computed in."""
        return kind_of(self.at.dtype)

    def __getitem__(self, index: Index | Sequence[Index]) -> Val:
        address, lanes, step = self._address(index)
        if lanes == 1:
            return self.writer.read(address, self.dtype)
        fn = self.writer.fn
        if step == 1:
            return self.writer.read(address, self.dtype, lanes)
        one = self.writer.read(address, self.dtype)
        result = fn.splat(one, lanes)
        for i in range(1, lanes if step else 1):
            more = self.writer.read(address + self.writer.number(step) * i, self.dtype)
            result = Val(fn, fn.b.insert_element(result.v, more.v, ir.IntType(32)(i)), one.signed)
        return result

    def __setitem__(self, index: Index | Sequence[Index], value: Val | float) -> None:
        address, lanes, _ = self._address(index)
        given = value if isinstance(value, Val) else self.writer.constant(value, self.kind)
        self.writer.write(address, self.writer.fn.splat(given, lanes) if given.lanes < lanes else given, self.dtype)

    def _address(self, index: Index | Sequence[Index]) -> tuple[Ptr, int, int]:
        """Where the element is, how many are meant, and the step between them."""
        indices = (index,) if isinstance(index, (Val, Lanes, int)) else tuple(index)
        if len(indices) != self.rank:
            raise ValueError(f"{self.name} has {self.rank} axes, not {len(indices)}")
        w, lanes, step = self.writer, 1, 0
        offset: Val | None = None
        for i, stride, size in zip(indices, self.at.strides, self.shape, strict=True):
            first = i.first if isinstance(i, Lanes) else i
            if isinstance(i, Lanes):
                lanes, step = i.count, stride if size != 1 else 0
            # The only element of an axis is the first, whatever runs along it.
            if stride == 0 or size == 1 or (isinstance(first, int) and first == 0):
                continue
            part = first if isinstance(first, Val) else w.fn.index(first)
            part = part if stride == 1 else part * w.number(stride)
            offset = part if offset is None else offset + part
        base = w.pointer(self)
        return (base if offset is None else base + offset), lanes, step

    # --- views ---

    def permute(self, axes: Sequence[int]) -> Tensor:
        """Axis d of the result is axis axes[d]."""
        return replace(self, at=self.at.permute(axes))

    def broadcast(self, shape: Sequence[int]) -> Tensor:
        """Stretched to `shape`, as numpy does."""
        return replace(self, at=self.at.broadcast(shape))

    def split(self, axis: int, *sizes: int) -> Tensor:
        """One axis as several."""
        return replace(self, at=self.at.split(axis, *sizes))

    def insert(self, axis: int) -> Tensor:
        """With a new axis of one element."""
        return replace(self, at=self.at.insert(axis))

    def last(self, axis: int) -> Tensor:
        """The axis behind all others."""
        return self.permute((*(d for d in range(self.rank) if d != axis), axis))

    def merged(self, start: int, stop: int) -> Tensor:
        """The axes from `start` to `stop` as one; only of a tensor that is dense (`nest(dense=True)`)."""
        shape, strides = self.at.shape, self.at.strides
        if start == stop:
            return self.insert(start)
        kept = [d for d in range(start, stop) if shape[d] != 1]
        if any(strides[a] != strides[b] * shape[b] for a, b in pairwise(kept)):
            raise ValueError(f"{self.name} is not dense: {shape} by {strides}")
        step = strides[kept[-1]] if kept else 1
        at = replace(
            self.at,
            shape=(*shape[:start], prod(shape[start:stop]), *shape[stop:]),
            strides=(*strides[:start], step, *strides[stop:]),
        )
        return replace(self, at=at)

    def of(self, dtype: DType) -> Tensor:
        """The same memory, dense and in a row, as elements of a smaller type."""
        count = self.size * self.dtype.bytes // dtype.bytes
        return replace(self, at=replace(self.at, shape=(count,), strides=(1,), dtype=dtype))

    def flat(self) -> Tensor:
        """All elements in a row, of a dense tensor."""
        return self.merged(0, self.rank)


class Writer:
    """What an operator's function writes its loops with. It counts what they cost."""

    def __init__(self, fn: Fn, ctx: Context, node: Node) -> None:
        self.fn, self.ctx, self.node, self.graph = fn, ctx, node, ctx.graph
        self.refs: dict[str, Ref] = {}
        self.args: dict[str, int | float] = {}
        self.cycles = 0.0
        self._trips = 1.0
        self._numbers: dict[int, Val] = {}

    # --- operands ---

    def operand(self, name: str) -> Tensor:
        """The value called `name`."""
        return Tensor(self, f"p{len(self.refs)}", self._known(region(self.ctx, name)), self.graph.const(name))

    def at(self, place: Region) -> Tensor:
        """What lies there."""
        return Tensor(self, f"p{len(self.refs)}", self._known(place))

    def table(self, array: Array) -> Tensor:
        """A constant of the operator's own."""
        return Tensor(
            self, f"p{len(self.refs)}", self._known(constant(self.ctx, array, from_numpy(array.dtype))), array
        )

    def _known(self, at: Region) -> Region:
        self.refs[f"p{len(self.refs)}"] = at.ref
        return at

    def scratch(self, count: int, kind: Kind) -> Local:
        """`count` elements on the stack: a few, since a step's stack is small."""
        return Local(self, self.fn.array(count, MACHINE[kind]), not kind.startswith("u"))

    def pointer(self, tensor: Tensor) -> Ptr:
        """Its first element."""
        self.fn.declare("pointer", tensor.name)
        return self.fn.ptr(tensor.name, convert.raw_type(tensor.dtype))

    def read(self, at: Ptr, dtype: DType, lanes: int = 1) -> Val:
        """Elements in memory."""
        self.cycles += self._trips
        return convert.load(at, dtype, lanes)

    def write(self, at: Ptr, value: Val, dtype: DType) -> None:
        """Elements to memory; of floats that a Cast makes, as it says."""
        self.cycles += self._trips
        given = self.node.attrs
        saturate = bool(given.get("saturate", 1))
        convert.store(at, value, dtype, saturate=saturate, rounding=str(given.get("round_mode", "up")))

    # --- numbers ---

    def number(self, value: int) -> Val:
        """A size or step of this node, which other nodes may have otherwise: an argument of the kernel."""
        if value in (0, 1):
            return self.fn.index(value)
        name = f"n{len(self.args)}"
        known = next((n for n, v in self.args.items() if v == value and isinstance(v, int)), name)
        self.args.setdefault(known, value)
        self.fn.declare("arg", known)
        return self.fn.arg(known)

    def constant(self, value: float, kind: Kind) -> Val:
        """A number of the code itself."""
        return Val(self.fn, self.fn.const(value, MACHINE[kind]).v, not kind.startswith("u"))

    def index(self, value: Val | Index, size: int | None = None) -> Val:
        """A number as an index; counted from the end of `size` elements where it is negative, and kept inside."""
        fn = self.fn
        if isinstance(value, (int, Lanes)):
            raise TypeError("an index already")
        found = convert.cast(value, "i64" if fn.iptr.width == 64 else "i32")
        if size is None:
            return found
        found = fn.select(found < 0, found + self.number(size), found)
        return found.maximum(0).minimum(self.number(size) - 1)

    def divide(self, a: Val, b: Val) -> Val:
        """The whole part of a quotient of indices."""
        return integers.quotient(a, b)

    def cast(self, value: Val, kind: Kind) -> Val:
        """A number in another type."""
        return convert.cast(value, kind)

    def var(self, value: Val | float, kind: Kind = "f32") -> Var:
        """A variable."""
        return self.fn.var(value if isinstance(value, Val) else self.constant(value, kind))

    def select(self, condition: Val, yes: Val | float, no: Val | float) -> Val:
        """`yes` where the condition holds, else `no`."""
        like = yes if isinstance(yes, Val) else no
        if not isinstance(like, Val):
            raise TypeError("one of the two must be a value")
        wide = like if like.lanes >= condition.lanes else self.fn.splat(like, condition.lanes)
        return self.fn.select(condition, wide.same(yes), wide.same(no))

    def both(self, first: Val, *more: Val) -> Val:
        """Whether all conditions hold."""
        for other in more:
            first = Val(self.fn, self.fn.b.and_(first.v, other.v))
        return first

    def either(self, first: Val, *more: Val) -> Val:
        """Whether one of the conditions holds."""
        for other in more:
            first = Val(self.fn, self.fn.b.or_(first.v, other.v))
        return first

    def negated(self, condition: Val) -> Val:
        """Whether a condition does not hold."""
        return Val(self.fn, self.fn.b.not_(condition.v))

    def unequal(self, a: Val, b: Val | int) -> Val:
        """Whether the two differ."""
        return Val(self.fn, self.fn.b.not_(a.eq(b).v))

    def inside(self, index: Val, size: int) -> Val:
        """Whether an index is one of `size`."""
        return Val(self.fn, index.v, signed=False) < self.number(size)

    # --- loops ---

    @contextmanager
    def over(self, *counts: int | Val) -> Iterator[tuple[Val, ...]]:
        """Loops around what is inside, the last one innermost."""
        trips = self._trips
        with ExitStack() as stack:
            found: list[Val] = []
            for count in counts:
                known = count if isinstance(count, int) else 8
                self._trips *= known
                if isinstance(count, int) and count == 1:
                    found.append(self.fn.index(0))
                    continue
                limit = self.number(count) if isinstance(count, int) else count
                found.append(
                    stack.enter_context(self.fn.loop(limit, maybe_empty=not isinstance(count, int) or count == 0))
                )
            yield tuple(found)
        self._trips = trips

    @contextmanager
    def between(self, start: Val, stop: Val) -> Iterator[Val]:
        """A loop over the numbers from `start` to `stop`, which may be none."""
        with self.fn.span(start, stop, maybe_empty=True) as i:
            yield i

    def blocks(self, count: int, sizes: Sequence[int]) -> Iterator[tuple[Val, int]]:
        """Loops over `count` elements in blocks of the first size, what is left in blocks of the next, and so on: where
        a block starts, and its size. Sizes that are not needed have no code."""
        done = 0
        for size in sizes:
            end = done + (count - done) // size * size
            if end > done:
                trips = self._trips
                self._trips *= (end - done) // size
                with self.fn.span(self.number(done), self.number(end), size) as start:
                    yield start, size
                self._trips = trips
            done = end

    def if_(self, condition: Val) -> Any:
        """What is inside runs where the condition holds."""
        return self.fn.if_(condition)

    def each(
        self, y: Tensor, value: Callable[[tuple[Any, ...]], Val | float], *kinds: Kind, vectors: bool = True
    ) -> None:
        """y[i] = value(i) for all i, by vectors along the axis whose elements lie side by side. `kinds` are computed
        with beside y's own. Without `vectors` each index is a number to compute with."""
        if not y.size:
            return
        order = sorted(range(y.rank), key=lambda d: y.at.strides[d] if y.shape[d] > 1 else 1 << 62, reverse=True)
        lanes = self.fn.vec * 4 // max(_BYTES[k] for k in (y.kind, *kinds))
        fits = vectors and bool(order) and y.shape[order[-1]] >= lanes and y.at.strides[order[-1]] == 1
        outer = order[:-1] if fits else order

        def place(inner: tuple[Any, ...], extra: tuple[Any, ...]) -> tuple[Any, ...]:
            at = dict(zip(order, (*inner, *extra), strict=True))
            return tuple(at[d] for d in range(y.rank))

        with self.over(*(y.shape[d] for d in outer)) as i:
            if not fits:
                at = place(i, ())
                y[at] = value(at)
                return
            count, trips = y.shape[order[-1]], self._trips
            self._trips = trips * (count // lanes)
            with self.fn.loop(self.number(count) & -lanes, lanes) as first:
                at = place(i, (Lanes(first, lanes),))
                y[at] = value(at)
            self._trips = trips * (count % lanes)
            # Another node with this code may have elements left over where this one has none.
            with self.fn.span(self.number(count) & -lanes, self.number(count), maybe_empty=True) as rest:
                at = place(i, (rest,))
                y[at] = value(at)
            self._trips = trips

    def clear(self, y: Tensor) -> None:
        """Zeros everywhere."""
        self.each(y, lambda _: self.constant(0, y.kind))

    def fold(
        self, i: Sequence[Any], counts: Sequence[int], start: Val | float, kind: Kind, step: Callable[..., Val]
    ) -> Val:
        """step(what is found so far, *k) for all k in `counts`, one result for each lane of the index `i`."""
        first = start if isinstance(start, Val) else self.constant(start, kind)
        lanes = max((x.count for x in i if isinstance(x, Lanes)), default=1)
        found = self.fn.var(self.fn.splat(first, lanes) if first.lanes < lanes else first)
        with self.over(*counts) as k:
            found.set(step(found.get(), *k))
        return found.get()

    def dot(self, i: Sequence[Any], counts: Sequence[int], kind: Kind, terms: Callable[..., tuple[Val, Val]]) -> Val:
        """The sum of products of terms(*k) for all k in `counts`."""
        return self.fold(i, counts, 0, kind, lambda found, *k: self.multiply_add(*terms(*k), found))

    def multiply_add(self, a: Val, b: Val, c: Val) -> Val:
        """a * b + c."""
        if not c.is_float:
            return c + a * b
        return self.fn.fma(c.same(a) if a.lanes < c.lanes else a, c.same(b) if b.lanes < c.lanes else b, c)

    # --- layouts ---

    def nchw(self, x: Tensor) -> Tensor:
        """An image with channels first, however it lies."""
        if self.node.attrs.get("layout") != "NHWC":
            return x
        return x.permute((0, x.rank - 1, *range(1, x.rank - 1)))

    def with_axes(self, y: Tensor, rank: int, axes: Sequence[int]) -> Tensor:
        """A result that may have lost `axes`, with one element along each of them."""
        if y.rank < rank:
            for axis in sorted(a % rank for a in axes):
                y = y.insert(axis)
        return y


_BYTES: dict[Kind, int] = {"f32": 4, "f64": 8, "i32": 4, "u32": 4, "i64": 8, "u64": 8}


@dataclass(frozen=True)
class Local:
    """Elements on the stack."""

    writer: Writer
    at: Ptr
    signed: bool

    def __getitem__(self, index: Val | int) -> Val:
        return Val(self.at.fn, (self.at + index).load().v, self.signed)

    def __setitem__(self, index: Val | int, value: Val) -> None:
        (self.at + index).store(value)


@dataclass(frozen=True)
class _Draft:
    """A node as a kernel and one step."""

    step: Step
    cycles: float


def nest(
    name: str, *, since: int = 1, dense: bool = False, rows: bool = False, check: Check | None = None,
    why: str = "loops",
    shape: Callable[..., tuple[int, ...]] | None = None, ref: Callable[..., Any] | None = None,
    cases: tuple[Any, ...] = (),
) -> Callable[[Body], Op]:  # fmt: skip
    """Declare an operator by its loops. `dense`: no operand has gaps or turned axes; `rows`: the last axis of each is
    without gaps. `check` raises Unsupported.

    An operator that ONNX does not know says the `shape` of its result and its `ref`, the meaning over numpy arrays.
    """

    def declare(body: Body) -> Op:
        operator = nested(body, dense=dense, rows=rows, check=check, why=why)
        return Op(name, since, first_line(body), operator=operator, shape=shape, ref=ref, cases=cases)

    return declare


def nested(
    body: Body, *, dense: bool = False, rows: bool = False, check: Check | None = None, why: str = "loops"
) -> type[Operator]:
    """The operator whose loops `body` writes."""

    class Nested:
        __doc__ = first_line(body)

        @staticmethod
        def needs(graph: Graph, node: Node) -> Needs:
            if check is not None:
                check(graph, node)
            need = InputNeed(strided=False) if dense else InputNeed(any_strides=not rows)
            return Needs(tuple(need for _ in node.reads), strided_output=not dense)

        @staticmethod
        def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
            draft = _draft(body, ctx, node)
            return (Variant(draft.step.kernel, draft.cycles, why),)

        @staticmethod
        def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
            if any(ctx.graph[o].size for o in node.outputs if o):
                yield replace(_draft(body, ctx, node).step, kernel=kernel)
            yield from finish(ctx, node)

    return Nested


def otherwise(first: Op, second: type[Operator]) -> Op:
    """The operator `first`; where that cannot be compiled, as `second` says."""

    def pick(graph: Graph, node: Node) -> type[Operator]:
        assert first.operator is not None
        try:
            first.operator.needs(graph, node)
        except PackError:
            return second
        return first.operator

    class Either:
        __doc__ = first.doc

        @staticmethod
        def needs(graph: Graph, node: Node) -> Needs:
            return pick(graph, node).needs(graph, node)

        @staticmethod
        def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
            return pick(ctx.graph, node).variants(ctx, node)

        @staticmethod
        def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
            return pick(ctx.graph, node).lower(ctx, node, kernel)

    return replace(first, operator=Either)


def or_loops(body: Body, why: str = "loops") -> Callable[[Op], Op]:
    """Declare the loops of an operator that other kernels compute where they can."""
    return lambda first: otherwise(first, nested(body, why=why))


def _draft(body: Body, ctx: Context, node: Node) -> _Draft:
    """Write the code once to see what it needs."""
    made: list[Writer] = []

    def write(fn: Fn) -> None:
        writer = Writer(fn, ctx, node)
        made.append(writer)
        _call(body, writer, node)

    name = "".join(c if c.isalnum() else "_" for c in getattr(body, "__name__", "nest")).strip("_")
    module = backend.new_module(name, ctx.target)
    fn = Fn(module, name, (), (), ctx.target, _no_body)
    write(fn)
    fn.finish()
    pointers, args = fn.declared
    symbol = f"{name}_{hashlib.sha256(str(module).encode()).hexdigest()[:16]}"
    writer = made[0]
    kernel = Nest(symbol, ctx.target, pointers, args, write)
    step = Step(kernel, {n: writer.refs[n] for n in pointers}, {n: writer.args[n] for n in args}, node.name)
    return _Draft(step, writer.cycles)


def _call(body: Body, writer: Writer, node: Node) -> None:
    """The body on the operands of a node."""
    parameters = list(inspect.signature(body).parameters.values())[1:]
    inputs = [p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.POSITIONAL_ONLY)]
    given: list[Tensor | None] = [writer.operand(i) if i else None for i in node.inputs]
    if not any(p.kind is p.VAR_POSITIONAL for p in parameters):
        given += [None] * (len(inputs) - len(given))
    outputs = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
    made = {
        name: writer.operand(out) if out else None
        for name, out in zip(outputs, (*node.outputs, *[""] * len(outputs)), strict=False)
    }
    body(writer, *given, **made)


def _no_body(name: str) -> Body:
    raise TypeError(f"loops have no epilogue, but asked for {name}")
