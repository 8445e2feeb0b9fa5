"""Builds small networks for the tests of passes: ONNX nodes by name -> Graph, and the check that two graphs compute the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from packager.dtype import F32, from_numpy
from packager.export import reference
from packager.graph import Array, Attr, Graph, Node, Value
from packager.load import load
from packager.passes.driver import Pass, run
from packager.passes.optimise import GROUPS, optimise

OPSET = 17


class Net:
    """A network under construction: `net("Relu", x)` adds a node and gives the name of its output."""

    def __init__(self, folder: Path, seed: int = 0, **inputs: Sequence[int]) -> None:
        self.folder, self.random = folder, np.random.default_rng(seed)
        self.inputs = {name: tuple(shape) for name, shape in inputs.items()}
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def __call__(self, op: str, *inputs: str | Array | float, outputs: int = 1, **attrs: object) -> str:
        """Add a node; arrays and numbers become constants. Several outputs are called `<name>:0`, `<name>:1`, ..."""
        name = f"{op.lower()}{len(self.nodes)}"
        names = [name] if outputs == 1 else [f"{name}:{i}" for i in range(outputs)]
        given = [i if isinstance(i, str) else self.const(i) for i in inputs]
        self.nodes.append(helper.make_node(op, given, names, name=f"{name}_node", **attrs))
        return name

    def const(self, value: Array | float) -> str:
        """A constant."""
        name = f"c{len(self.constants)}"
        array = np.asarray(value, np.float32) if type(value) is float else np.asarray(value)
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def weights(self, *shape: int, scale: float = 1.0, shift: float = 0.0) -> Array:
        """Random f32 numbers."""
        return np.asarray(self.random.normal(shift, scale, shape), np.float32)

    def ints(self, *values: int) -> Array:
        """A constant list of int64."""
        return np.array(values, np.int64)

    def conv(self, x: str, cin: int, cout: int, k: int = 1, bias: bool = True, group: int = 1, **attrs: object) -> str:
        """A convolution with square kernel that keeps the size unless told otherwise."""
        w = self.weights(cout, cin // group, k, k, scale=(k * k * cin / group) ** -0.5)
        attrs = {"pads": [k // 2] * 4, **attrs} if "auto_pad" not in attrs else attrs
        return self("Conv", x, w, *([self.weights(cout)] if bias else []), group=group, **attrs)

    def graph(self, *outputs: str) -> Graph:
        """The graph as `load` reads it."""
        proto = helper.make_graph(
            self.nodes,
            "net",
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in self.inputs.items()],
            [helper.make_empty_tensor_value_info(o) for o in outputs],
            self.constants,
        )
        model = helper.make_model(proto, opset_imports=[helper.make_opsetid("", OPSET)])
        model.ir_version = 8
        path = self.folder / "net.onnx"
        onnx.save(model, path)
        return load(path)


def count(graph: Graph) -> Counter[str]:
    """How many nodes of each operator."""
    return Counter(n.op for n in graph.nodes)


def stages(graph: Graph) -> Counter[str]:
    """How many fused stages of each operator."""
    return Counter(s.op for n in graph.nodes for s in n.epilogue)


def feeds(graph: Graph, seed: int = 0) -> dict[str, Array]:
    """Random inputs: about half of the numbers negative."""
    random = np.random.default_rng(seed)
    return {i: (random.normal(0, 2, graph[i].shape)).astype(graph[i].dtype.np) for i in graph.inputs}


def difference(before: Graph, after: Graph) -> float:
    """Largest error of any output of `after`, relative to the largest output of `before` (or 1, if that is more)."""
    assert before.inputs == after.inputs
    assert before.outputs == after.outputs
    assert [before[o].shape for o in before.outputs] == [after[o].shape for o in after.outputs]
    x = feeds(before)
    want, got = (reference(g, x) for g in (before, after))
    errors = []
    for name, w in want.items():
        w64, g64 = w.astype(np.float64), got[name].astype(np.float64)
        assert np.array_equal(np.isfinite(w64), np.isfinite(g64))
        finite = np.isfinite(w64)
        error = np.abs(g64 - w64, where=finite, out=np.zeros_like(w64))
        scale = max(1.0, float(np.abs(w64, where=finite, out=np.zeros_like(w64)).max(initial=0)))
        errors.append(float(error.max(initial=0)) / scale)
    return max(errors)


def after(graph: Graph, *passes: Pass, tolerance: float = 1e-5) -> Graph:
    """The graph after `passes` (all of them if none is given), which must compute the same."""
    result = run(graph, (passes,)) if passes else optimise(graph)
    assert difference(graph, result) <= tolerance
    return result


def unchanged(graph: Graph, *passes: Pass) -> bool:
    """True if `passes` find nothing to do."""
    return run(graph, (passes,)) is graph


def attribute(graph: Graph, op: str, key: str) -> Attr:
    """Attribute `key` of the only node with operator `op`."""
    (node,) = (n for n in graph.nodes if n.op == op)
    return node.attrs[key]


def by_hand(
    nodes: Sequence[Node], shapes: Mapping[str, tuple[int, ...]], outputs: Sequence[str], **consts: Array
) -> Graph:
    """A graph that `load` would not give: its inputs are what no node writes."""
    values = {k: Value(k, s, F32) for k, s in shapes.items()}
    values |= {k: Value(k, c.shape, from_numpy(c.dtype), c) for k, c in consts.items()}
    written = {o for n in nodes for o in n.outputs}
    return Graph("hand", tuple(nodes), values, tuple(s for s in shapes if s not in written), tuple(outputs)).verify()


Build = Callable[..., Net]

ALL_PASSES = tuple(p for group in GROUPS for p in group)
