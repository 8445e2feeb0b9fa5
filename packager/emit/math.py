"""Vector mathematics without a C library: each function takes and returns f32 lanes (`Val`) or a numpy array.

Elementwise operator bodies are written with these, so that one body folds constants over numpy and emits code.
Polynomials and range reduction: Cephes' single-precision expf and logf (S. Moshier), arranged for vectors.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

import numpy as np

from packager.emit import integers, math64
from packager.emit.builder import F64, Val

X = TypeVar("X", Val, "np.ndarray[tuple[int, ...], np.dtype[np.float32]]")

# Adding 1.5 * 2^23 rounds a small float to the nearest integer and leaves it in the low mantissa bits.
ROUND = 12582912.0


def exp(x: X) -> X:
    """e**x, within 2 ulp on [-87.3, 88.7]; flat outside."""
    if not isinstance(x, Val):
        return cast("X", np.exp(x))
    if x.elem == F64:
        return math64.exp(x)
    fn = x.fn
    x = x.clip(-87.33654, 88.72283)
    magic = _fma(x, 1.4426950408889634, ROUND)
    n = magic - ROUND
    r = _fma(n, -0.693359375, x)
    r = _fma(n, 2.12194440e-4, r)
    p = _poly(r, 1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1)
    p = fn.fma(p, r * r, r + 1.0)
    # Times 2^n: the low bits of `magic` are n, and adding them to the exponent multiplies.
    return (p.bits() + (magic.bits() << 23)).as_float()


def exp_all(x: X) -> X:
    """e**x as IEEE has it: infinite above 88.7."""
    if not isinstance(x, Val) or x.elem == F64:
        return exp(x)
    return where(x > 88.72283, x.fn.const(np.inf, lanes=x.lanes), exp(x))


def one_plus_exp_minus(x: X) -> X:
    """1 + e**-x, the denominator of the logistic functions, within 3e-7 relatively; |x| is taken as 87 at most.

    Reduced in base 2 without a second constant: what that loses at large |x| does not show beside the 1. The polynomial
    of degree 5 is 2**f on [-1/2, 1/2], fitted for the least relative error.
    """
    if not isinstance(x, Val):
        return cast("X", 1 + np.exp(-x))
    if x.elem == F64:
        return math64.exp(-x) + 1.0
    x = x.clip(-87.0, 87.0)
    magic = _fma(x, -1.4426950408889634, ROUND)
    f = _fma(x, -1.4426950408889634, ROUND - magic)
    p = _poly(f, 0.0013264728, 0.0096715132, 0.05550733742, 0.24022242075, 0.6931469776, 1.0)
    # 2^n is ready long before the polynomial.
    scale = ((magic.bits() << 23) + 0x3F800000).as_float()
    return x.fn.fma(p, scale, x.same(1.0))


def quotient(a: X | float, b: X) -> X:
    """a / b for 1 <= b < 2**126: within 2 ulp where the target divides only scalars, else exact."""
    if not isinstance(b, Val) or b.fn.target.divides or b.lanes % b.fn.vec:
        return a / b
    return a * b.fn.reciprocal(b)


def sigmoid(x: X) -> X:
    """1 / (1 + e**-x)."""
    return quotient(1.0, one_plus_exp_minus(x))


def tanh(x: X) -> X:
    """Hyperbolic tangent, within 4e-7 absolutely."""
    if not isinstance(x, Val):
        return cast("X", np.tanh(x))
    return quotient(2.0, one_plus_exp_minus(x + x)) - 1.0


def log(x: X) -> X:
    """Natural logarithm of positive normal numbers, within 2 ulp; minus infinity at zero, NaN below."""
    if not isinstance(x, Val):
        return cast("X", np.log(x))
    if x.elem == F64:
        return math64.log(x)
    fn = x.fn
    bits = x.bits()
    e = fn.to_float(((bits >> 23) & 0xFF) - 126)
    m = ((bits & 0x007FFFFF) | 0x3F000000).as_float()
    small = m < 0.707106781186547524
    e = fn.select(small, e - 1.0, e)
    m = fn.select(small, m + m - 1.0, m - 1.0)
    z = m * m
    p = _poly(
        m, 7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
        2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    )  # fmt: skip
    y = p * m * z
    y = _fma(e, -2.12194440e-4, y) - z * 0.5
    r = m + y + e * 0.693359375
    zero = fn.const(float("-inf"), lanes=x.lanes)
    return fn.select(x > 0.0, r, fn.select(x.eq(0.0), zero, fn.const(float("nan"), lanes=x.lanes)))


def sqrt(x: X) -> X:
    """Square root."""
    return x.fn.sqrt(x) if isinstance(x, Val) else cast("X", np.sqrt(x))


def absolute(x: X) -> X:
    """Magnitude."""
    return x.fn.abs(x) if isinstance(x, Val) else cast("X", np.abs(x))


def maximum(x: X, y: X | float) -> X:
    """Larger of the two, lane by lane."""
    return x.maximum(y) if isinstance(x, Val) else cast("X", np.maximum(x, y))


def minimum(x: X, y: X | float) -> X:
    """Smaller of the two, lane by lane."""
    return x.minimum(y) if isinstance(x, Val) else cast("X", np.minimum(x, y))


def where(cond: Any, yes: X, no: X) -> X:
    """`yes` where `cond`, else `no`."""
    return yes.fn.select(cond, yes, no) if isinstance(yes, Val) else cast("X", np.where(cond, yes, no))


def erf(x: X) -> X:
    """Error function, within 1.5e-7 absolutely (Abramowitz and Stegun 7.1.26)."""
    if isinstance(x, Val) and x.elem == F64:
        return math64.erf(x)
    a = absolute(x)
    t = 1.0 / (a * 0.3275911 + 1.0)
    p = ((((t * 1.061405429 - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    y = 1.0 - p * exp(-(a * a))
    return where(x < 0.0, -y, y)


def rint(x: X) -> X:
    """Nearest integer, ties to even."""
    if not isinstance(x, Val):
        return cast("X", np.rint(x))
    if not x.is_float:
        return x
    if x.elem == F64:
        return math64.rint(x)
    fn, half = x.fn, x.fn.const(8388608.0, lanes=x.lanes)
    a = fn.abs(x)
    # Beyond 2^23 every f32 is whole; below, adding 2^23 rounds, and x's sign bit comes back by or (it keeps -0.0).
    whole = ((a + half - half).bits() | (x.bits() & -0x80000000)).as_float()
    return fn.select(a < half, whole, x)


def floor(x: X) -> X:
    """Largest integer not above x."""
    if not isinstance(x, Val):
        return cast("X", np.floor(x))
    if not x.is_float:
        return x
    r = rint(x)
    return x.fn.select(r > x, r - 1.0, r)


def ceil(x: X) -> X:
    """Smallest integer not below x."""
    return -floor(-x)


def power(x: X, y: X) -> X:
    """x**y as e**(y log|x|): relative error about 1e-7 * |y log x|; NaN for negative x and fractional y."""
    if not isinstance(x, Val):
        with np.errstate(all="ignore"):
            return cast("X", np.power(x, y))
    fn = x.fn
    y = x.same(y)
    if not x.is_float:
        return integers.power(x, y)
    a = fn.abs(x)
    size = exp(log(a) * y)
    # log(0) is -inf: 0**y is 0, 1 or infinite by y's sign.
    at_zero = where(y > 0.0, x.same(0.0), where(y < 0.0, x.same(np.inf), y + 1.0))
    half = y * 0.5
    odd = where(floor(half).eq(half), size, -size)
    signed = where(floor(y).eq(y), odd, x.same(np.nan))
    return where(a.eq(0.0), at_zero, where(x < 0.0, signed, size))


def sin(x: X) -> X:
    """Sine, within 2e-7 absolutely for |x| < 8192 (Cephes sinf and cosf)."""
    return cast("X", np.sin(x)) if not isinstance(x, Val) else _circle(x, 0)


def cos(x: X) -> X:
    """Cosine, within 2e-7 absolutely for |x| < 8192 (Cephes sinf and cosf)."""
    return cast("X", np.cos(x)) if not isinstance(x, Val) else _circle(x, 1)


def _circle(x: Val, quarters: int) -> Val:
    """sin(x + quarters * pi/2): the nearest multiple of pi/2 is taken off in three parts, its number picks the half."""
    if x.elem == F64:
        return math64.circle(x, quarters)
    fn = x.fn
    magic = _fma(x, 0.6366197723675814, ROUND)
    n = magic - ROUND
    r = _fma(n, -1.5703125, x)
    r = _fma(n, -4.837512969970703125e-4, r)
    r = _fma(n, -7.549789948768648e-8, r)
    z = r * r
    sine = fn.fma(_poly(z, -1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1) * z, r, r)
    cosine = _poly(z, 2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2, -0.5, 1.0)
    quadrant = magic.bits() + quarters
    curve = fn.select((quadrant & 1).eq(0), sine, cosine)
    return (curve.bits() ^ ((quadrant & 2) << 30)).as_float()


def atan(x: X) -> X:
    """Arc tangent, within 2e-7 absolutely (Cephes atanf)."""
    if not isinstance(x, Val):
        return cast("X", np.arctan(x))
    if x.elem == F64:
        return math64.atan(x)
    fn = x.fn
    a = fn.abs(x)
    big, middle = a > 2.414213562373095, a > 0.4142135623730950
    flat = where(big, -1.0 / maximum(a, 1.0), where(middle, (a - 1.0) / (a + 1.0), a))
    zero = fn.const(0.0, lanes=x.lanes)
    base = where(big, zero + 1.5707963267948966, where(middle, zero + 0.7853981633974483, zero))
    z = flat * flat
    p = _poly(z, 8.05374449538e-2, -1.38776856032e-1, 1.99777106478e-1, -3.33329491539e-1)
    y = base + fn.fma(p * z, flat, flat)
    return where(x < 0.0, -y, y)


def softplus(x: X) -> X:
    """log(1 + e**x), without overflow."""
    return maximum(x, 0.0) + log(exp(-absolute(x)) + 1.0)


def equals(x: X, y: X) -> X:
    """1.0 where x == y, else 0.0; bool in numpy."""
    return truth(x.eq(y), x) if isinstance(x, Val) else cast("X", np.equal(x, y))


def sign(x: X) -> X:
    """-1, 0 or 1."""
    return truth(x > 0.0, x) - truth(x < 0.0, x) if isinstance(x, Val) else cast("X", np.sign(x))


def like(x: X, value: float) -> X:
    """A number of the same type."""
    return x.same(value) if isinstance(x, Val) else cast("X", np.asarray(value, x.dtype))


def not_a_number(x: X) -> X:
    """1 where x is NaN, else 0; bool in numpy."""
    if not isinstance(x, Val):
        return cast("X", np.isnan(x))
    return truth(Val(x.fn, x.fn.b.fcmp_unordered("uno", x.v, x.v)), x)


def divide(a: X, b: X) -> X:
    """a / b; of integers its whole part, and 0 where b is 0."""
    if not isinstance(a, Val) or a.is_float:
        return a / b
    return integers.quotient(a, a.same(b))


def remainder(a: X, b: X, sign_of: str) -> X:
    """What is left of a after it is divided by b, with the sign of the `divisor` or the `dividend`."""
    if not isinstance(a, Val):
        return cast("X", (np.mod if sign_of == "divisor" else np.fmod)(a, b))
    b = a.same(b)
    left = integers.float_remainder(a, b) if a.is_float else integers.remainder(a, b)
    if sign_of == "dividend":
        return left
    fn, zero = a.fn, a.same(0.0)
    other = Val(fn, fn.b.xor((left < zero).v, (b < zero).v))
    return fn.select(left.eq(zero), left, fn.select(other, left + b, left))


def truth(cond: X, like: X) -> X:
    """A condition as a tensor: 1.0 and 0.0 in lanes, bool in numpy."""
    if not isinstance(like, Val):
        return cond
    return where(cond, like.same(1.0), like.same(0.0))


def _fma(x: Val, a: float, c: Val | float) -> Val:
    fn = x.fn
    return fn.fma(x, fn.const(a, lanes=x.lanes), c if isinstance(c, Val) else fn.const(c, lanes=x.lanes))


def _poly(x: Val, first: float, *rest: float) -> Val:
    acc = x.fn.const(first, lanes=x.lanes)
    for c in rest:
        acc = x.fn.fma(acc, x, x.fn.const(c, lanes=x.lanes))
    return acc
