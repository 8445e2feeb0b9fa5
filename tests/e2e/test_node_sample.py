"""A sample of the node tests of ONNX that pass here, in executables for other processors under emulation."""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import numpy_helper
from onnx.backend.test.runner import Runner

import packager
from packager import backend
from packager.ops import all_ops
from packager.run.dist import open_dist
from packager.run.execute import run
from tests.e2e.test_operators import not_in_networks

PASS = (Path(__file__).parents[1] / "ops" / "onnx_nodes.txt").read_text(encoding="utf-8").split()
# Their boxes, as pack makes them up, belong to images that are not there: no reference can run them.
MADE_UP = {"test_roialign_aligned_false", "test_roialign_aligned_true", "test_roialign_mode_max"}
SHORT = {"batchnorm": "batchnormalization", "tril": "trilu", "triu": "trilu"}
"""How the tests of some operators begin instead."""


def by_operator() -> dict[str, list[str]]:
    """The tests whose names begin with that of an operator, in small letters."""
    known = {o.name.lower(): o.name.lower() for o in all_ops()} | SHORT
    known |= {s.name.lower(): s.name.lower() for s in onnx.defs.get_all_schemas()}
    found: dict[str, list[str]] = {}
    for name in (n for n in PASS if "_expanded" not in n):  # by operators of their own
        begins = name.removeprefix("test_").replace("_", "")
        longest = max((k for k in known if begins.startswith(k)), key=len, default="")
        found.setdefault(known.get(longest, ""), []).append(name)
    return found


def sample() -> list[str]:
    """One test of each operator that the networks of test_operators.py lack, and each sixtieth of all."""
    tests = by_operator()
    one = [found[len(found) // 2] for op in sorted(not_in_networks()) if (found := tests.get(op.lower()))]
    return [name for name in dict.fromkeys(one + PASS[7::60]) if name not in MADE_UP]


@cache
def cases() -> dict[str, Any]:
    """All node tests, which numpy's warnings say nothing about."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from onnx.backend.test.loader import load_model_tests

        return {case.name: case for case in load_model_tests(kind="node")}


@pytest.mark.slow
@pytest.mark.qemu
@pytest.mark.toolchain
@pytest.mark.parametrize("name", sample())
def test_a_node_test_passes_on_other_processors(tmp_path: Path, name: str) -> None:
    """With the suite's own tolerances. What decides about sizes is a constant, as in the run on this machine."""
    case = cases()[name]
    # Of types that numpy lacks, the suite has tensors of ONNX.
    inputs, wanted = (
        [numpy_helper.to_array(a) if isinstance(a, onnx.TensorProto) else a for a in arrays]
        for arrays in case.data_sets[0]
    )
    ready = backend.prepare(case.model)
    ready.run(inputs)
    names = [i.name for i in case.model.graph.input]
    given = dict(zip(names, inputs, strict=True))
    fixed = {n: given.pop(n) for n in ready._known}
    onnx.save(backend.with_constants(case.model, fixed), tmp_path / "m.onnx")
    np.savez(tmp_path / "in.npz", **given)
    kept = given and all(array.dtype.isbuiltin == 1 for array in given.values())  # npz files know no other types
    more = "verify: {inputs: in.npz, rtol: 1e-2}" if kept else ""
    (tmp_path / "m.yaml").write_text(f"model: m.onnx\ntargets: [aarch64, armv7]\nartifacts: [exe]\n{more}\n")
    packager.build(tmp_path / "m.yaml", out=tmp_path / "out", toolchain="local")
    for target in ("aarch64", "armv7"):
        found = run(open_dist(tmp_path / "out" / "m" / target), given)
        got = [found[output.name] for output in case.model.graph.output]
        Runner.assert_similar_outputs(wanted, got, case.rtol, case.atol)
