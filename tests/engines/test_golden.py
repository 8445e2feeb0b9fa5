"""What the digits example becomes at each stage, word for word: optimised graph, memory map, kernels' IR, steps.

The same printers as DEBUG=2 to 4. IR is what the builder writes, before LLVM's passes, so that it does not depend on LLVM.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from packager import target as targets
from packager.engines import llvm as engine
from packager.kernels.base import Kernel, Step, functions_of
from packager.kernels.conv import Conv, Packing
from packager.kernels.depthwise import Depthwise
from packager.kernels.epilogue import CLIP, Epilogue, Part
from packager.kernels.finish import Finish
from packager.load import load
from packager.passes.optimise import optimise
from packager.plan.planner import make_plan
from packager.plan.show import memory_map
from packager.plan.types import Plan
from packager.program.assign import Assigned, assign
from packager.program.choose import choose
from packager.program.lower import lower

RESIDUAL = Epilogue((Part("Swish"), Part("Add", ("flow", "tensor"))))
DIGITS = Path(__file__).parents[2] / "examples" / "digits" / "digits.onnx"
Golden = Callable[[str, str], None]


@cache
def planned(name: str = "aarch64") -> tuple[Plan, Assigned]:
    assigned = assign(optimise(load(DIGITS)), targets.load(name))
    return make_plan(assigned.graph, assigned.needs), assigned


def show(step: Step) -> str:
    """One step: kernel, node, pointers, arguments."""
    refs = (f"{n}={r.space}{r.index or ''}+{r.offset}" for n, r in sorted(step.refs.items()))
    args = (f"{n}={v}" for n, v in sorted(step.args.items()))
    return f"{' + '.join(f.name for f in step.functions)} for {step.node}\n  {' '.join(refs)}\n  {' '.join(args)}"


def test_graph(golden: Golden) -> None:
    golden(f"{planned()[0].graph}\n", "digits.graph.txt")


def test_memory_map(golden: Golden) -> None:
    golden(memory_map(planned()[0]) + "\n", "digits.map.txt")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", ["x86-64-v3", "aarch64", "armv7"])
def test_steps(name: str, golden: Golden) -> None:
    plan, assigned = planned(name)
    program = lower(plan, assigned, choose(plan, assigned))
    weights = f"weights: {len(program.weights)} bytes"
    golden("\n".join([*map(show, program.steps), weights, ""]), f"digits.steps.{name}.txt")


@pytest.mark.parametrize(
    ("kernel", "name"),
    [
        (Conv(4, 2, Epilogue((CLIP,))), "armv7"),
        (Conv(4, 2, Epilogue((CLIP,)), by_lane=4), "aarch64"),
        (Conv(6, 2, RESIDUAL, lanes=8, packing=Packing(32, 16)), "x86-64-v3"),
        (Conv(4, 2, RESIDUAL, lanes=4, either=True), "aarch64"),
        (Finish(RESIDUAL, 8), "x86-64-v3"),
        (Depthwise(4, 3, 1, 4, Epilogue((CLIP,))), "aarch64"),
        (Depthwise(4, 3, 2, 4, RESIDUAL), "aarch64"),
    ],
)
def test_ir(kernel: Kernel, name: str, golden: Golden) -> None:
    module = engine.module_of(functions_of(kernel)[0], targets.load(name))
    golden(f"{module}\n", f"{kernel.symbol}.{name}.ll")
