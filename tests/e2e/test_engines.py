"""Kernels that others wrote, all the way: compiled, linked, sized, verified; and what goes wrong with them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import packager
from packager import target
from packager.binary.csource import Model
from packager.binary.foreign import foreign_code
from packager.engines.c import C
from packager.errors import EngineBroken, EngineMissing, ManifestError, PackError, PackErrors, VerifyFailed
from packager.kernels.base import Program, Step
from packager.kernels.foreign import Foreign, Sources
from packager.toolchain import base
from tests.e2e.conftest import HERE

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
KERNEL = EXAMPLES / "kernel"
DIGITS = EXAMPLES / "digits" / "digits.onnx"
CONV = {"op": "Conv", "symbol": "my_conv", "sources": ["my_conv.c"]}
IDENTITY = "#include <%s.h>\nvoid %s(void *const *pointers, const intptr_t *args) { (void)pointers; (void)args; }\n"


def manifest(folder: Path, engines: object, target: str = HERE) -> Path:
    path = folder / "manifest.yaml"
    says = {"name": "toy", "model": str(DIGITS), "targets": [target], "engines": engines, "toolchain": "local"}
    path.write_text(json.dumps(says))
    return path


def pack(*args: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, with `path` among the installed packages."""
    env = {**os.environ, "PYTHONPATH": str(path or "")}
    return subprocess.run([sys.executable, "-m", "packager.cli", *args], capture_output=True, text=True, env=env)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of packages in which examples/engine is installed."""
    site = tmp_path / "site"
    info = site / "pack_largest-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pack-largest\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[packager.engines]\nlargest = pack_largest:Largest\n")
    for name in ("pack_largest.py", "pack_largest.c"):
        (site / name).write_bytes((EXAMPLES / "engine" / name).read_bytes())
    return site


@pytest.mark.slow
@pytest.mark.toolchain
@pytest.mark.usefixtures("local_toolchain", "runs_here")
@pytest.mark.parametrize("target_name", [HERE, "aarch64", "armv7"])
def test_the_kernel_of_the_example(target_name: str, tmp_path: Path) -> None:
    [report] = packager.build(KERNEL / "manifest.yaml", targets=[target_name], out=tmp_path, toolchain="local")
    assert report.verify.ok
    (mine,) = (k for k in report.kernels if k.engine == "c" and k.symbol == "my_conv")
    rows = [n for n in report.nodes if n.kernel == mine.symbol]
    assert len(rows) == 3
    assert {(n.op, n.kernel) for n in rows} == {("Conv", mine.symbol)}
    assert mine.bytes > 100
    assert len(mine.nodes) == 3
    assert any(n.op == "Transpose" for n in report.nodes), "what NCHW costs is shown"


@pytest.mark.slow
@pytest.mark.toolchain
@pytest.mark.usefixtures("local_toolchain")
def test_all_cases_of_an_operator_through_a_kernel_in_c() -> None:
    found = packager.check_engine("c", HERE, options=CONV, folder=KERNEL, toolchain="local")
    assert found.verify.ok
    assert len(found.taken) > 30
    assert all(case.startswith(("conv", "depthwise")) for case in found.taken)
    assert found.bytes > 100


@pytest.mark.slow
@pytest.mark.toolchain
@pytest.mark.usefixtures("local_toolchain")
def test_an_engine_that_computes_something_else_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "a.c").write_text(IDENTITY % ("nothing", "nothing"))
    options = {"op": "Relu", "symbol": "nothing", "sources": ["a.c"]}
    with pytest.raises((VerifyFailed, PackErrors), match="relu"):
        packager.check_engine("c", HERE, options=options, folder=tmp_path, toolchain="local")


@pytest.mark.slow
@pytest.mark.toolchain
@pytest.mark.usefixtures("local_toolchain")
def test_an_engine_from_another_package(outside: Path, tmp_path: Path) -> None:
    path = manifest(tmp_path, ["largest", "llvm"])
    done = pack("explain", str(path), "--json", path=outside)
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout)["targets"]
    assert [(r["op"], r["engine"]) for r in told["rows"] if r["engine"] == "largest"] == [("MaxPool", "largest")]
    done = pack("build", str(path), "--out", str(tmp_path / "out"), path=outside)
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "out" / "toy" / HERE / "report.json").read_text())
    assert report["verify"]["ok"]
    assert {k["engine"] for k in report["kernels"]} == {"largest", "llvm"}
    # Elsewhere, where it is not installed, the manifest has a mistake.
    done = pack("build", str(path), "--out", str(tmp_path / "other"))
    assert done.returncode == 2
    assert "largest" in done.stderr


@pytest.mark.slow
def test_what_outside_packages_do_when_they_are_imported(outside: Path, tmp_path: Path) -> None:
    path = manifest(tmp_path, ["largest", "llvm"])
    for text, why in (("1 / 0\n", "ZeroDivisionError"), ("class Largest: pass\n", "is no engine of this name")):
        (outside / "pack_largest.py").write_text(text)
        done = pack("build", str(path), "--out", str(tmp_path / "out"), path=outside)
        assert done.returncode == 3, done.stderr
        assert "E392" in done.stderr
        assert why in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_package_cannot_take_the_place_of_our_own_engines(outside: Path, tmp_path: Path) -> None:
    info = next(outside.glob("*.dist-info"))
    (info / "entry_points.txt").write_text("[packager.engines]\nllvm = pack_largest:Largest\n")
    done = pack("explain", str(manifest(tmp_path, ["llvm"])), path=outside)
    assert done.returncode == 0, done.stderr
    assert "largest" not in done.stdout


@pytest.mark.provokes("E510")
@pytest.mark.toolchain
@pytest.mark.usefixtures("local_toolchain")
def test_a_library_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        C, "sources", lambda self, target: Sources((("a.c", b""),), ("surely_not_there",), package="libsurely-dev")
    )
    (tmp_path / "a.c").write_text("")
    path = manifest(tmp_path, [{"c": {**CONV, "sources": ["a.c"]}}, "llvm"])
    with pytest.raises((EngineMissing, PackErrors)) as caught:
        packager.build(path, out=tmp_path / "out")
    assert "sudo apt install libsurely-dev" in str(caught.value)
    assert "E510" in str(caught.value)
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").rglob("report.json"))


@pytest.mark.provokes("E510")
@pytest.mark.toolchain
@pytest.mark.usefixtures("local_toolchain")
@pytest.mark.parametrize(("machine", "architecture"), [("x86-64-v3", "amd64"), ("aarch64", "arm64")])
def test_xnnpack_where_it_is_not_installed(
    machine: str, architecture: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(base, "library_path", lambda name, target: f"{tmp_path}/lib{name}.a")
    with pytest.raises(EngineMissing) as caught:
        packager.build(manifest(tmp_path, ["xnnpack", "llvm"], machine), out=tmp_path / "out")
    assert caught.value.exit == 5
    assert f"sudo apt install libxnnpack-dev:{architecture} (from Debian trixie on)" in caught.value.fix
    assert "--toolchain docker" in caught.value.fix
    assert caught.value.where == f"{tmp_path}/libmicrokernels-prod.a"
    assert not list(tmp_path.rglob("report.json"))


def test_xnnpack_alone_says_what_it_does_not_take(tmp_path: Path) -> None:
    with pytest.raises(PackErrors) as caught:
        packager.build(manifest(tmp_path, ["xnnpack"]), out=tmp_path / "out")
    assert {error.exit for error in caught.value.errors} == {3}
    assert "no engine takes MaxPool" in str(caught.value)
    assert "xnnpack: it has no kernel for it" in str(caught.value)


def test_options_are_checked(tmp_path: Path) -> None:
    (tmp_path / "a.c").write_text("")
    for options, why in (
        ({"op": "Conv", "sources": ["a.c"]}, "symbol"),
        ({**CONV, "sources": ["b.c"]}, "b.c"),
        ({**CONV, "sources": ["a.c"], "symbol": "my conv"}, "identifier"),
        ({**CONV, "sources": ["a.c"], "colour": 1}, "colour"),
        ({**CONV, "sources": ["a.c"], "where": {"shape": 1}}, "shape"),
    ):
        with pytest.raises((ManifestError, PackErrors), match=why):
            packager.build(manifest(tmp_path, [{"c": options}, "llvm"]), out=tmp_path / "out")


@pytest.mark.toolchain
@pytest.mark.usefixtures("local_toolchain")
def test_c_that_does_not_compile(tmp_path: Path) -> None:
    (tmp_path / "my_conv.c").write_text('#include "my_conv.h"\nint wrong = ;\n')
    said: list[str] = []
    with pytest.raises(PackError) as caught:
        packager.build(manifest(tmp_path, [{"c": CONV}, "llvm"]), out=tmp_path / "out", say=said.append)
    assert "my_conv.c" in str(caught.value) + "".join(said)


@pytest.mark.slow
@pytest.mark.toolchain
@pytest.mark.usefixtures("local_toolchain")
def test_a_changed_source_makes_another_build(tmp_path: Path) -> None:
    text = (KERNEL / "my_conv.c").read_text()
    (tmp_path / "my_conv.c").write_text(text)
    path = manifest(tmp_path, [{"c": CONV}, "llvm"])
    (first,) = packager.build(path, out=tmp_path / "out")
    (again,) = packager.build(path, out=tmp_path / "out")
    assert (first.up_to_date, again.up_to_date) == (False, True)
    (tmp_path / "my_conv.c").write_text(text + "\nvoid more(void);\nvoid more(void) {}\n")
    (second,) = packager.build(path, out=tmp_path / "out")
    assert not second.up_to_date


@pytest.mark.slow
@pytest.mark.parametrize(("example", "files"), [
    ("engine", {"pack_largest.py", "pack_largest.c"}),
    ("tensorrt", {"pack_tensorrt.py", "pack_tensorrt.c", "bridge.h"}),
])  # fmt: skip
def test_an_installed_example_has_its_c_beside_it(example: str, files: set[str], tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    for path in (p for p in (EXAMPLES / example).iterdir() if p.is_file()):
        (tmp_path / "source" / path.name).write_bytes(path.read_bytes())
    argv = [sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--target", str(tmp_path / "site")]
    subprocess.run([*argv, str(tmp_path / "source")], check=True)
    assert {p.name for p in (tmp_path / "site").iterdir() if p.is_file()} == files
    assert next((tmp_path / "site").glob("*.dist-info/entry_points.txt")).read_text().startswith("[packager.engines]")


@pytest.mark.slow
def test_an_engine_without_its_c_is_broken(outside: Path, tmp_path: Path) -> None:
    (outside / "pack_largest.c").unlink()
    done = pack("explain", str(manifest(tmp_path, ["largest", "llvm"])), path=outside)
    assert done.returncode == 3
    assert "pack_largest.c cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_files_of_engines_are_short() -> None:
    own = [p for p in (ROOT / "packager" / "engines").glob("[a-z]*.py") if p.stem != "llvm"]
    for path in (*own, EXAMPLES / "engine" / "pack_largest.py", EXAMPLES / "tensorrt" / "pack_tensorrt.py"):
        assert len(path.read_text().splitlines()) <= 40, path


@pytest.mark.slow
@pytest.mark.toolchain
@pytest.mark.usefixtures("local_toolchain")
def test_two_kernels_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "my_conv.c").write_bytes((KERNEL / "my_conv.c").read_bytes())
    (tmp_path / "largest.c").write_bytes((EXAMPLES / "engine" / "pack_largest.c").read_bytes())
    pool = {"op": "MaxPool", "symbol": "largest", "sources": ["largest.c"], "layout": "NHWC"}
    (report,) = packager.build(manifest(tmp_path, [{"c": CONV}, {"c": pool}, "llvm"]), out=tmp_path / "out")
    found = {k.symbol for k in report.kernels if k.engine == "c"}
    assert found - {"constants of c"} == {"my_conv", "largest"}
    x = np.load(EXAMPLES / "digits" / "sample.npz")
    got = packager.load(tmp_path / "out" / "toy" / HERE).run(dict(x))["probabilities"]
    assert int(got.argmax()) == int((EXAMPLES / "digits" / "label.txt").read_text())


def test_calls_that_do_not_fit_each_other() -> None:
    sources = Sources((("a.c", b""),))
    steps = [Step(Foreign("toy", "f", ("x",), (n,), sources), {}, {n: 1}, "node") for n in "ab"]
    with pytest.raises(EngineBroken, match="toy"):
        foreign_code(Model("m", HERE, (), 0, 0, False), Program(tuple(steps), b""), target.load(HERE))
