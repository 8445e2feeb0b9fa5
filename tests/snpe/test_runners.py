"""The two C runners against mocks of Qualcomm's libraries: every way through them ends in a result or in a message."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from packager import target
from packager.snpe import package
from packager.toolchain.base import Job, Program
from tests.binary.sample import HERE, local_toolchain

pytestmark = pytest.mark.toolchain
STRICT = ("-std=c11", "-O1", "-Wall", "-Wextra", "-Werror")
RUNTIME = Path(__file__).parents[2] / "runtime" / "snpe"


def compilers() -> dict[str, list[str]]:
    """C compilers of this machine by name."""
    found = {name: [path] for name in ("gcc", "clang", "clang-19") if (path := shutil.which(name))}
    spec = importlib.util.find_spec("ziglang")
    if spec and spec.origin:
        found["zig"] = [str(Path(spec.origin).with_name("zig")), "cc", "-target", "x86_64-linux-gnu.2.34"]
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both runners, with checks for undefined behaviour where gcc has them, and the mocks."""
    path = tmp_path_factory.mktemp("runners")
    cc = next(iter(compilers().values()), None)
    if cc is None or os.uname().machine != "x86_64":
        pytest.skip("needs a C compiler for this machine")
    for name in package.RUNNERS:
        command = [*cc, *STRICT, "-Wpedantic", "-g", "-o", str(path / name), str(RUNTIME / f"{name}.c"), "-ldl"]
        subprocess.run(command, check=True, env={**os.environ, "ZIG_GLOBAL_CACHE_DIR": str(path / ".zig")})
    for name in ("mock_qnn", "mock_snpe"):
        command = [
            *cc,
            *STRICT,
            "-shared",
            "-fPIC",
            "-o",
            str(path / f"{name}.so"),
            str(Path(__file__).with_name(f"{name}.c")),
        ]
        subprocess.run(command, check=True, env={**os.environ, "ZIG_GLOBAL_CACHE_DIR": str(path / ".zig")})
    np.arange(4, dtype="<f4").tofile(path / "x")
    (path / "x.short").write_bytes(b"123")
    (path / "x.bytes").write_bytes(b"abcd")
    (path / "model").write_bytes(b"MOCK and more")
    (path / "other").write_bytes(b"something else")
    return path


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def qnn(folder: Path) -> Run:
    def run(*arguments: str, mock: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        libraries = ["--htp", "./mock_qnn.so", "--system", "./mock_qnn.so"]
        return start(folder, "qnn_runner", *libraries, *arguments, mock=mock, **more)

    return run


@pytest.fixture
def snpe(folder: Path) -> Run:
    def run(*arguments: str, mock: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return start(folder, "snpe_runner", "--snpe", "./mock_snpe.so", *arguments, mock=mock, **more)

    return run


def start(folder: Path, program: str, *arguments: str, mock: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    (folder / "y").unlink(missing_ok=True)
    environment = {**os.environ, "MOCK": mock, **more}
    return subprocess.run(
        [f"./{program}", *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=30
    )


@pytest.mark.sampled(3)
@pytest.mark.parametrize("compiler", ["gcc", "clang", "zig"])
@pytest.mark.parametrize("runner", package.RUNNERS)
def test_no_compiler_has_anything_to_say(compiler: str, runner: str, tmp_path: Path) -> None:
    if compiler == "clang" and "clang" not in compilers() and "clang-19" in compilers():
        compiler = "clang-19"
    if compiler not in compilers():
        if "zig" in compilers() and compiler.startswith("clang"):
            return  # zig is clang
        pytest.skip(f"no {compiler} here")
    command = [
        *compilers()[compiler],
        *STRICT,
        "-Wpedantic",
        "-Wshadow",
        "-c",
        "-o",
        str(tmp_path / "object.o"),
        str(RUNTIME / f"{runner}.c"),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "ZIG_GLOBAL_CACHE_DIR": str(tmp_path)}
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("kind", HERE)
def test_the_projects_toolchains_compile_them_the_same_each_time(kind: str) -> None:
    toolchain = local_toolchain("x86-64-v2", kind)
    job = Job(
        target.load("x86-64-v2"), {"qnn_runner.c": package.source("qnn_runner")}, (Program("qnn_runner.c", "qnn_runner"),),
        ("qnn_runner",),
    )  # fmt: skip
    first, second = (toolchain.build(job).files["qnn_runner"] for _ in range(2))
    assert first == second
    assert first.startswith(b"\x7fELF")
    assert len(first) < 32_000


@pytest.mark.sampled(2)
@pytest.mark.parametrize("runner", ["qnn", "snpe"])
def test_a_run(runner: str, request: pytest.FixtureRequest, folder: Path) -> None:
    run: Run = request.getfixturevalue(runner)
    done = run("model", "x", "y")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
    assert np.fromfile(folder / "y", "<f4").tolist() == [0, 2, 4, 6]
    done = run("--bench", "3", "model", "x", "y")
    assert done.returncode == 0
    assert int(done.stdout) >= 0
    assert (folder / "y").exists()


def test_qnn_info(qnn: Run) -> None:
    assert qnn("--info", "model").stdout == "graph net\ninput x 0x0232 1x4\noutput y 0x0232 1x4\n"
    assert qnn("--info", "model", mock="quantised").stdout.splitlines()[1] == "input x 0x0408 1x4 scale 0.5 offset -3"
    assert qnn("--info", "model", mock="old").stdout == "graph net\ninput x 0x0232 1x4\noutput y 0x0232 1x4\n"


@pytest.mark.parametrize("mock", ["old", "newer api"])
def test_qnn_other_releases_that_are_fine(qnn: Run, mock: str) -> None:
    assert qnn("model", "x", "y", mock=mock).returncode == 0


def test_quantised_tensors_are_passed_as_they_are(qnn: Run, snpe: Run, folder: Path) -> None:
    for run, mock in ((qnn, "quantised"), (snpe, "tf8")):
        assert run("model", "x.bytes", "y", mock=mock).returncode == 0
        assert (folder / "y").read_bytes() == b"abcd"


QNN_MOCKS = {
    "systemContextCreate": "systemContextCreate failed with QNN error 1004",
    "backendCreate": "backendCreate failed with QNN error 1004",
    "deviceCreate": "deviceCreate failed",
    "contextCreateFromBinary": "contextCreateFromBinary failed",
    "graphRetrieve": "graphRetrieve failed",
    "graphExecute": "graphExecute failed",
    "getProviders": "QnnInterface_getProviders failed",
    "no system provider": "gives no provider",
    "no getBinaryInfo": "has no systemContextGetBinaryInfo",
    "system api": "system API 9.15",
    "older api": "QNN API 2.39, this binary needs 2.40 or later",
    "info version": "version 7",
    "two graphs": "2 graphs, one is expected",
    "tensors": "a damaged list of tensors",
    "tensor version": "a type or a shape that this program does not know",
    "dtype": "a type or a shape that this program does not know",
    "rank": "a type or a shape that this program does not know",
    "huge": "a type or a shape that this program does not know",
}


@pytest.mark.parametrize("mock", QNN_MOCKS)
def test_qnn_failures(qnn: Run, folder: Path, mock: str) -> None:
    done = qnn("model", "x", "y", mock=mock)
    assert done.returncode == 7
    assert done.stderr.startswith("qnn_runner: ")
    assert QNN_MOCKS[mock] in done.stderr
    assert not (folder / "y").exists()


SNPE_MOCKS = {
    "no runtime": "the runtime dsp is not available on this device",
    "RuntimeList": "refuses the settings",
    "RuntimeList_Add": "refuses the settings",
    "SetRuntimeProcessorOrder": "refuses the settings",
    "Build": "cannot build it for dsp",
    "names": "does not list its tensors",
    "no tensors": "0 inputs and 0 outputs",
    "attributes": "says nothing about the tensor x",
    "type": "a type (77)",
    "rank": "a rank (99)",
    "huge": "an impossible shape",
    "buffer": "refuses a buffer",
    "map": "no memory for buffers",
    "Execute": "the run failed on dsp",
}


@pytest.mark.parametrize("mock", SNPE_MOCKS)
def test_snpe_failures(snpe: Run, folder: Path, mock: str) -> None:
    done = snpe("model", "x", "y", mock=mock)
    assert done.returncode == 7
    assert done.stderr.startswith("snpe_runner: ")
    assert SNPE_MOCKS[mock] in done.stderr
    assert not (folder / "y").exists()


def test_snpe_asks_for_one_processor_only(snpe: Run, tmp_path: Path) -> None:
    for runtime, number, option in (("dsp", 2, 2), ("gpu", 1, 0), ("cpu", 0, 0)):
        asked = tmp_path / runtime
        assert snpe("--runtime", runtime, "model", "x", "y", ASKED=str(asked)).returncode == 0
        assert asked.read_text().splitlines() == [
            f"check {number} option {option}",
            f"add {number}",
            "stride 16 4",
            "stride 16 4",
        ]


@pytest.mark.parametrize("runner", ["qnn", "snpe"])
@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        ((), 2, "usage: "),
        (("--bench",), 2, "--bench needs a value"),
        (("--bench", "0", "model", "x", "y"), 2, "from 1 to 1000000"),
        (("--bench", "1x", "model", "x", "y"), 2, "from 1 to 1000000"),
        (("--nonsense", "a", "model"), 2, "unknown option --nonsense"),
        (("model",), 2, "1 inputs and 1 outputs: 2 files are expected, 0 given"),
        (("model", "x", "y", "z"), 2, "3 given"),
        (("model", "absent", "y"), 7, "absent: No such file or directory"),
        (("model", "x.short", "y"), 7, "x.short: 3 bytes, input x has 16"),
        (("model", "x", "absent/y"), 7, "absent/y: No such file or directory"),
        (("absent", "x", "y"), 7, "absent"),
        (("other", "x", "y"), 7, "other"),
    ],
)  # fmt: skip
def test_what_the_user_gets_wrong(
    runner: str, request: pytest.FixtureRequest, arguments: tuple[str, ...], status: int, says: str
) -> None:
    done = request.getfixturevalue(runner)(*arguments)
    assert done.returncode == status, done.stderr
    assert says in done.stderr


def test_a_library_that_is_not_there(folder: Path) -> None:
    for program, option in (("qnn_runner", "--htp"), ("qnn_runner", "--system"), ("snpe_runner", "--snpe")):
        libraries = ["--system", "./mock_qnn.so"] if option == "--htp" else []
        done = start(folder, program, *libraries, option, "./absent.so", "model", "x", "y")
        assert done.returncode == 7
        assert "absent.so" in done.stderr
    done = start(folder, "snpe_runner", "--snpe", "./mock_qnn.so", "model", "x", "y")
    assert "has no Snpe_DlContainer_Open" in done.stderr
    assert start(folder, "snpe_runner", "--runtime", "npu", "model").returncode == 2
