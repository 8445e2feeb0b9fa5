"""The builder kernels are written with: values with operators, mutable variables, loops and typed memory access.

`Fn` writes one function `void name(void *const *ptrs, const intptr_t *args)`. Every mutable variable is an alloca;
LLVM's SROA turns them into registers, so no kernel keeps books about phi nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import numpy as np
from llvmlite import ir

from packager.target import Target

F32, F64 = ir.FloatType(), ir.DoubleType()
I8, I16, I32, I64 = (ir.IntType(n) for n in (8, 16, 32, 64))
PTR = ir.PointerType()

Number = int | float


@dataclass(frozen=True)
class Val:
    """An LLVM value with operators: an integer, a float, or a vector of them. A Python number on the other side of an
    operator becomes a constant of the same type; a scalar meets a vector as a splat. `signed` says how an integer
    compares, divides and widens; the left operand decides."""

    fn: Fn
    v: ir.Value
    signed: bool = True

    @property
    def lanes(self) -> int:
        """Lanes of the vector, 1 for a scalar."""
        return int(self.v.type.count) if isinstance(self.v.type, ir.VectorType) else 1

    @property
    def elem(self) -> ir.Type:
        """Type of one lane."""
        return self.v.type.element if isinstance(self.v.type, ir.VectorType) else self.v.type

    @property
    def is_float(self) -> bool:
        """True where the lanes are floats."""
        return isinstance(self.elem, (ir.FloatType, ir.DoubleType))

    def __add__(self, o: Operand) -> Val:
        return self._bin(o, "fadd", "add")

    def __radd__(self, o: Operand) -> Val:
        return self.same(o) + self

    def __sub__(self, o: Operand) -> Val:
        return self._bin(o, "fsub", "sub")

    def __rsub__(self, o: Operand) -> Val:
        return self.same(o) - self

    def __mul__(self, o: Operand) -> Val:
        return self._bin(o, "fmul", "mul")

    def __rmul__(self, o: Operand) -> Val:
        return self.same(o) * self

    def __truediv__(self, o: Operand) -> Val:
        return self._bin(o, "fdiv", "sdiv" if self.signed else "udiv")

    def __rtruediv__(self, o: Operand) -> Val:
        return self.same(o) / self

    def __neg__(self) -> Val:
        return Val(self.fn, self.fn.b.fneg(self.v)) if self.is_float else self.same(0) - self

    def __and__(self, o: Operand) -> Val:
        return self._bin(o, "and_", "and_")

    def __or__(self, o: Operand) -> Val:
        return self._bin(o, "or_", "or_")

    def __xor__(self, o: Operand) -> Val:
        return self._bin(o, "xor", "xor")

    def __lshift__(self, o: Operand) -> Val:
        return self._bin(o, "shl", "shl")

    def __rshift__(self, o: Operand) -> Val:
        return self._bin(o, "ashr", "ashr" if self.signed else "lshr")

    def __lt__(self, o: Operand) -> Val:
        return self._cmp("<", o)

    def __le__(self, o: Operand) -> Val:
        return self._cmp("<=", o)

    def __gt__(self, o: Operand) -> Val:
        return self._cmp(">", o)

    def __ge__(self, o: Operand) -> Val:
        return self._cmp(">=", o)

    def eq(self, o: Operand) -> Val:
        """Lanewise equality, as i1."""
        return self._cmp("==", o)

    def maximum(self, o: Operand) -> Val:
        """Lanewise maximum."""
        return self.fn.maximum(self, self.same(o))

    def minimum(self, o: Operand) -> Val:
        """Lanewise minimum."""
        return self.fn.minimum(self, self.same(o))

    def clip(self, lo: Operand, hi: Operand) -> Val:
        """`min(max(self, lo), hi)`."""
        return self.maximum(lo).minimum(hi)

    def bits(self) -> Val:
        """The float's bits as integer lanes of its width."""
        return self._cast(I64 if isinstance(self.elem, ir.DoubleType) else I32)

    def as_float(self) -> Val:
        """The integer lanes' bits as floats of their width."""
        return self._cast(F64 if self.elem.width == 64 else F32)

    def _cast(self, elem: ir.Type) -> Val:
        return Val(self.fn, self.fn.b.bitcast(self.v, _vector(elem, self.lanes)))

    def same(self, o: Operand) -> Val:
        """`o` as a value of this one's type: a number becomes a constant (in an integer of its whole part), a scalar
        meets a vector as a splat."""
        if isinstance(o, Val):
            return self.fn.splat(o, self.lanes) if o.lanes == 1 and self.lanes > 1 else o
        return Val(self.fn, self.fn.const(o, self.elem, self.lanes).v, self.signed)

    def _bin(self, o: Operand, f: str, i: str) -> Val:
        a, b = self, self.same(o)
        if a.lanes == 1 and b.lanes > 1:
            a = self.fn.splat(a, b.lanes)
        return Val(self.fn, getattr(self.fn.b, f if self.is_float else i)(a.v, b.v), self.signed)

    def _cmp(self, op: str, o: Operand) -> Val:
        b = self.fn.b
        compare = b.fcmp_ordered if self.is_float else b.icmp_signed if self.signed else b.icmp_unsigned
        return Val(self.fn, compare(op, self.v, self.same(o).v))


