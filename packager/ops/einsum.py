"""Einsum (ONNX 12): sums of products of elements whose letters agree."""

from __future__ import annotations

from typing import Any

from packager.emit.builder import Val
from packager.lowering.nest import Tensor, Writer, nest


def letters(equation: str, ranks: list[int]) -> tuple[list[str], str]:
    """The letters of each operand's axes and of the result's; those that '...' stands for are capital."""
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    hidden = max((r - len(t.replace("...", "")) for t, r in zip(terms, ranks, strict=True) if "..." in t), default=0)
    dots = "".join(chr(0x100 + k) for k in range(hidden))

    def spelt(term: str, rank: int) -> str:
        return term.replace("...", dots[hidden - (rank - len(term.replace("...", ""))) :])

    found = [spelt(t, r) for t, r in zip(terms, ranks, strict=True)]
    if not arrow:
        once = sorted(c for c in set(left) - set(",.") if left.count(c) == 1)
        return found, dots + "".join(once)
    return found, right.replace("...", dots)


@nest("Einsum", since=12)
def einsum(w: Writer, *xs: Tensor, y: Tensor) -> None:
    """Sums of products of elements whose letters agree."""
    terms, result = letters(w.node.str("equation"), [x.rank for x in xs])
    sizes: dict[str, int] = {}
    for term, x in zip(terms, xs, strict=True):
        for letter, n in zip(term, x.shape, strict=True):
            sizes[letter] = max(n, sizes.get(letter, 1))
    summed = [letter for letter in sizes if letter not in result]

    def element(i: tuple[Any, ...]) -> Val:
        def step(found: Val, *k: Val) -> Val:
            at = {**dict(zip(result, i, strict=True)), **dict(zip(summed, k, strict=True))}
            first, *rest = (x[tuple(at[c] for c in term)] for term, x in zip(terms, xs, strict=True))
            for other in rest[:-1]:
                first = first * other
            return w.multiply_add(first, rest[-1], found) if rest else found + first

        return w.fold(i, [sizes[s] for s in summed], 0, y.kind, step)

    # A letter that stands twice in one operand is its diagonal, which has no neighbours.
    w.each(y, element, vectors=all(len(set(t)) == len(t) for t in terms))
