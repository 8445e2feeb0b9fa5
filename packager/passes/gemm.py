"""Matrix products with constant weights become Gemm in one form: x[M,K] * w[K,N] + b[N].

MatMul(x, w)                          ->    Gemm(x, w)
MatMul(x[..., K], w)                  ->    Reshape(Gemm(Reshape(x, [-1, K]), w))
Gemm(x, w) + b[N]                     ->    Gemm(x, w, b)                              (fold_affine.py)
Gemm(x, w, c, alpha, beta, transB)    ->    Gemm(x, alpha * w', beta * c), with Add for a c that is no row
Gemm(x, y) of two run-time values     ->    MatMul, with Transpose, Mul and Add as its attributes say
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from packager.graph import Array, Graph, Node, Patch
from packager.passes.driver import Pass, Property
from packager.passes.view import Draft, View, local


def _mat_mul(view: View, node: Node) -> Patch | None:
    x, w, y = view[node.inputs[0]], view[node.inputs[1]], view[node.outputs[0]]
    if w.const is None or w.rank != 2 or x.rank < 1 or x.const is not None:
        return None
    draft = Draft(view, node)
    if x.rank == 2:
        draft.op("Gemm", (x.name, w.name), y.shape, out=y.name, name=node.name)
    else:
        rows = x.size // w.shape[0]
        flat = draft.reshape(x.name, (rows, w.shape[0]))
        product = draft.op("Gemm", (flat, w.name), (rows, w.shape[1]), name=node.name)
        draft.reshape(product, y.shape, out=y.name)
    return draft.patch(why="MatMul with constant weights is Gemm")


def _is_plain(graph: Graph, node: Node) -> bool:
    """x[M,K] * constant w[K,N], with a bias that is one constant row or absent, and no attributes."""
    weight = graph.const(node.inputs[1])
    bias = graph[node.inputs[2]] if len(node.inputs) > 2 and node.inputs[2] else None
    row = bias is None or (bias.const is not None and weight is not None and bias.shape == (weight.shape[1],))
    return weight is not None and row and not node.attrs


def _gemm(view: View, node: Node) -> Patch | None:
    if _is_plain(view.graph, node):
        return None
    y = view[node.outputs[0]]
    alpha, beta = node.float("alpha", 1.0), node.float("beta", 1.0)
    c = node.inputs[2] if len(node.inputs) > 2 else ""
    draft = Draft(view, node)
    a = _turned(draft, node.inputs[0], node.int("transA"))
    b = _turned(draft, node.inputs[1], node.int("transB"))
    weight = draft[b].const
    row = _row(view.const(c), y.shape[1]) if c and weight is not None else None
    if weight is not None:
        b = draft.const(weight.astype(np.float64) * alpha, node.inputs[1]) if alpha != 1 else b
        bias = () if row is None else (draft.const(row.astype(np.float64) * beta, f"{node.name}.bias"),)
        value = draft.op("Gemm", (a, b, *bias), y.shape)
    else:
        value = draft.op("MatMul", (a, b), y.shape)
        if alpha != 1:
            value = draft.op("Mul", (value, draft.const(np.float32(alpha))), y.shape)
    if c and row is None:
        addend = view.const(c)
        if beta != 1 and addend is not None:
            c = draft.const(addend.astype(np.float64) * beta, c)
        elif beta != 1:
            c = draft.op("Mul", (c, draft.const(np.float32(beta))), view[c].shape)
        value = draft.op("Add", (value, c), y.shape)
    draft.finish(value)
    return draft.patch(why="one form of Gemm")


def _row(bias: Array | None, columns: int) -> Array | None:
    """`bias` as one row of `columns` numbers, if that is what it says."""
    if bias is None or bias.size not in (1, columns) or (bias.size > 1 and bias.shape[-1] != columns):
        return None
    return np.broadcast_to(bias.reshape(-1), (columns,))


def _turned(draft: Draft, name: str, turn: int) -> str:
    value = draft[name]
    if not turn:
        return name
    if value.const is not None:
        return draft.const(value.const.T, name)
    return draft.op("Transpose", (name,), value.shape[::-1], {"perm": (1, 0)})


def _stripped(_view: View, node: Node) -> Patch | None:
    """Attributes with their default value say nothing."""
    default = {"alpha": 1.0, "beta": 1.0, "transA": 0, "transB": 0}
    kept = {k: v for k, v in node.attrs.items() if v != default.get(k)}
    if len(kept) == len(node.attrs):
        return None
    return Patch((node.name,), (replace(node, attrs=MappingProxyType(kept)),), why="default attributes")


def _odd(graph: Graph) -> str | None:
    return next((n.name for n in graph.nodes if n.op == "Gemm" and not _is_plain(graph, n)), None)


PLAIN_GEMM = Property("every Gemm is x[M,K] * constant w[K,N] + constant b[N]", _odd)

GEMM = Pass("gemm", local({"MatMul": (_mat_mul,), "Gemm": (_stripped, _gemm)}), ensures=(PLAIN_GEMM,))
