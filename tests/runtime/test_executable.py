"""The executable meets everything a user can do to it: each failure has a message, a status, and leaves nothing behind."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from llvmlite import ir

from packager.emit.backend import emit, harden, new_module
from packager.kernels.base import Code
from packager.target import load
from tests.binary.sample import built, emulator, execute, local_toolchain, ready, sample, tensors

pytestmark = pytest.mark.toolchain
GOOD = ("toy-net.weights", "x.bin", "z.bin", "y.bin", "w.bin")


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def net(tmp_path: Path) -> Run:
    """Runs the sample's executable in a folder with good and bad files."""
    emulator("x86-64-v3")
    folder, model = tmp_path, sample()
    tensors(folder, model)
    (folder / "empty").write_bytes(b"")
    (folder / "long").write_bytes(bytes(4 * model.size + 1))
    weights = bytearray((folder / "toy-net.weights").read_bytes())
    (folder / "short.weights").write_bytes(weights[:-1])
    weights[100] ^= 1
    (folder / "bad.weights").write_bytes(weights)
    (folder / "folder").mkdir()
    os.mkfifo(folder / "queue")
    return partial(execute, ready("x86-64-v3"), folder)


def arguments(**changes: str) -> list[str]:
    """The five files, some of them replaced: weights, x, z, y, w."""
    return [changes.get(key, good) for key, good in zip(("weights", "x", "z", "y", "w"), GOOD, strict=True)]


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"weights": "nowhere"}, "nowhere: no such file or folder"),
        ({"weights": "folder"}, "folder: not a regular file"),
        ({"weights": "/dev/null"}, "/dev/null: not a regular file"),
        ({"weights": "empty"}, "empty: has 0 bytes, must have 384"),
        ({"weights": "short.weights"}, "short.weights: has 383 bytes, must have 384"),
        ({"weights": "bad.weights"}, "bad.weights: damaged, or the weights of another build"),
        ({"x": "nowhere"}, "nowhere: no such file or folder"),
        ({"x": "folder"}, "folder: not a regular file"),
        ({"x": "queue"}, "queue: not a regular file"),
        ({"weights": "queue"}, "queue: not a regular file"),
        ({"x": "empty"}, "empty: has 0 bytes, must have 192"),
        ({"z": "long"}, "long: has 193 bytes, must have 192"),
        ({"x": "x.bin/in"}, "x.bin/in: part of the path is no directory"),
        ({"y": "no/y.bin"}, "no/y.bin: no such file or folder"),
        ({"y": "folder"}, "folder: is a directory"),
        ({"w": "/dev/full"}, "/dev/full: no space left on the device"),
        ({"x": "\x01%s#" + "n" * 200}, "\x01%s#" + "n" * 200 + ": no such file or folder"),
    ],
    ids=str,
)
def test_a_wrong_file_is_named_with_the_reason(net: Run, changes: dict[str, str], message: str) -> None:
    done = net(*arguments(**changes))
    message = message.replace("\x01", "0")  # a control character that stands for a number in the program's own texts
    assert (done.returncode, done.stdout, done.stderr) == (7, "", f"toy-net: {message}\n")


def test_a_long_path_leaves_room_for_the_reason(net: Run) -> None:
    done = net(*arguments(x="d/" * 500))
    assert done.returncode == 7
    assert done.stderr.endswith("d/d: no such file or folder\n") or ": no such file or folder" in done.stderr


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["x.bin"],
        [*GOOD, "more.bin"],
        [*GOOD, "--bench"],
        ["--bench", "0", *GOOD],
        ["--bench", "many", *GOOD],
        ["--bench", "-3", *GOOD],
        ["--bench", "12345678901", *GOOD],
        ["--bench", "", *GOOD],
        ["--what", *GOOD],
    ],
    ids=str,
)
def test_wrong_usage(net: Run, line: list[str]) -> None:
    done = net(*line)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: ./toy-net [--bench N] toy-net.weights in0.bin in1.bin out0.bin out1.bin\n")