Operand = Val | Number


@dataclass(frozen=True)
class Var:
    """A mutable variable of one type."""

    fn: Fn
    slot: ir.Value
    type: ir.Type
    signed: bool = True

    def get(self) -> Val:
        """Its value now."""
        return Val(self.fn, self.fn.b.load(self.slot, typ=self.type), self.signed)

    def set(self, value: Val) -> None:
        """Assign `value`."""
        self.fn.b.store(value.v, self.slot)


@dataclass(frozen=True)
class Ptr:
    """An address of elements of type `elem`; `p + i` moves it by i elements."""

    fn: Fn
    v: ir.Value
    elem: ir.Type = F32

    def __add__(self, index: Val | int) -> Ptr:
        index = index if isinstance(index, Val) else self.fn.index(index)
        return Ptr(self.fn, self.fn.b.gep(self.v, [index.v], source_etype=self.elem), self.elem)

    def load(self, lanes: int = 1) -> Val:
        """`lanes` neighbouring elements, at any alignment of whole elements."""
        kind = _vector(self.elem, lanes)
        return Val(self.fn, self.fn.b.load(self.v, align=_size(self.elem), typ=kind))

    def load_ptr(self, elem: ir.Type = F32) -> Ptr:
        """The address that is stored here."""
        return Ptr(self.fn, self.fn.b.load(self.v, typ=PTR), elem)

    def store_ptr(self, address: Ptr) -> None:
        """Write an address here."""
        self.fn.b.store(address.v, self.v)

    def store(self, value: Val) -> None:
        """Write the lanes of `value` here."""
        self.fn.b.store(value.v, self.v, align=_size(self.elem))

    def of(self, elem: ir.Type) -> Ptr:
        """The same address, seen as elements of another type."""
        return Ptr(self.fn, self.v, elem)


