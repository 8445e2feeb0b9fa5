"""Seconds of one core to compile networks of 250, 500, 1000 and 2000 nodes: python benchmarks/compile_time.py.

A network is a row of blocks, each with convolutions, a residual, a gate, pooling and a concatenation at one of a few
sizes, so that kernels are shared as in real networks. `growth` is how many times the seconds of half the nodes it took:
2 is linear. What it measures is all that `pack build` does up to the link.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from packager import manifest
from packager.backend import host
from packager.debug import QUIET, Clock
from packager.pipeline import program
from packager.pipeline.build import FrontEnd
from packager.pipeline.search import Search
from packager.program.lower import lower

SIZES = (250, 500, 1000, 2000)


def network(count: int) -> onnx.ModelProto:
    """A network of `count` nodes."""
    rng, nodes, constants = np.random.default_rng(0), [], []
    flow = "x"

    def add(op: str, *inputs: str, **attrs: object) -> str:
        nodes.append(helper.make_node(op, list(inputs), [f"v{len(nodes)}"], f"n{len(nodes)}", **attrs))
        return str(nodes[-1].output[0])

    def weights(*shape: int) -> str:
        array = (rng.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)
        constants.append(numpy_helper.from_array(array, f"w{len(constants)}"))
        return str(constants[-1].name)

    while len(nodes) < count - 11:
        kernel = 3 if len(nodes) % 2 else 1
        a = add("Conv", flow, weights(8, 8, kernel, kernel), pads=[kernel // 2] * 4)
        a = add("Relu", a)
        b = add("Conv", a, weights(8, 1, 3, 3), pads=[1] * 4, group=8)
        b = add("Mul", b, add("Sigmoid", b))
        left = add("Conv", add("Add", a, b), weights(4, 8, 1, 1))
        right = add("Conv", add("MaxPool", flow, kernel_shape=[3, 3], pads=[1] * 4), weights(4, 8, 1, 1))
        flow = add("Add", add("Concat", left, right, axis=1), flow)
    while len(nodes) < count:
        flow = add("Tanh", flow)
    ends = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, 8, 16, 16]) for n in ("x", flow)]
    graph = helper.make_graph(nodes, "chain", ends[:1], ends[1:], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def seconds(count: int, folder: Path) -> dict[str, float]:
    """Stage -> seconds, for a network of `count` nodes."""
    found: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        start = process_time()
        yield
        found[name] = process_time() - start

    onnx.save(network(count), folder / "chain.onnx")
    (folder / "m.yaml").write_text(f"model: chain.onnx\ntargets: [{host().name}]\n", encoding="utf-8")
    m = manifest.load(folder / "m.yaml")
    (request,) = m.targets
    with stage("load"):
        front = FrontEnd(m, Clock(QUIET), QUIET)
    with stage("passes"):
        graph = front.graph(passes=True)
    with stage("plan"):
        plans = program.planned(graph, request)
    with stage("choose"):
        made = Search(plans, request).first
    with stage("lower"):
        lower(made.plan, made.assigned, made.choice)
    return found | {"total": sum(found.values())}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="numbers of nodes")
    sizes = parser.parse_args().sizes
    before: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        seconds(64, Path(folder))  # what is compiled once for all sizes
        for size in sizes:
            now = seconds(size, Path(folder))
            growth = "".join(f"  {s / before[n]:5.2f}" if n in before else "       " for n, s in now.items())
            print(f"{size:5} nodes  " + "  ".join(f"{n} {s:6.2f} s" for n, s in now.items()) + f"   growth{growth}")
            before = now
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
