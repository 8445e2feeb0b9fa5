"""Fixtures for all tests: golden files, the command line, and the real networks where they are there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from packager import cli

ROOT = Path(__file__).parents[1]

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("pack", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pack")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files instead of comparing with them")


MOST = 1
"""Sets of parameters that the default run takes of one test of operators."""

MANY = ("tests/ops/", "tests/load/test_opsets.py")
"""Where there are tests of operators."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test that is marked `sampled(n)` each n-th set of parameters is for the default run; the others are slow.

    So are those of a test of operators beyond MOST, of which every so many-th is taken.
    """
    functions: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("slow") is None:
            functions.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for name, sets in functions.items():
        mark = sets[0].get_closest_marker("sampled")
        many = name.startswith(MANY)
        every = mark.args[0] if mark else -(-len(sets) // MOST) if many else 1
        for number, item in enumerate(sets):
            if number % every:
                item.add_marker(pytest.mark.slow)


@pytest.fixture
def pack(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """`pack("run", dist)` in this process: (status, stdout, stderr)."""

    def run(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = cli.main([str(w) for w in words])
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(text, name)` compares `text` with `golden/<name>` beside the test's file."""

    def compare(text: str, name: str) -> None:
        path = Path(request.path).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing: run pytest with --update-golden, and read what it wrote"
        assert text == path.read_text(encoding="utf-8"), f"differs from {path}; --update-golden where that is right"

    return compare


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder of the real networks; the test is skipped where it is absent."""
    path = ROOT.parent / "shared" / "models"
    if not (path / "index.json").is_file():
        pytest.skip("needs the real networks in ../shared/models")
    return path


@pytest.fixture
def net(tmp_path: Path) -> Callable[..., Any]:
    """`net(x=(1, 3, 8, 8))`: a network with that input, to which the test adds nodes."""
    from tests.passes.net import Net

    return lambda **inputs: Net(tmp_path, **inputs)


FAKE = """#!{python} -S
import array, sys
args = sys.argv[1:]
runs = int(args.pop(args.index("--bench") + 1)) if "--bench" in args else 0
args = [a for a in args if a != "--bench"]
weights, source, target = args
{first}
scale = array.array("f", open(weights, "rb").read())[0]
x = array.array("f", open(source, "rb").read())
with open(target, "wb") as file:
    file.write(array.array("f", [scale * v for v in x]).tobytes())
if runs:
    print(1_000_000 // runs)
"""
"""What stands for a shipped executable in tests that need no compiler: y = weights[0] * x."""


@pytest.fixture
def make_dist(tmp_path: Path) -> Callable[..., Path]:
    """`make_dist(first="", scale=2.0, **report_fields)`: an output folder whose executable is a script (see FAKE).

    `first` is a line of Python that it runs first. Its model, y = 2 * x for x of f32[1, 4], lies beside the folder.
    """
    import hashlib
    import struct
    import sys
    from dataclasses import asdict, replace

    import onnx
    from onnx import TensorProto, helper

    from packager import target
    from packager.report.types import (
        BudgetRow,
        Bytes,
        Execution,
        KernelRow,
        NodeRow,
        OutputCheck,
        Report,
        Tensor,
        Verification,
    )

    def make(first: str = "", scale: float = 2.0, folder: str = "toy/x86-64-v2", **fields: object) -> Path:
        dist = tmp_path / "build" / folder
        dist.mkdir(parents=True, exist_ok=True)
        exe = dist / "toy"
        exe.write_text(FAKE.format(python=sys.executable, first=first), encoding="utf-8")
        exe.chmod(0o755)
        (dist / "toy.weights").write_bytes(struct.pack("<f", scale))
        x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, 4]) for n in "xy")
        two = helper.make_tensor("two", TensorProto.FLOAT, [], [2.0])
        graph = helper.make_graph([helper.make_node("Mul", ["x", "two"], ["y"])], "toy", [x], [y], [two])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.save(model, str(tmp_path / "toy.onnx"))
        described = target.load("x86-64-v2")
        report = Report(
            name="toy",
            target="x86-64-v2",
            toolchain={"kind": "local", "image": "", "digest": "", "version": "cc 1", "why": "asked for"},
            size={"binary": 700, "text": 400, "rodata": 150, "data": 0, "bss": 16, "headers": 150, "weights": 4,
                  "static_lib": 900, "shared_lib": 1100},
            ram={"arena": 128, "arena_lower_bound": 120, "arena_header": 64, "stack": 64, "static": 16, "total": 272},
            budget={"binary": BudgetRow(1000, 700, True), "ram": BudgetRow(200, 272, False)},
            kernels=(KernelRow("map_mul", 300, ("Mul_0",), "llvm", "op=Mul"),),
            nodes=(NodeRow("conv", "Conv", "conv_4x2", 5000, 64, 256, "Conv_3", ("Relu",)),
                   NodeRow("Mul_0", "Mul", "map_mul", 0, 4, 16), NodeRow("flat", "Reshape", "", 0, 0, 16),
                   NodeRow("copy", "Copy", "copy", 0, 0, 32)),
            frontier=(
                {"binary": 700, "est_cost": 5000.0, "chosen": True, "gap": 0.002},
                {"binary": 600, "est_cost": 7500.0, "chosen": False, "estimated": True},
            ),
            verify=Verification("onnx.reference 1", "native", 1e-7, 1e-6, 1.0, True,
                                (OutputCheck("y", 1e-7, 1e-6, 1.0, True, (0, 1), 2.0, 2.0, 1e-4),)),
            seconds={"load": 0.25, "link": 0.5, "total": 0.75},
            labels=(Bytes("text", "map_mul", 300), Bytes("rodata", "steps", 150), Bytes("headers", "ELF header", 150),
                    Bytes("text", "pack_main", 100)),
            inputs=(Tensor("x", "f32", (1, 4)),),
            outputs=(Tensor("y", "f32", (1, 4)),),
            execution=Execution({"exe": "toy", "weights": "toy.weights"}, "toy", described.qemu, described.qemu_cpu,
                                described.native, ()),
            source={"model": "../../../toy.onnx", "target": asdict(described),
                    "sha256": hashlib.sha256((tmp_path / "toy.onnx").read_bytes()).hexdigest()},
        )  # fmt: skip
        (dist / "report.json").write_text(replace(report, **fields).to_json(), encoding="utf-8")
        return dist

    return make