class Fn:
    """One kernel function under construction.

    `bodies` looks up the elementwise body of an ONNX operator, for kernels that fuse an epilogue. `more` names further
    pointers that the function takes. `vec` is the f32 lanes of the target's vectors.
    """

    def __init__(
        self,
        module: ir.Module,
        name: str,
        pointers: Sequence[str],
        args: Sequence[str],
        target: Target,
        bodies: Callable[[str], Callable[..., Val]],
        more: Sequence[str] = (),
    ) -> None:
        self.target, self.bodies, self.module = target, bodies, module
        self.vec = target.vec
        self.iptr = ir.IntType(8 * target.pointer)
        self.function = ir.Function(module, ir.FunctionType(ir.VoidType(), [PTR] * (2 + len(more))), name)
        self.function.attributes.add("nounwind")
        for parameter in self.function.args:
            parameter.add_attribute("noalias")
        self._entry = self.function.append_basic_block("entry")
        body = self.function.append_basic_block("body")
        self.b = ir.IRBuilder(body)
        self._pointers = {n: i for i, n in enumerate(pointers)}
        self._args = {n: i for i, n in enumerate(args)}
        self._more = {n: self.function.args[2 + i] for i, n in enumerate(more)}
        self._allocas = ir.IRBuilder(self._entry)
        self._body = body

    def finish(self) -> None:
        """Close the function."""
        self.b.ret_void()
        self._allocas.branch(self._body)

    # --- the descriptor ---

    def declare(self, kind: Literal["pointer", "arg"], name: str) -> None:
        """Let the descriptor hold `name`, behind what it holds already: for code that finds out what it reads."""
        known = self._pointers if kind == "pointer" else self._args
        known.setdefault(name, len(known))

    @property
    def declared(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of the descriptor's pointers and arguments."""
        return tuple(self._pointers), tuple(self._args)

    # Entries are read again at each use: a folded memory operand costs less than a spilled register.

    def ptr(self, name: str, elem: ir.Type = F32) -> Ptr:
        """The pointer `name` of the descriptor."""
        return Ptr(self, self._entry_of(0, self._pointers[name], PTR), elem)

    def given(self, name: str, elem: ir.Type = F32) -> Ptr:
        """The pointer `name` that the function takes beside the descriptor."""
        return Ptr(self, self._more[name], elem)

    def has_finish(self) -> Val:
        """Whether the step names a function to end its tiles with (an i1)."""
        slot = self.b.gep(self.function.args[0], [self.iptr(-1)], source_etype=PTR)
        return Val(self, self.b.icmp_unsigned("!=", self.b.load(slot, typ=PTR), ir.Constant(PTR, None)))

    def call_finish(self, skip: int, *more: Ptr) -> None:
        """Call the function whose address stands before the first pointer, with the descriptor's pointers, its
        arguments behind the first `skip`, and `more`."""
        pointers, args = self.function.args[:2]
        kind = ir.FunctionType(ir.VoidType(), [PTR] * (2 + len(more)))
        slot = self.b.gep(pointers, [self.iptr(-1)], source_etype=PTR)
        address = self.b.load(slot, typ=ir.PointerType(kind))
        rest = self.b.gep(args, [self.iptr(skip)], source_etype=self.iptr)
        self.b.call(address, [pointers, rest, *(m.v for m in more)])

    def arg(self, name: str) -> Val:
        """The integer argument `name`, as wide as a pointer."""
        return Val(self, self._entry_of(1, self._args[name], self.iptr))

    def farg(self, name: str | int, lanes: int = 1) -> Val:
        """The float argument `name` (or at that place), splatted over `lanes`."""
        index = self._args[name] if isinstance(name, str) else name
        return self.splat(Val(self, self._entry_of(1, index, self.iptr, F32)), lanes)

    def _entry_of(self, table: int, index: int, step: ir.Type, kind: ir.Type | None = None) -> ir.Value:
        # Both targets' byte orders are little-endian: a float's bits are the first four bytes of its word.
        slot = self.b.gep(self.function.args[table], [self.iptr(index)], source_etype=step)
        return self.b.load(slot, typ=kind or step)

    # --- values ---

    def index(self, value: int) -> Val:
        """An integer constant as wide as a pointer."""
        return Val(self, self.iptr(value))

    def const(self, value: Number, elem: ir.Type = F32, lanes: int = 1) -> Val:
        """A constant, splatted over `lanes`."""
        if isinstance(elem, ir.DoubleType):
            one = ir.Constant(elem, float(value))
        else:  # llvmlite prints floats as doubles: round to what f32 holds first
            one = ir.Constant(elem, float(np.float32(value)) if isinstance(elem, ir.FloatType) else int(value))
        return Val(self, one if lanes == 1 else ir.Constant(ir.VectorType(elem, lanes), [one] * lanes))

    def splat(self, value: Val, lanes: int) -> Val:
        """The scalar in every lane."""
        if lanes == 1:
            return value
        kind = ir.VectorType(value.v.type, lanes)
        one = self.b.insert_element(ir.Constant(kind, ir.Undefined), value.v, I32(0))
        mask = ir.Constant(ir.VectorType(I32, lanes), [I32(0)] * lanes)
        return Val(self, self.b.shuffle_vector(one, ir.Constant(kind, ir.Undefined), mask), value.signed)

    def spread(self, value: Val, index: int, lanes: int) -> Val:
        """One lane of a vector in every lane of another."""
        return self.shuffle(value, value, [index] * lanes)

    def var(self, value: Val) -> Var:
        """A new variable that starts as `value`."""
        slot = self._allocas.alloca(value.v.type)
        slot.type = PTR
        self.b.store(value.v, slot)
        return Var(self, slot, value.v.type, value.signed)

    def array(self, count: int, elem: ir.Type = F32) -> Ptr:
        """`count` elements on the stack, aligned as the ABI aligns the stack."""
        slot = self._allocas.alloca(ir.ArrayType(elem, count))
        slot.align = 2 * self.target.pointer
        slot.type = PTR  # llvmlite still types allocas by their content and would refuse vectors here
        return Ptr(self, slot, elem)

    def vectors(self, count: int, lanes: int) -> Ptr:
        """Room for `count` vectors of f32 lanes on the stack, aligned to whole vectors.

        Aligned by hand inside a larger array: an alloca of that alignment costs a frame pointer, and with it one of the
        registers that tiles keep their addresses in.
        """
        wanted, given = 4 * lanes, 2 * self.target.pointer
        if wanted <= given:
            return self.array(count * lanes)
        whole = self.array(count * lanes + (wanted - given) // 4)
        up = self.b.add(self.b.ptrtoint(whole.v, self.iptr), self.iptr(wanted - 1))
        return Ptr(self, self.b.inttoptr(self.b.and_(up, self.iptr(-wanted)), PTR))

    def fma(self, a: Val, b: Val, c: Val) -> Val:
        """a*b + c, fused where the target fuses it for free (llvm.fmuladd)."""
        return self._call("llvm.fmuladd", a, b, c)

    def maximum(self, a: Val, b: Val) -> Val:
        """Lanewise maximum of numbers (NaN is unspecified)."""
        # nnan+nsz lets every target use its one-instruction maximum; without a float unit flag it is a compare chain.
        return self._minmax("llvm.maximum", ">", a, b)

    def minimum(self, a: Val, b: Val) -> Val:
        """Lanewise minimum of numbers (NaN is unspecified)."""
        return self._minmax("llvm.minimum", "<", a, b)

    def _minmax(self, name: str, op: str, a: Val, b: Val) -> Val:
        if a.is_float:
            return self._call(name, a, b, fastmath=("nnan", "nsz"))
        return self.select(a < b if op == "<" else a > b, a, b)

    def reciprocal(self, a: Val) -> Val:
        """1/a within 2 ulp for 1 <= a < 2**126, by Newton's method from 32-bit Arm's estimate; whole vectors only."""
        found = None
        for start in range(0, a.lanes, self.vec):
            part = self._part(a, start, self.vec)
            guess = self._call("llvm.arm.neon.vrecpe", part)
            for _ in range(2):
                guess = guess * self._call("llvm.arm.neon.vrecps", part, guess)
            found = guess if found is None else self.shuffle(found, guess, range(start + self.vec))
        assert found is not None
        return found

    def sqrt(self, a: Val) -> Val:
        """Lanewise square root."""
        return self._call("llvm.sqrt", a)

    def abs(self, a: Val) -> Val:
        """Lanewise magnitude."""
        return self._call("llvm.fabs", a) if a.is_float else self.select(a < 0, -a, a)

    def select(self, cond: Val, yes: Val, no: Val) -> Val:
        """`yes` where `cond`, else `no`."""
        return Val(self, self.b.select(cond.v, yes.v, no.v), yes.signed)

    def to_float(self, a: Val, *, signed: bool = True) -> Val:
        """Integer lanes -> f32."""
        return Val(self, (self.b.sitofp if signed else self.b.uitofp)(a.v, _vector(F32, a.lanes)))

    def to_int(self, a: Val, *, signed: bool = True) -> Val:
        """f32 -> i32 lanes, towards zero."""
        return Val(self, (self.b.fptosi if signed else self.b.fptoui)(a.v, _vector(I32, a.lanes)))

    def extend(self, a: Val, elem: ir.Type, signed: bool) -> Val:
        """Wider integer lanes."""
        return Val(self, (self.b.sext if signed else self.b.zext)(a.v, _vector(elem, a.lanes)), a.signed)

    def truncate(self, a: Val, elem: ir.Type) -> Val:
        """Narrower integer lanes."""
        return Val(self, self.b.trunc(a.v, _vector(elem, a.lanes)), a.signed)

    def lane(self, a: Val, index: int) -> Val:
        """One lane of a vector."""
        return Val(self, self.b.extract_element(a.v, I32(index)), a.signed) if a.lanes > 1 else a

    def reduce(self, a: Val, combine: Callable[[Val, Val], Val]) -> Val:
        """All lanes combined into one scalar, halving the vector each time."""
        while a.lanes > 1:
            half = a.lanes // 2
            low, high = (self._part(a, start, half) for start in (0, half))
            a = combine(low, high)
        return a

    def shuffle(self, a: Val, b: Val, lanes: Sequence[int]) -> Val:
        """The lanes with these numbers of two vectors of one length; those of `b` come after those of `a`."""
        mask = ir.Constant(ir.VectorType(I32, len(lanes)), [I32(n) for n in lanes])
        return Val(self, self.b.shuffle_vector(a.v, b.v, mask))

    def _part(self, a: Val, start: int, count: int) -> Val:
        if count == 1:
            return self.lane(a, start)
        mask = ir.Constant(ir.VectorType(I32, count), [I32(start + i) for i in range(count)])
        return Val(self, self.b.shuffle_vector(a.v, ir.Constant(a.v.type, ir.Undefined), mask))

    def convert(self, a: Val, instruction: str, elem: ir.Type, *, signed: bool = True) -> Val:
        """The lanes after LLVM's conversion `instruction` (fpext, fptrunc, sitofp, ...)."""
        return Val(self, getattr(self.b, instruction)(a.v, _vector(elem, a.lanes)), signed)

    def saturated(self, a: Val, elem: ir.Type, *, signed: bool = True) -> Val:
        """Float lanes as integers, towards zero; the nearest there is where they are out of range, 0 for NaN."""
        into, source = _vector(elem, a.lanes), f"f{32 if isinstance(a.elem, ir.FloatType) else 64}"
        lanes = f"v{a.lanes}" if a.lanes > 1 else ""
        name = f"llvm.fpto{'s' if signed else 'u'}i.sat.{lanes}i{elem.width}.{lanes}{source}"
        declared = self.module.globals.get(name)
        if declared is None:
            declared = ir.Function(self.module, ir.FunctionType(into, [a.v.type]), name)
        return Val(self, self.b.call(declared, [a.v]), signed)

    def _call(self, name: str, *args: Val, fastmath: tuple[str, ...] = ()) -> Val:
        kind = args[0].v.type
        element = "f64" if isinstance(args[0].elem, ir.DoubleType) else "f32"
        suffix = f".v{args[0].lanes}{element}" if args[0].lanes > 1 else f".{element}"
        declared = self.module.globals.get(name + suffix)
        if declared is None:
            declared = ir.Function(self.module, ir.FunctionType(kind, [kind] * len(args)), name + suffix)
        return Val(self, self.b.call(declared, [a.v for a in args], fastmath=fastmath))

    # --- control ---

    @contextmanager
    def loop(self, count: Val | int, step: Val | int = 1, *, maybe_empty: bool = False) -> Iterator[Val]:
        """Run the body for i in range(0, count, step). The body runs at least once unless `maybe_empty`."""
        if count == 1:
            yield self.index(0)
            return
        count = count if isinstance(count, Val) else self.index(count)
        with self.span(self.index(0), count, step, maybe_empty=maybe_empty) as i:
            yield i

    @contextmanager
    def span(self, start: Val, stop: Val, step: Val | int = 1, *, maybe_empty: bool = False) -> Iterator[Val]:
        """Run the body for i in range(start, stop, step). The body runs at least once unless `maybe_empty`."""
        i = self.var(start)
        head, after = self._block("loop"), self._block("after")
        if maybe_empty:
            self.b.cbranch((stop > start).v, head, after)
        else:
            self.b.branch(head)
        self.b.position_at_end(head)
        yield i.get()
        i.set(i.get() + step)
        self.b.cbranch((i.get() < stop).v, head, after)
        self.b.position_at_end(after)

    @contextmanager
    def while_(self, condition: Callable[[], Val]) -> Iterator[None]:
        """Run the body as long as `condition()`, which is written before it, holds."""
        head, body, after = (self._block(n) for n in ("while", "do", "after"))
        self.b.branch(head)
        self.b.position_at_end(head)
        self.b.cbranch(condition().v, body, after)
        self.b.position_at_end(body)
        yield
        self.b.branch(head)
        self.b.position_at_end(after)

    @contextmanager
    def if_(self, cond: Val) -> Iterator[None]:
        """Run the body where `cond` (one i1) holds."""
        yes, after = self._block("then"), self._block("after")
        self.b.cbranch(cond.v, yes, after)
        self.b.position_at_end(yes)
        yield
        self.b.branch(after)
        self.b.position_at_end(after)

    def branch(self, cond: Val, yes: Callable[[], None], no: Callable[[], None]) -> None:
        """Run the code that `yes` writes where `cond` (one i1) holds, else that of `no`."""
        then, other, after = (self._block(n) for n in ("then", "else", "after"))
        self.b.cbranch(cond.v, then, other)
        for block, write in ((then, yes), (other, no)):
            self.b.position_at_end(block)
            write()
            self.b.branch(after)
        self.b.position_at_end(after)

    def _block(self, name: str) -> ir.Block:
        return self.function.append_basic_block(self.module.get_unique_name(name))


def _vector(elem: ir.Type, lanes: int) -> ir.Type:
    return elem if lanes == 1 else ir.VectorType(elem, lanes)


def _size(elem: ir.Type) -> int:
    return {ir.FloatType: 4, ir.DoubleType: 8}.get(type(elem)) or int(elem.width) // 8
