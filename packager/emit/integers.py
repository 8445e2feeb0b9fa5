"""Whole numbers without a library and without traps: division, remainder and powers of integer lanes.

A processor stops at a division by zero, 32-bit ones have none for 64 bits, and the oldest none at all.
"""

from __future__ import annotations

from collections.abc import Callable

from packager.emit.builder import F64, I32, I64, Val


def quotient(a: Val, b: Val) -> Val:
    """a / b towards zero; 0 where b is 0."""
    fn = a.fn
    nothing = b.eq(0)
    b = fn.select(nothing, b.same(1), b)
    if a.elem != I64:
        found = _by_floats(a, b)
    elif fn.target.pointer == 8:
        found = _by_lanes(a, b)
    else:
        found = _by_bits(a, b)
    return fn.select(nothing, a.same(0), found)


def remainder(a: Val, b: Val) -> Val:
    """a - b * quotient: it has the sign of a; 0 where b is 0, as in numpy."""
    return a.fn.select(b.eq(0), a.same(0), a - quotient(a, b) * b)


def power(x: Val, y: Val) -> Val:
    """x**y modulo the type's size; for negative y what an integer can hold of it: 1, -1 or 0."""
    fn = x.fn
    result, base, left = fn.var(x.same(1)), fn.var(x), fn.var(y)
    with fn.loop(64 if x.elem == I64 else 32):
        odd = (left.get() & 1).eq(1)
        result.set(fn.select(odd, result.get() * base.get(), result.get()))
        base.set(base.get() * base.get())
        left.set(Val(fn, left.get().v, signed=False) >> 1)
    if not x.signed:
        return result.get()
    odd = (y & 1).eq(1)
    inverse = fn.select(x.eq(1), x, fn.select(x.eq(-1), fn.select(odd, x, x.same(1)), x.same(0)))
    return fn.select(y < 0, inverse, result.get())


def shift(value: Val, places: Val, *, left: bool) -> Val:
    """`value` moved by fewer places than it has bits."""
    if value.elem == I64 and value.fn.target.pointer < 8:
        return _shift_halves(value, places, left=left)
    return value << places if left else value >> places


def _shift_halves(value: Val, places: Val, *, left: bool) -> Val:
    """The same in 32-bit halves: a 32-bit processor moves 64 bits by a computed number only with a library's help."""
    fn = value.fn
    high = Val(fn, fn.truncate(value >> 32, I32).v, value.signed)
    low = Val(fn, fn.truncate(value, I32).v, signed=False)
    count = Val(fn, fn.truncate(places, I32).v, signed=False)
    within = count & 31
    far = count >= 32
    # What crosses the middle moves in two steps: by 32 places at once a half cannot.
    if left:
        crossing = (low >> 1) >> (within ^ 31)
        near = (high << within) | crossing
        halves = fn.select(far, low << within, near), fn.select(far, low.same(0), low << within)
    else:
        crossing = (high << 1) << (within ^ 31)
        near = Val(fn, ((low >> within) | crossing).v, signed=False)
        sign = high >> 31 if value.signed else high.same(0)
        halves = fn.select(far, sign, high >> within), fn.select(far, high >> within, near)
    upper, lower = (fn.extend(h, I64, signed=False) for h in halves)
    return Val(fn, ((upper << 32) | lower).v, value.signed)


def float_remainder(a: Val, b: Val) -> Val:
    """fmod: exact, by taking b times powers of two away while they fit. NaN where b is 0 or a is not finite.

    The sign of a zero is that of a.
    """
    fn = a.fn
    if a.lanes > 1:
        return _each_lane(a, b, float_remainder)
    y = fn.abs(b)
    left, step = fn.var(fn.abs(a)), fn.var(y)
    finite = (left.get() < float("inf")).v
    whole = fn.b.and_(finite, (y < float("inf")).v)
    ok = Val(fn, fn.b.and_(whole, (y > 0.0).v))
    with fn.if_(ok):
        # Doubling is exact; it ends before it overflows, because half of the rest is compared.
        with fn.while_(lambda: step.get() <= left.get() * 0.5):
            step.set(step.get() + step.get())
        with fn.while_(lambda: step.get() >= y):
            with fn.if_(step.get() <= left.get()):
                left.set(left.get() - step.get())
            step.set(step.get() * 0.5)
    found = fn.select(ok, _signed_like(left.get(), a), a.same(float("nan")))
    untouched = Val(fn, fn.b.and_(finite, y.eq(float("inf")).v))
    return fn.select(untouched, a, found)


def _signed_like(size: Val, sign: Val) -> Val:
    """A magnitude with the sign of another number."""
    width = 8 * (8 if sign.elem == F64 else 4)
    return (size.bits() | (sign.bits() & -(1 << (width - 1)))).as_float()


def _by_floats(a: Val, b: Val) -> Val:
    """Of 32 bits in f64: the rounded quotient never reaches the next integer."""
    fn, convert = a.fn, "sitofp" if a.signed else "uitofp"
    found = fn.convert(a, convert, F64) / fn.convert(b, convert, F64)
    return _wrapped(found) if a.signed else fn.saturated(found, I32, signed=False)


def _wrapped(x: Val) -> Val:
    """f64 lanes as i32; 2^31, the one quotient beyond it, is -2^31."""
    fn = x.fn
    return fn.select(x > 2147483647.0, Val(fn, fn.const(-(2**31), I32, x.lanes).v), fn.saturated(x, I32))


def _by_lanes(a: Val, b: Val) -> Val:
    if a.lanes > 1:
        return _each_lane(a, b, _by_lanes)
    fn = a.fn
    if not a.signed:
        return a / b
    # The one quotient that is no number of the type stops the processor, too.
    minus = b.eq(-1)
    return fn.select(minus, -a, a / fn.select(minus, b.same(1), b))


def _by_bits(a: Val, b: Val) -> Val:
    """Long division, one bit a turn."""
    if a.lanes > 1:
        return _each_lane(a, b, _by_bits)
    fn = a.fn
    size = [Val(fn, (fn.select(v < 0, -v, v) if v.signed else v).v, signed=False) for v in (a, b)]
    rest, found = fn.var(size[0].same(0)), fn.var(size[0])
    with fn.loop(64):
        rest.set((rest.get() << 1) | (found.get() >> 63))
        fits = rest.get() >= size[1]
        rest.set(fn.select(fits, rest.get() - size[1], rest.get()))
        found.set((found.get() << 1) | fn.select(fits, size[0].same(1), size[0].same(0)))
    result = Val(fn, found.get().v, a.signed)
    if not a.signed:
        return result
    return fn.select(Val(fn, fn.b.xor((a < 0).v, (b < 0).v)), -result, result)


def _each_lane(a: Val, b: Val, compute: Callable[[Val, Val], Val]) -> Val:
    """A vector's lanes one after the other, in a loop: the code stands there once."""
    fn = a.fn
    left, right = fn.array(a.lanes, a.elem), fn.array(b.lanes, b.elem)
    left.store(a)
    right.store(b)
    with fn.loop(a.lanes) as i:
        one, other = ((at + i).load() for at in (left, right))
        (left + i).store(compute(Val(fn, one.v, a.signed), Val(fn, other.v, b.signed)))
    return Val(fn, left.load(a.lanes).v, a.signed)
