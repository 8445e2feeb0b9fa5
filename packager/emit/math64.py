"""The functions of `packager.emit.math` for f64 lanes: the same reductions, with series as long as f64 needs them."""

from __future__ import annotations

from math import factorial, pi

import numpy as np

from packager.emit.builder import F64, I32, Val

ROUND = 6755399441055744.0
"""1.5 * 2^52: adding it rounds to the nearest integer and leaves that in the low bits."""


def exp(x: Val) -> Val:
    """e**x, infinite above 709.78, 0 below -745.2."""
    fn = x.fn
    inside = x.clip(-746.0, 709.8)
    magic = inside * 1.4426950408889634 + ROUND
    n = magic - ROUND
    r = (inside - n * 0.6931471803691238) - n * 1.9082149292705877e-10
    p = _poly(r, *(1 / factorial(k) for k in range(13, -1, -1)))
    # In two steps: 2^1024 has no exponent of its own.
    whole = magic.bits() << 12 >> 12
    half = whole >> 1
    found = p * _two_to(half) * _two_to(whole - half)
    found = fn.select(x > 709.782712893384, x.same(np.inf), found)
    return fn.select(_is_nan(x), x, fn.select(x < -745.2, x.same(0.0), found))


def log(x: Val) -> Val:
    """Natural logarithm; minus infinity at zero, NaN below."""
    fn = x.fn
    tiny = x < 2.2250738585072014e-308
    scaled = fn.select(tiny, x * 2.0**54, x)
    bits = scaled.bits()
    e = convert_small(bits >> 52) - fn.select(tiny, x.same(1076.0), x.same(1022.0))
    m = ((bits & 0x000FFFFFFFFFFFFF) | 0x3FE0000000000000).as_float()
    small = m < 0.7071067811865476
    e = fn.select(small, e - 1.0, e)
    m = fn.select(small, m + m - 1.0, m - 1.0)
    s = m / (m + 2.0)
    z = s * s
    p = _poly(z, *(2 / (2 * k + 1) for k in range(12, 0, -1)))
    # log(1 + m) = 2 atanh(s), and 2 s = m - s m.
    r = (m - s * (m - p * z)) + e * 1.9082149292705877e-10 + e * 0.6931471803691238
    r = fn.select(x.eq(np.inf), x, r)
    return fn.select(x > 0.0, r, fn.select(x.eq(0.0), x.same(-np.inf), x.same(np.nan)))


def rint(x: Val) -> Val:
    """Nearest integer, ties to even."""
    fn = x.fn
    a = fn.abs(x)
    whole = ((a + 4503599627370496.0 - 4503599627370496.0).bits() | (x.bits() & -(2**63))).as_float()
    return fn.select(a < 4503599627370496.0, whole, x)


def erf(x: Val) -> Val:
    """Error function: a series of positive terms, which loses nothing."""
    fn = x.fn
    a = fn.abs(x).minimum(6.0)
    z = a * a * 2.0
    term, total = fn.var(a), fn.var(a)
    with fn.loop(110) as n:
        divisor = fn.convert(fn.truncate(n, I32) if n.elem != I32 else n, "sitofp", F64) * 2.0 + 3.0
        term.set(term.get() * z / fn.splat(divisor, x.lanes))
        total.set(total.get() + term.get())
    y = total.get() * exp(-(a * a)) * (2 / pi**0.5)
    return fn.select(_is_nan(x), x, fn.select(x < 0.0, -y, y))


def circle(x: Val, quarters: int) -> Val:
    """sin(x + quarters * pi/2), for |x| up to a million."""
    fn = x.fn
    magic = x * (2 / pi) + ROUND
    n = magic - ROUND
    r = ((x - n * 1.5707963109016418) - n * 1.5893254712295857e-08) - n * 6.123233932053594e-17
    z = r * r
    sine = r + r * z * _poly(z, *((-1) ** (k % 2) / factorial(2 * k + 1) for k in range(8, 0, -1)))
    cosine = _poly(z, *((-1) ** (k % 2) / factorial(2 * k) for k in range(8, -1, -1)))
    quadrant = magic.bits() + quarters
    curve = fn.select((quadrant & 1).eq(0), sine, cosine)
    return (curve.bits() ^ ((quadrant & 2) << 62)).as_float()


def atan(x: Val) -> Val:
    """Arc tangent."""
    fn = x.fn
    a = fn.abs(x)
    big, middle = a > 2.414213562373095, a > 0.4142135623730950
    flat = fn.select(big, -1.0 / a.maximum(1.0), fn.select(middle, (a - 1.0) / (a + 1.0), a))
    base = fn.select(big, x.same(pi / 2), fn.select(middle, x.same(pi / 4), x.same(0.0)))
    z = flat * flat
    y = base + (flat + flat * z * _poly(z, *((-1) ** (k % 2) / (2 * k + 1) for k in range(21, 0, -1))))
    return fn.select(x < 0.0, -y, y)


def convert_small(whole: Val) -> Val:
    """i64 lanes from 0 to 2^52 as f64: the mantissa of 2^52. 32-bit processors have no instruction for it."""
    return (whole | 0x4330000000000000).as_float() - 4503599627370496.0


def _is_nan(x: Val) -> Val:
    return Val(x.fn, x.fn.b.fcmp_unordered("uno", x.v, x.v))


def _two_to(n: Val) -> Val:
    """2**n of integer lanes."""
    return ((n + 1023) << 52).as_float()


def _poly(x: Val, first: float, *rest: float) -> Val:
    acc = x.same(first)
    for c in rest:
        acc = acc * x + c
    return acc