def test_help_describes_the_tensors(net: Run) -> None:
    done = net("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "in0.bin: x f32[1,48] 192 bytes\n" in done.stdout
    assert 'in1.bin: z: "second" */ ??/ f32[1,48] 192 bytes\n' in done.stdout
    assert "out1.bin: größe f32[1,48] 192 bytes\n" in done.stdout


@pytest.mark.parametrize("place", [0, 3, 5])
def test_bench_prints_one_number(net: Run, place: int) -> None:
    line: list[str] = list(GOOD)
    line[place:place] = ["--bench", "20"]
    done = net(*line)
    assert done.returncode == 0
    assert 10 < int(done.stdout) < 10**9
    assert done.stdout.endswith("\n")
    assert done.stdout.count("\n") == 1


def test_bench_notices_a_full_stdout(net: Run, tmp_path: Path) -> None:
    exe = ready("x86-64-v3").folder / "toy-net"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [exe, "--bench", "2", *GOOD], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (7, "toy-net: standard output: no space left on the device\n")


def test_a_limit_on_file_sizes_leaves_no_part_of_an_output(net: Run, tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    done = net(*arguments(y="limited.bin"), preexec_fn=limit)
    assert done.returncode == 7
    assert done.stderr == "toy-net: limited.bin: larger than the file system or ulimit allows\n"
    assert not (tmp_path / "limited.bin").exists()


def test_an_old_output_does_not_survive_a_failed_write(net: Run, tmp_path: Path) -> None:
    """Not even behind a link, where removing the name would leave the content."""
    (tmp_path / "real.bin").write_bytes(b"old" * 64)
    (tmp_path / "link.bin").symlink_to("real.bin")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    assert net(*arguments(y="link.bin"), preexec_fn=limit).returncode == 7
    assert (tmp_path / "real.bin").read_bytes() == b""


@pytest.mark.slow
def test_a_limit_on_memory_is_told(tmp_path: Path) -> None:
    emulator("x86-64-v3")
    model = sample(1 << 20)
    large = built(tmp_path, "x86-64-v3", local_toolchain("x86-64-v3"), model, artifacts=("exe",))
    tensors(tmp_path, model)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (16 << 20, 16 << 20))

    done = execute(large, tmp_path, *GOOD, preexec_fn=limit)
    assert done.returncode == 7
    assert "memory" in done.stderr
    assert execute(large, tmp_path, *GOOD).returncode == 0


def test_an_output_may_replace_an_input(net: Run, tmp_path: Path) -> None:
    x = np.frombuffer((tmp_path / "x.bin").read_bytes(), np.float32)
    z = np.frombuffer((tmp_path / "z.bin").read_bytes(), np.float32)
    (tmp_path / "again.bin").write_bytes(x.tobytes())
    assert net(*arguments(x="again.bin", y="again.bin")).returncode == 0
    got = np.frombuffer((tmp_path / "again.bin").read_bytes(), np.float32)
    np.testing.assert_allclose(got, sample().answer(x, z)[0], rtol=1e-6)


def test_outputs_may_be_pipes(net: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert net(*arguments(y="pipe")).returncode == 0
    reader.join(10)
    assert len(read[0]) == 192


def test_existing_outputs_are_replaced_whole(net: Run, tmp_path: Path) -> None:
    (tmp_path / "old.bin").write_bytes(bytes(10_000))
    assert net(*arguments(y="old.bin")).returncode == 0
    assert (tmp_path / "old.bin").stat().st_size == 192


def test_a_processor_without_the_instructions_is_told(tmp_path: Path) -> None:
    """Stands for AVX2 code on an old machine: a kernel that is an illegal instruction."""
    emulator("x86-64-v3")
    target = load("x86-64-v3")
    module = new_module("scale", target)
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), [ir.PointerType(), ir.PointerType()]), "scale")
    harden(function)
    builder = ir.IRBuilder(function.append_basic_block())
    builder.call(ir.Function(module, ir.FunctionType(ir.VoidType(), []), "llvm.trap"), [])
    builder.unreachable()
    model = sample()
    code = {**model.code(target), "scale": Code(emit(module, target).elf, 0)}
    artifact = built(tmp_path, "x86-64-v3", local_toolchain("x86-64-v3"), model, code=code, artifacts=("exe",))
    tensors(tmp_path, model)
    done = execute(artifact, tmp_path, *GOOD)
    assert (done.returncode, done.stderr) == (7, "toy-net: processor: lacks instructions of the target x86-64-v3\n")
    assert not (tmp_path / "y.bin").exists()


@pytest.mark.qemu
@pytest.mark.parametrize("target", ["aarch64", "armv7"])
def test_foreign_executables_fail_as_politely(tmp_path: Path, target: str) -> None:
    net = partial(execute, ready(target), tmp_path, prefix=emulator(target))
    tensors(tmp_path, sample())
    weights = bytearray((tmp_path / "toy-net.weights").read_bytes())
    weights[5] ^= 64
    (tmp_path / "bad.weights").write_bytes(weights)
    for changes, message in (
        ({"weights": "bad.weights"}, "bad.weights: damaged, or the weights of another build"),
        ({"x": "toy-net.weights"}, "toy-net.weights: has 384 bytes, must have 192"),
        ({"z": "nowhere"}, "nowhere: no such file or folder"),
        ({"z": "/dev/null"}, "/dev/null: not a regular file"),
        ({"y": "/dev/full"}, "/dev/full: no space left on the device"),
    ):
        done = net(*arguments(**changes))
        assert (done.returncode, done.stderr) == (7, f"toy-net: {message}\n")
    assert net().returncode == 2
    done = net("--bench", "3", *GOOD)
    assert done.returncode == 0
    assert int(done.stdout) > 0


def test_an_input_that_shrinks_while_the_model_runs_is_told(net: Run, tmp_path: Path) -> None:
    """The mapped pages are gone then: Linux sends SIGBUS."""
    exe = ready("x86-64-v3").folder / "toy-net"
    with subprocess.Popen(
        [exe, "--bench", "900000000", *GOOD], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        maps = Path(f"/proc/{process.pid}/maps")
        while "z.bin" not in maps.read_text():
            assert process.poll() is None
        os.truncate(tmp_path / "z.bin", 0)
        out, err = process.communicate(timeout=60)
    message = "toy-net: input: a file shrank or could not be read while the model ran\n"
    assert (process.returncode, out, err) == (7, "", message) or "has 0 bytes" in err
    assert not (tmp_path / "y.bin").exists()
