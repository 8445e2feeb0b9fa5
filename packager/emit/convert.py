"""Elements of every type in memory, and what is computed with: each type is computed in one of six machine types.

f64, i64, u64 and the integers of 32 bits are computed as they are, smaller integers and truth values in 32 bits, every
smaller float in f32. What a processor has no instruction for is put together from integer arithmetic, so that no kernel
calls a library.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from llvmlite import ir

from packager.dtype import BY_NAME, DType
from packager.emit.builder import F32, F64, I8, I16, I32, I64, Ptr, Val
from packager.emit.math64 import convert_small

Kind = Literal["f32", "f64", "i32", "u32", "i64", "u64"]
"""What is computed with."""

MACHINE: dict[str, ir.Type] = {"f32": F32, "f64": F64, "i32": I32, "u32": I32, "i64": I64, "u64": I64}

_RAW = {1: I8, 2: I16, 4: I32, 8: I64}


@dataclass(frozen=True)
class Small:
    """A float of `exponent` and `mantissa` bits. `top` is the code of its largest number; `infinity` is one code, `nan`
    one or the first of several. `negative_zero`: whether it has one; else that code is its only NaN."""

    exponent: int
    mantissa: int
    bias: int
    top: int
    infinity: int | None
    nan: int | None
    negative_zero: bool = True


SMALL = {
    "f16": Small(5, 10, 15, 0x7BFF, 0x7C00, 0x7E00),
    "bf16": Small(8, 7, 127, 0x7F7F, 0x7F80, 0x7FC0),
    "f8e4m3fn": Small(4, 3, 7, 0x7E, None, 0x7F),
    "f8e4m3fnuz": Small(4, 3, 8, 0x7F, None, 0x80, negative_zero=False),
    "f8e5m2": Small(5, 2, 15, 0x7B, 0x7C, 0x7E),
    "f8e5m2fnuz": Small(5, 2, 16, 0x7F, None, 0x80, negative_zero=False),
    "f4e2m1": Small(2, 1, 1, 0x7, None, None),
}


def kind_of(dtype: DType) -> Kind:
    """What elements of `dtype` are computed in."""
    if dtype.is_float:
        return "f64" if dtype.name == "f64" else "f32"
    wide = dtype.bytes == 8
    return ("u64" if wide else "u32") if dtype.is_unsigned else ("i64" if wide else "i32")


def kind_of_value(value: Val) -> Kind:
    """What `value` is computed in."""
    if value.is_float:
        return "f64" if isinstance(value.elem, ir.DoubleType) else "f32"
    wide = value.elem.width == 64
    return ("i64" if wide else "i32") if value.signed else ("u64" if wide else "u32")


def raw_type(dtype: DType) -> ir.Type:
    """What an element is in memory."""
    return {"f32": F32, "f64": F64}.get(dtype.name) or _RAW[dtype.bytes]


def load(at: Ptr, dtype: DType, lanes: int = 1) -> Val:
    """Elements of `dtype`, ready to compute with."""
    fn, raw = at.fn, at.of(raw_type(dtype)).load(lanes)
    if dtype.name in ("f32", "f64", "i32", "i64"):
        return raw
    if dtype.name in ("u32", "u64"):
        return Val(fn, raw.v, signed=False)
    if dtype.is_float:
        return _widened(fn.extend(raw, I32, signed=False), dtype)
    if dtype.bits < 8:
        spare = 32 - dtype.bits
        high = Val(fn, (fn.extend(raw, I32, signed=False) << spare).v, not dtype.is_unsigned)
        return high >> spare
    wide = fn.extend(raw, I32, signed=dtype.is_int and not dtype.is_unsigned)
    return Val(fn, wide.v, not dtype.is_unsigned)


def store(at: Ptr, value: Val, dtype: DType, *, saturate: bool = True, rounding: str = "up") -> None:
    """Write `value`, of any type, as elements of `dtype`.

    Floats become integers towards zero and smaller floats to the nearest, ties to even. `saturate` and `rounding` are
    those of ONNX's Cast: what becomes of numbers too large for an 8-bit float, and how one without mantissa rounds.
    """
    fn, to = at.fn, at.of(raw_type(dtype))
    if dtype.is_bool:
        yes = value.fn.b.fcmp_unordered("!=", value.v, value.same(0).v) if value.is_float else None
        truth = Val(fn, yes) if yes is not None else Val(fn, fn.b.icmp_unsigned("!=", value.v, value.same(0).v))
        to.store(fn.extend(truth, I8, signed=False))
        return
    # Small integers keep the low bits of larger ones, negative ones among them.
    small = dtype.is_int and dtype.bytes < 4
    if dtype.name == "f16" and kind_of_value(value) == "f64":
        value = _to_odd(value)
    value = cast(value, "i32" if small and value.is_float else kind_of(dtype))
    if dtype.name in SMALL:
        to.store(fn.truncate(_narrowed(value, SMALL[dtype.name], saturate=saturate), raw_type(dtype)))
    elif dtype.name == "f8e8m0":
        to.store(fn.truncate(_power_of_two(value, rounding, saturate=saturate), I8))
    elif dtype.bits < 8:
        spare = 8 - dtype.bits
        high = Val(fn, (fn.truncate(value, I8) << spare).v, not dtype.is_unsigned)
        to.store(high >> spare)
    elif dtype.bytes < 4:
        to.store(fn.truncate(value, raw_type(dtype)))
    else:
        to.store(value)


def cast(value: Val, kind: Kind) -> Val:
    """The number `value` in another machine type, towards zero where it is cut off."""
    fn, source = value.fn, kind_of_value(value)
    if source == kind:
        return value
    machine, signed = MACHINE[kind], not kind.startswith("u")
    if value.is_float:
        if kind in ("f32", "f64"):
            return fn.convert(value, "fpext" if kind == "f64" else "fptrunc", machine)
        if machine == I64 and fn.target.pointer < 8:
            return _to_long(value, signed=signed)
        return fn.saturated(value, machine, signed=signed)
    if kind in ("f32", "f64"):
        if value.elem == I64 and fn.target.pointer < 8:
            return cast(_from_long(value), kind)
        return fn.convert(value, "sitofp" if value.signed else "uitofp", machine)
    if machine == value.elem:
        return Val(fn, value.v, signed)
    if machine == I64:
        return Val(fn, fn.extend(value, I64, value.signed).v, signed)
    return Val(fn, fn.truncate(value, I32).v, signed)


def _from_long(value: Val) -> Val:
    """64-bit integers as f64 in two halves: 32-bit processors have no instruction, and a call would need a library."""
    fn = value.fn
    size = fn.select(value < 0, -value, value) if value.signed else value
    high, low = Val(fn, size.v, signed=False) >> 32, size & 0xFFFFFFFF
    found = convert_small(high) * 4294967296.0 + convert_small(low)
    return fn.select(value < 0, -found, found) if value.signed else found


def _to_long(value: Val, *, signed: bool) -> Val:
    """The inverse of `_from_long`."""
    fn, x = value.fn, cast(value, "f64")
    size = fn.abs(x)
    high = fn.saturated(size * (1 / 4294967296.0), I32, signed=False)
    low = fn.saturated(size - fn.convert(high, "uitofp", F64) * 4294967296.0, I32, signed=False)
    both = (fn.extend(high, I64, signed=False) << 32) | fn.extend(low, I64, signed=False)
    return Val(fn, (fn.select(x < 0.0, -both, both) if signed else both).v, signed)


def _widened(code: Val, dtype: DType) -> Val:
    """Codes of a small float, in the low bits of i32 lanes, as f32."""
    fn = code.fn
    if dtype.name == "f8e8m0":
        number = fn.select(code.eq(0), code.same(0x00400000), code << 23)
        return fn.select(code.eq(0xFF), code.same(0x7FC00000), number).as_float()
    small = SMALL[dtype.name]
    if dtype.name == "bf16":
        return (code << 16).as_float()
    width, shift = small.exponent + small.mantissa, 23 - small.mantissa
    body = code & ((1 << width) - 1)
    sign = (code >> width) << 31
    normal = ((body << shift) + ((127 - small.bias) << 23)).as_float()
    # By a multiplication: NEON takes the f32 that shifting would make for zero.
    tiny = fn.to_float(body) * 2.0 ** (1 - small.bias - small.mantissa)
    found = fn.select(body < (1 << small.mantissa), tiny, normal).bits()
    if small.infinity is not None:
        found = fn.select(body > small.top, (body << shift) | 0x7F800000, found)
    elif small.nan is not None and small.negative_zero:
        found = fn.select(body.eq(small.nan), found.same(0x7FC00000), found)
    found = found | sign
    if not small.negative_zero:
        found = fn.select(code.eq(small.nan or 0), found.same(0x7FC00000), found)
    return found.as_float()


def _narrowed(value: Val, small: Small, *, saturate: bool) -> Val:
    """f32 lanes as codes of a small float, to the nearest, ties to even."""
    fn, bits = value.fn, value.bits()
    size = bits & 0x7FFFFFFF
    shift, width = 23 - small.mantissa, small.exponent + small.mantissa
    odd = (size >> shift) & 1
    normal = ((size + odd + ((1 << (shift - 1)) - 1)) >> shift) - ((127 - small.bias) << small.mantissa)
    if small.bias < 127:
        # Adding 2^23 rounds to whole steps of the smallest number, and leaves their count in the low bits.
        steps = size.as_float() * 2.0 ** (small.bias - 1 + small.mantissa) + 8388608.0
        normal = fn.select(size < ((128 - small.bias) << 23), steps.bits() & 0x7FFFFF, normal)
    # All f32 above the largest are large; infinity is, too.
    over = normal > small.top
    if small.infinity is not None and (not saturate or small.mantissa > 3):
        limit = small.infinity
    elif small.nan is not None and not saturate:
        limit = small.nan
    else:
        limit = small.top
    code = fn.select(over, normal.same(limit), normal)
    sign = Val(fn, ((bits >> 31) & 1).v) << width
    if small.negative_zero:
        code = code | sign
    else:
        code = fn.select(code.eq(0), code, fn.select(code.eq(small.nan or 0), code, code | sign))
    if small.nan is None:  # what ml_dtypes makes of NaN: minus zero
        return fn.select(size > 0x7F800000, code.same(1 << width), code)
    keep = (bits >> 31 & 1) << width if small.negative_zero else bits.same(0)
    return fn.select(size > 0x7F800000, keep | small.nan, code)


def _to_odd(value: Val) -> Val:
    """f64 lanes as f32, inexact ones as the neighbour whose last bit is 1: what rounds them once more rounds as if from
    f64. numpy rounds to f16 in one step; ml_dtypes rounds to its own types by f32, in two, as `cast` does."""
    fn, near = value.fn, cast(value, "f32")
    back = cast(near, "f64")
    exact = Val(fn, fn.b.fcmp_unordered("==", back.v, value.v))  # NaN is
    # Of the two neighbours the one nearer to zero, then the odd one of that and the next.
    bits = near.bits()
    below = fn.select(fn.abs(back) > fn.abs(value), bits - 1, bits)
    return fn.select(exact, bits, below | 1).as_float()


def _power_of_two(value: Val, rounding: str, *, saturate: bool) -> Val:
    """f32 lanes as the exponents of powers of two; what has none, zero and less, is NaN or the smallest."""
    fn, bits = value.fn, value.bits()
    size = bits & 0x7FFFFFFF
    mantissa, exponent = size & 0x7FFFFF, size >> 23
    more = {
        "up": Val(fn, fn.b.icmp_signed(">", mantissa.v, mantissa.same(0).v)),
        "down": Val(fn, fn.b.icmp_signed("<", mantissa.v, mantissa.same(0).v)),
        "nearest": mantissa > 0x3FFFFF,
    }[rounding]
    code = exponent + fn.extend(more, I32, signed=False)
    code = fn.select(code > 0xFE, code.same(0xFE if saturate else 0xFF), code)
    return fn.select(size > 0x7F800000, code.same(0xFF), code)


def machine_type(name: str) -> ir.Type:
    """What elements of the type called `name` are computed in."""
    return MACHINE[kind_of(BY_NAME[name])]
