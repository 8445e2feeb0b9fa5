"""The way back, for engines that read ONNX: images are NCHW again, and what was fused is a node again.

    y = Conv(x, w, layout="NHWC") -> Relu
    ->  t = Transpose(x, NCHW); u = Conv(t, w); v = Relu(u); y = Transpose(v, NHWC)

Transposes sink and cancel as in `layout.py`; the native form of an image is the one that ONNX knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from packager.export.attention import written_out
from packager.graph import FLOW, Graph, Node, Patch
from packager.passes.dead_code import DEAD_CODE
from packager.passes.driver import MODEL_LAYOUT, Pass, Property, run
from packager.passes.drop_noops import DROP_NOOPS
from packager.passes.forms import shaped
from packager.passes.layout import Handler, Walk, fresh_tensor, handler_of, rewritten
from packager.passes.view import Draft, View

_NCHW = (0, 2, 3, 1)
"""Where the axes of an NHWC tensor are in the tensor of ONNX."""


def as_in_onnx(graph: Graph) -> Graph:
    """`graph`, which may have gone through all passes, in ONNX's own words."""
    return run(written_out(graph), ((UNFUSE,), (UNLAYOUT, DROP_NOOPS, DEAD_CODE)))


def _unfuse(view: View) -> Iterator[Patch]:
    for node in (n for n in view.graph.nodes if n.epilogue):
        result = view[node.outputs[0]]
        draft = Draft(view, node)
        flow = view.fresh(f"{result.name}.{node.op.lower()}")
        draft.values[flow] = replace(result, name=flow)
        draft.nodes.append(replace(node, outputs=(flow, *node.outputs[1:]), epilogue=()))
        for stage in node.epilogue:
            inputs = tuple(flow if i == FLOW else i for i in stage.inputs)
            flow = draft.op(stage.op, inputs, result.shape, stage.attrs, dtype=result.dtype)
        draft.rename(flow, result.name)
        yield draft.patch(why="what is fused becomes nodes")


def _unlayout(view: View) -> Iterator[Patch]:
    return rewritten(Walk(view, frozenset()), _handler)


def _handler(node: Node) -> Handler | None:
    return _image if node.attrs.get("layout") == "NHWC" else handler_of(node)


def _image(walk: Walk, draft: Draft, node: Node) -> bool:
    x, y = (walk.view[n] for n in (node.inputs[0], node.outputs[0]))
    source = walk.read(draft, x.name, shaped(x, 4, _NCHW))
    form = fresh_tensor(draft, shaped(y, 4, _NCHW), y)
    attrs = {key: value for key, value in node.attrs.items() if key != "layout"}
    draft.nodes.append(replace(node, inputs=(source, *node.inputs[1:]), outputs=(form.name,), attrs=attrs))
    walk.write(draft, y.name, form)
    return True


NOTHING_FUSED = Property("nothing is fused", lambda graph: next((n.name for n in graph.nodes if n.epilogue), None))

UNFUSE = Pass("unfuse", _unfuse, ensures=(NOTHING_FUSED,))
UNLAYOUT = Pass("unlayout", _unlayout, needs=(NOTHING_FUSED,), ensures=(MODEL_LAYOUT,), ordered=True, once=True)
