"""Random networks, compiled whole: what ONNX Runtime computes of them, in this process and as shipped executables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

import packager
from packager import backend
from packager.export import reference
from packager.graph import Array
from packager.run.inputs import write_npz
from tests.e2e.growth import Growth
from tests.inprocess import HOST_TARGETS


def grown(seed: int) -> tuple[onnx.ModelProto, dict[str, Array]]:
    """A network that is valid ONNX, and inputs for it."""
    model = Growth(seed).model(4 + seed % 17)
    onnx.checker.check_model(model, full_check=True)
    rng = np.random.default_rng(1)
    shapes = {i.name: [d.dim_value for d in i.type.tensor_type.shape.dim] for i in model.graph.input}
    return model, {name: rng.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}


@pytest.mark.parametrize("seed", [*range(25), *(pytest.param(n, marks=pytest.mark.slow) for n in range(25, 200))])
def test_a_random_network_computes_what_onnxruntime_computes(seed: int) -> None:
    pytest.importorskip("onnxruntime")
    model, feeds = grown(seed)
    got = backend.prepare(model).run(feeds)
    for found, (name, want) in zip(got, reference(model, feeds, engine="onnxruntime").items(), strict=True):
        limit = 2e-4 * max(1.0, float(np.abs(want).max(initial=0)))
        np.testing.assert_allclose(found, want, rtol=0, atol=limit, err_msg=f"output {name}")


@pytest.mark.slow
@pytest.mark.qemu
@pytest.mark.toolchain
@pytest.mark.parametrize("seed", range(1000, 1016))
def test_a_random_network_is_the_same_everywhere(tmp_path: Path, seed: int) -> None:
    """One build for targets of several widths of vectors, for time or for size, by one thread or two."""
    model, feeds = grown(seed)
    onnx.save(model, tmp_path / "m.onnx")
    write_npz(tmp_path / "in.npz", feeds)
    targets = dict.fromkeys(("armv7", "aarch64", *HOST_TARGETS[:2]))
    (tmp_path / "m.yaml").write_text(
        f"model: m.onnx\ntargets: [{', '.join(targets)}]\nartifacts: [exe]\nthreads: {1 + seed % 3 % 2}\n"
        f"optimize: {'size' if seed % 4 == 0 else 'speed'}\nverify: {{inputs: in.npz, atol: 2e-4, rtol: 1e-3}}\n"
    )
    reports = packager.build(tmp_path / "m.yaml", out=tmp_path / "out", toolchain="local")
    assert [(r.target, r.verify.ok, r.verify.runner != "none") for r in reports] == [(t, True, True) for t in targets]
