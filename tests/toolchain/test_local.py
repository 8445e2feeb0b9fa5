"""Toolchains of this machine: how one is found, and what a user is told when there is none or it fails."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from packager.errors import (
    CompileFailed,
    DiskFull,
    DockerPermission,
    DockerUnavailable,
    LocalToolchainMissing,
    PackErrors,
    ToolchainTimeout,
)
from packager.target import load
from packager.toolchain import choose, container, local
from packager.toolchain.base import Compile, Job, Link, waves
from tests.binary.sample import HERE, local_toolchain

V3 = load("x86-64-v3")
HELLO = Job(
    V3, {"a.c": b"int f(int x) { volatile char b[300]; b[x] = 1; return b[0]; }"}, (Compile("a.c", "a.o"),), ("a.o",)
)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """A machine without ziglang, and with just those programs on PATH that the test names."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()

    def install(*names: str) -> None:
        for name in names:
            path = tmp_path / "bin" / name
            path.write_text(f"#!/bin/sh\necho {name} version 1.2.3\n")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return install


@pytest.mark.toolchain
@pytest.mark.parametrize("kind", HERE)
def test_a_job_gives_its_outputs_and_leaves_nothing(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    toolchain = local_toolchain("x86-64-v3", kind)
    built = toolchain.build(HELLO)
    assert built.files["a.o"].startswith(b"\x7fELF")
    assert b".stack_sizes" in built.files["a.o"] or built.frames["f"] >= 150  # gcc does not count the red zone
    assert built.version
    assert toolchain.id.why
    assert not list(tmp_path.iterdir())


@pytest.mark.provokes("E507")
def test_a_machine_without_any_compiler(bare: Callable[..., None]) -> None:
    with pytest.raises(LocalToolchainMissing) as caught:
        local.find(V3)
    assert "pip install 'packager[local]'" in caught.value.fix
    bare("clang")  # without a linker
    with pytest.raises(LocalToolchainMissing):
        local.find(V3)


def test_clang_needs_lld_and_may_carry_a_number(bare: Callable[..., None]) -> None:
    bare("clang-19", "ld.lld-19", "clang-15")
    found = local.find(load("armv7"), "asked for")
    assert (found.kind, [Path(p).name for p in (*found.cc, *found.ld)]) == ("clang", ["clang-19", "ld.lld-19"])
    assert found.id.version == "clang-19 version 1.2.3"
    assert found.id.why.startswith("asked for; ")


def test_gcc_serves_its_own_machine_or_a_cross_target(
    bare: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    bare("gcc", "ld")
    assert local.find(V3).kind == "gcc"
    with pytest.raises(LocalToolchainMissing, match="aarch64"):
        local.find(load("aarch64"))
    bare("aarch64-linux-gnu-gcc", "aarch64-linux-gnu-ld", "arm-linux-gnueabihf-gcc", "arm-linux-gnueabihf-ld")
    assert Path(local.find(load("aarch64")).cc[0]).name == "aarch64-linux-gnu-gcc"
    assert Path(local.find(load("armv7")).ld[0]).name == "arm-linux-gnueabihf-ld"


@pytest.mark.toolchain
@pytest.mark.provokes("E504")
def test_a_compiler_that_refuses_is_quoted() -> None:
    toolchain = local_toolchain("x86-64-v3")
    with pytest.raises(CompileFailed) as caught:
        toolchain.build(replace(HELLO, files={"a.c": b"int f(void) { return nonsense; }"}))
    assert "nonsense" in caught.value.why
    assert " -c a.c -o a.o" in caught.value.where
    assert "--toolchain docker" in caught.value.fix
    with pytest.raises(CompileFailed, match="ended with status"):
        toolchain.build(replace(HELLO, target=replace(V3, cflags=("-fno-such-flag",))))


def script(tmp_path: Path, text: str, **options: float) -> local.LocalToolchain:
    """A toolchain whose compiler is a shell script."""
    path = tmp_path / "cc"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return local.LocalToolchain(
        local.ToolchainId("local", "", "", "1", "test"), "clang", (str(path),), (str(path),), **options
    )


@pytest.mark.slow
@pytest.mark.provokes("E505")
def test_a_compiler_that_hangs_is_stopped_with_its_children(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    toolchain = script(tmp_path, f"(sleep 1.5; touch {alive}) &\nsleep 60", timeout=0.3)
    start = time.monotonic()
    with pytest.raises(ToolchainTimeout, match=r"0\.3 s"):
        toolchain.build(HELLO)
    assert time.monotonic() - start < 10
    time.sleep(1.7)
    assert not alive.exists()


@pytest.mark.provokes("E506")
@pytest.mark.parametrize("how", ["compiler", "us"])
def test_a_full_disk(tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    toolchain = script(
        tmp_path, "echo \"error: unable to open output file 'a.o': No space left on device\" >&2; exit 1"
    )
    if how == "us":

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DiskFull) as caught:
        toolchain.build(HELLO)
    assert "No space left" in caught.value.why
    assert "TMPDIR" in caught.value.fix


def test_stack_usage_files() -> None:
    text = "a.c:2:5:f\t224\tstatic\na.c:9:1:pack_main\t1040\tdynamic,bounded\nrubbish\n"
    assert local.stack_usage(text) == {"f": 224, "pack_main": 1040}


@pytest.mark.toolchain
def test_auto_takes_local_where_no_daemon_answers_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nothing.sock")
    local_toolchain("x86-64-v3")
    found = choose.choose("auto", V3, lambda line: pytest.fail(line))
    assert found.id.kind == "local"
    assert found.id.why.startswith("auto: Docker does not answer; ")


def test_auto_with_nothing_at_all_tells_both(bare: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    with pytest.raises(PackErrors) as caught:
        choose.choose("auto", V3, lambda line: pytest.fail(line))
    assert [type(e) for e in caught.value.errors] == [LocalToolchainMissing, DockerUnavailable]
    assert caught.value.status == 5


def test_auto_without_permission_takes_local(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise DockerPermission("no", why="not in the group", fix="join it")

    monkeypatch.setattr(container, "connect", refused)
    monkeypatch.setattr(local, "find", lambda target, why: why)
    assert choose.choose("auto", V3, print) == "auto: Docker may not be used"


@pytest.mark.toolchain
@pytest.mark.parametrize("home", [None, "/proc"])
def test_no_home_folder_is_needed(home: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    if home:
        monkeypatch.setenv("HOME", home)
    assert replace(local_toolchain("x86-64-v3"), timeout=60).build(HELLO).files["a.o"]


def test_commands_that_need_nothing_of_each_other_are_one_wave() -> None:
    one, two = Compile("one.c", "one.o"), Compile("two.c", "two.o")
    first, last = Link(("one.o", "kernel.o"), "exe"), Link(("exe", "two.o"), "both")
    assert waves([one, first, two, last]) == [[one, two], [first], [last]]
    assert waves([]) == []
