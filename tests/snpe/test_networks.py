"""The real networks on every architecture that was promised: files, level, closeness to float32, seconds."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from packager.export import to_onnx
from packager.load import load
from packager.snpe import SnpeTarget, compile_network, resolve
from tests.snpe.photos import NETWORKS

pytestmark = [pytest.mark.qnn, pytest.mark.slow, pytest.mark.models, pytest.mark.toolchain]

LEAST = {"int8": 0.995, "a16w8": 0.995, "fp16": 0.9999}
CPU_SECONDS = 3 * 60
"""Of one build and its processes: a minute of two cores, and half as much again for a machine that other work slows down.
Waiting for a core does not count, sharing its cache does: the longest build takes 146 s where six others are at work."""

CASES = [
    *((name, arch, "int8") for name in list(NETWORKS)[:4] for arch in ("v68", "v73", "v75", "v81")),
    # v75 and v81 give the same numbers here, and take the same time again.
    *((name, "v73", "fp16") for name in list(NETWORKS)[:4]),
    *(("kwt1_kws_transformer", arch, "a16w8") for arch in ("v68", "v73")),
]


def cpu_seconds() -> float:
    """Of this process and all that it has started and waited for, until now."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


@pytest.mark.parametrize(("name", "arch", "precision"), CASES)
def test_a_network(models: Path, name: str, arch: str, precision: str, tmp_path: Path) -> None:
    feeds, held = NETWORKS[name](models)
    target = SnpeTarget(resolve(arch=arch, precision=precision), least=LEAST[precision], toolchain="local")
    model = to_onnx(load(models / f"{name}.onnx"))
    start, before = time.perf_counter(), cpu_seconds()
    built = compile_network(model, name.replace("_", "-"), target, feeds, tmp_path, checks=held)
    seconds, used = time.perf_counter() - start, cpu_seconds() - before
    sizes = {suffix: built.files[f"{name.replace('_', '-')}.{suffix}"] for suffix in ("dlc", "bin")}
    wide = f"{len(built.quantisation.wide)}/{built.quantisation.nodes}" if built.quantisation else "-"
    print(  # noqa: T201
        f"ROW {name} {arch} {precision} {sizes} {built.verification.reached} {built.verification.cosine:.6f} 16-bit {wide} {seconds:.1f} s, {used:.1f} s of CPU"
    )
    assert built.verification.reached == "L3"
    assert used < CPU_SECONDS
