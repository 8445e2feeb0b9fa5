"""Elementwise operators join the node that computes their input, as stages of its epilogue.

    y = Conv(x, w, b); z = Add(y, r); v = Relu(z)    ->    v = Conv(x, w, b) -> Add(@, r) -> Relu(@)

The node's output must be read by that one operator alone. The joined node stands where the later of the two stood, so
that the other operands of the stage are computed already. A sum of two results joins the later of them: the other is
finished by then, and need not wait in memory for long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from packager.dtype import F32
from packager.graph import FLOW, Node, Patch, Stage, Value
from packager.passes.driver import Pass
from packager.passes.elementwise import is_stage
from packager.passes.layout import ALL_NHWC
from packager.passes.one_form import REDUCTIONS
from packager.passes.view import View

HOSTS = REDUCTIONS | frozenset(
    {"Conv", "ConvTranspose", "Gemm", "MatMul", "MaxPool", "AveragePool", "LpPool", "Resize", "Cast"}
)
"""Operators whose kernels run an epilogue, beside the elementwise ones."""


def fits(operand: Value, out: Value) -> bool:
    """True if a stage can read `operand` beside a result `out`: one constant number, a constant per element of the
    last axis, or a tensor that broadcasts over leading axes and has the whole last axis."""
    if operand.dtype != F32 or operand.rank > out.rank:
        return False
    if operand.const is not None and operand.size == 1:
        return True
    pairs = list(zip(operand.shape[::-1], out.shape[::-1], strict=False))
    return bool(pairs) and pairs[0][0] == pairs[0][1] and all(a in (1, b) for a, b in pairs)


def _host(view: View, node: Node, value: str) -> Node | None:
    """The node that writes `value` and can take `node` as a stage."""
    out = view[node.outputs[0]]
    host = view.producers.get(value)
    if host is None or not (host.op in HOSTS or is_stage(host.op)) or view.only_reader(value) is None:
        return None
    if (
        any(value in s.operands for s in node.epilogue)
        or view[value].shape != out.shape
        or view[value].dtype != F32
        or out.dtype != F32
    ):
        return None
    others = [view[i] for i in node.reads if i != value]
    return host if all(fits(o, out) for o in others) else None


def _fuse(view: View, node: Node) -> Patch | None:
    hosts = [h for i in dict.fromkeys(node.inputs) if i and (h := _host(view, node, i)) is not None]
    if not hosts:
        return None
    host = max(hosts, key=lambda h: view.position[h.name])
    value = host.outputs[0]
    stage = Stage(node.op, tuple(FLOW if i == value else i for i in node.inputs), node.attrs)
    joined = replace(host, outputs=node.outputs, epilogue=(*host.epilogue, stage, *node.epilogue))
    return Patch((host.name, node.name), (joined,), why=f"{node.op} is a stage of {host.op}")


def _sweep(view: View) -> Iterator[Patch]:
    for node in view.graph.nodes:
        patch = _fuse(view, node) if is_stage(node.op) else None
        if patch is not None:
            yield patch


FUSE = Pass("fuse", _sweep, needs=(ALL_NHWC,))
