"""Det (ONNX 11): determinants, by Gauss's elimination with the largest pivot."""

from __future__ import annotations

from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.lowering.nest import Tensor, Writer, ix, nest

LARGEST = 64
"""Rows of the largest matrix: it is worked on in the stack."""


def _check(graph: Graph, node: Node) -> None:
    size = graph[node.inputs[0]].shape[-1]
    if size > LARGEST:
        raise Unsupported(
            f"Det of matrices of {size} rows",
            where=node.where,
            why=f"pack computes determinants of up to {LARGEST} rows",
            fix="cut the model before this node with `outputs:` in the manifest",
        )


@nest("Det", since=11, check=_check)
def det(w: Writer, x: Tensor, *, y: Tensor) -> None:
    """Determinants, by Gauss's elimination."""
    n = x.shape[-1]
    a = w.scratch(n * n, x.kind)
    size = w.number(n)
    with w.over(*x.shape[:-2]) as i:
        with w.over(n, n) as (r, c):
            a[r * size + c] = x[ix(*i, r, c)]
        found = w.var(1, x.kind)
        with w.over(n) as (k,):
            best = w.var(k)
            with w.between(k, size) as r:
                better = w.fn.abs(a[r * size + k]) > w.fn.abs(a[best.get() * size + k])
                best.set(w.select(better, r, best.get()))
            with w.if_(w.unequal(best.get(), k)):
                found.set(-found.get())
                with w.over(n) as (c,):
                    one, other = a[k * size + c], a[best.get() * size + c]
                    a[k * size + c] = other
                    a[best.get() * size + c] = one
            pivot = a[k * size + k]
            found.set(found.get() * pivot)
            with w.if_(w.unequal(pivot, 0)), w.between(k + 1, size) as r:
                factor = a[r * size + k] / pivot
                with w.between(k, size) as c:
                    a[r * size + c] = a[r * size + c] - factor * a[k * size + c]
        y[i] = found.get()
