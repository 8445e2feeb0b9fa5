"""`packager.backend`: ONNX's backend interface over the stages of `pack build`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import packager
from packager import backend
from packager.errors import Unsupported
from packager.pipeline import build, program, search


def model(op: str = "Abs", shape: tuple[int, ...] = (2, 5), **attrs: object) -> onnx.ModelProto:
    graph = helper.make_graph(
        [helper.make_node(op, ["x"], ["y"], **attrs)], "g", [helper.make_tensor_value_info("x", 1, shape)],
        [helper.make_tensor_value_info("y", 1, None)],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)


def test_a_model_runs_by_list_and_by_name() -> None:
    x = np.float32([[-1, 2, -3, 4, -5], [0, -0.5, 1, -2, 3]])
    rep = backend.prepare(model())
    np.testing.assert_array_equal(rep.run([x])[0], np.abs(x))
    np.testing.assert_array_equal(rep.run({"x": x})[0], np.abs(x))
    np.testing.assert_array_equal(backend.run_model(model(), [x])[0], np.abs(x))


def test_a_node_runs() -> None:
    x = np.float32([1, 2, 3])
    (y,) = backend.run_node(helper.make_node("Neg", ["x"], ["y"]), [x], outputs_info=[(np.dtype(np.float32), (3,))])
    np.testing.assert_array_equal(y, -x)


def test_only_the_cpu_is_there() -> None:
    assert backend.supports_device("CPU")
    assert not backend.supports_device("CUDA:0")
    with pytest.raises(ValueError, match="CPU"):
        backend.prepare(model(), "CUDA")


def test_what_cannot_be_compiled_is_said_at_once() -> None:
    with pytest.raises(Unsupported, match="RandomNormalLike"):
        backend.prepare(model("RandomNormalLike"))


def test_sizes_that_are_inputs_compile_again_for_new_values() -> None:
    graph = helper.make_graph(
        [helper.make_node("ReduceSum", ["x", "axes"], ["y"], keepdims=0)], "g",
        [helper.make_tensor_value_info("x", 1, (2, 3)), helper.make_tensor_value_info("axes", TensorProto.INT64, (1,))],
        [helper.make_tensor_value_info("y", 1, None)],
    )  # fmt: skip
    rep = backend.prepare(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10))
    x = np.float32([[1, 2, 3], [4, 5, 6]])
    for axis in (0, 1, 0):
        np.testing.assert_array_equal(rep.run([x, np.array([axis])])[0], x.sum(axis))


def test_what_an_input_must_be_is_said() -> None:
    with pytest.raises(ValueError, match="input x"):
        backend.prepare(model()).run([np.zeros((3, 5), np.float32)])


@pytest.mark.toolchain
def test_the_backend_and_a_build_share_their_stages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spies on the stages see both."""
    seen: dict[str, list[str]] = {}

    def spy(owner: object, name: str) -> None:
        real: Callable[..., object] = getattr(owner, name)

        def watched(*args: object, **named: object) -> object:
            seen.setdefault(name, []).append(now[0])
            return real(*args, **named)

        monkeypatch.setattr(owner, name, watched)

    now = ["backend"]
    for owner, name in ((build.FrontEnd, "graph"), (program, "planned"), (search, "Offers")):
        spy(owner, name)
    proto = model("Softmax", (3, 11))
    backend.prepare(proto)
    now[0] = "build"
    onnx.save(proto, tmp_path / "m.onnx")
    manifest = tmp_path / "m.yaml"
    manifest.write_text(f"model: m.onnx\ntargets: [{backend.host().name}]\nartifacts: [exe]\n")
    packager.build(manifest, out=tmp_path / "out", toolchain="local")
    both = ["backend", "build"]
    assert {n: sorted(set(who)) for n, who in seen.items()} == dict.fromkeys(("graph", "planned", "Offers"), both)


def test_the_same_operators_in_another_order() -> None:
    """Two stages with the same operands at other places, in one program and in one process."""
    keep = np.array([[True, False, True, True, False]])
    nodes = [helper.make_node("Where", ["c", *order], [f"y{i}"]) for i, order in enumerate((("x", "n"), ("n", "x")))]
    constants = [numpy_helper.from_array(keep, "c"), numpy_helper.from_array(np.float32(-2), "n")]
    ends = [helper.make_tensor_value_info(n, TensorProto.FLOAT, (3, 5)) for n in ("x", "y0", "y1")]
    graph = helper.make_graph(nodes, "g", ends[:1], ends[1:], constants)
    x = np.arange(15, dtype=np.float32).reshape(3, 5)
    first, second = backend.prepare(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    ).run([x])
    np.testing.assert_array_equal(first, np.where(keep, x, -2))
    np.testing.assert_array_equal(second, np.where(keep, -2, x))
