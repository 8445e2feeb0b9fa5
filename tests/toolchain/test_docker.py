"""The toolchain in a container, with a real daemon: it builds, it is fenced in, and it is stopped."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from packager.errors import CompileFailed, ContainerFailed, ToolchainTimeout
from packager.snpe import package
from packager.target import load
from packager.toolchain import container, image
from packager.toolchain.base import Compile, Job, Program
from packager.toolchain.choose import choose
from packager.toolchain.container import Finished
from packager.toolchain.docker import DockerToolchain, open_image, run_in_image
from tests.binary.sample import TARGETS, built, emulator, execute, sample, tensors

pytestmark = pytest.mark.docker
V3 = load("x86-64-v3")


@pytest.fixture(scope="module")
def toolchain() -> DockerToolchain:
    return open_image(V3, print, "asked for")


def shell(toolchain: DockerToolchain, text: str, *outputs: str, timeout: float = 60, **files: bytes) -> Finished:
    return container.run(toolchain.client, toolchain.recipe.tag, ("sh", "-c", text), files, outputs, timeout=timeout)


@pytest.mark.qemu
@pytest.mark.parametrize("target", TARGETS)
def test_it_builds_what_runs(target: str, tmp_path: Path) -> None:
    prefix = emulator(target)
    tool = choose("auto", load(target), print)
    assert (tool.id.kind, tool.id.why) == ("docker", "auto: a Docker daemon answers")
    artifact = built(tmp_path, target, tool)
    assert artifact.toolchain.version.startswith("Debian clang version 19")
    assert artifact.stack > 0
    want = tensors(tmp_path, sample())
    done = execute(artifact, tmp_path, "toy-net.weights", "x.bin", "z.bin", "y.bin", "w.bin", prefix=prefix)
    assert done.returncode == 0, done.stderr
    assert len((tmp_path / "y.bin").read_bytes()) == want[0].nbytes
    assert {p.stat().st_uid for p in tmp_path.iterdir()} == {os.getuid()}


def test_two_builds_are_the_same_bytes(toolchain: DockerToolchain, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        built(tmp_path / folder, "aarch64", toolchain)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / f).iterdir()} for f in ("one", "two"))
    assert first == second


@pytest.mark.parametrize("target", ["aarch64", "armv7", "x86-64-v3"])
def test_the_image_runs_foreign_binaries(target: str, tmp_path: Path) -> None:
    artifact = built(tmp_path, target, open_image(load(target), print))
    want = tensors(tmp_path, sample())
    names = ("toy-net", "toy-net.weights", "x.bin", "z.bin")
    files = {name: (tmp_path / name).read_bytes() for name in names}
    machine = load(target)
    done = run_in_image(machine, (*names, "y", "w"), files, ("y", "w"), timeout=60, say=print)
    assert (done.status, done.stdout, done.stderr) == (0, b"", b"")
    assert len(done.files["y"]) == want[0].nbytes
    broken = run_in_image(machine, (*names[:3], "nowhere", "y", "w"), files, ("y", "w"), timeout=60, say=print)
    assert (broken.status, broken.stderr, broken.files) == (7, b"toy-net: nowhere: no such file or folder\n", {})
    assert artifact.files["exe"] == "toy-net"


def test_the_container_is_fenced_in(toolchain: DockerToolchain) -> None:
    text = """
        id -u; id -g
        ls /sys/class/net
        grep -c . /proc/net/route
        grep CapEff /proc/self/status | tr -d '\\t'
        grep NoNewPrivs /proc/self/status | tr -d '\\t'
        touch /etc/x 2>/dev/null || echo read-only
        touch here && echo writable
        cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null
    """
    done = shell(toolchain, text)
    assert done.stdout.decode().split() == [
        "65534", "65534", "lo", "1", "CapEff:0000000000000000", "NoNewPrivs:1", "read-only", "writable", "256",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["x86-64-v2", "aarch64"])
def test_it_compiles_programs_that_use_a_c_library(toolchain: DockerToolchain, name: str) -> None:
    job = Job(load(name), {"p.c": package.source("qnn_runner")}, (Program("p.c", "p"),), ("p",))
    program = toolchain.build(job).files["p"]
    assert program.startswith(b"\x7fELF")
    assert program == toolchain.build(job).files["p"]
    if name == "x86-64-v2":
        done = shell(toolchain, "./p", **{"p!": program})
        assert (done.status, done.stderr[:19]) == (2, b"qnn_runner: usage: ")


def test_only_wanted_files_come_back(toolchain: DockerToolchain) -> None:
    done = shell(
        toolchain, "cp given made; echo other >other; echo out; echo err >&2; exit 3", "made", "absent", given=b"\0\xff"
    )
    assert done == Finished(3, b"out\n", b"err\n", {"made": b"\0\xff"})


def test_a_container_that_hangs_is_stopped_and_removed(toolchain: DockerToolchain) -> None:
    mark = f"hangs-{os.getpid()}-{time.monotonic_ns()}"
    start = time.monotonic()
    with pytest.raises(ToolchainTimeout, match="1 s"):
        shell(toolchain, f"sleep 100 # {mark}", timeout=1)
    assert time.monotonic() - start < 30
    left = toolchain.client.containers.list(all=True, ignore_removed=True)
    assert not [c.id for c in left if mark in " ".join(c.attrs["Config"]["Cmd"])]


def test_a_container_that_eats_memory_is_stopped(toolchain: DockerToolchain) -> None:
    with pytest.raises(ContainerFailed) as caught:
        container.run(
            toolchain.client,
            toolchain.recipe.tag,
            ("sh", "-c", "exec tail /dev/zero"),
            {},
            (),
            timeout=60,
            memory="32m",
        )
    assert caught.value.why == "out of memory"


def test_a_fork_bomb_stays_inside(toolchain: DockerToolchain) -> None:
    done = shell(toolchain, "for i in $(seq 400); do sleep 20 & done", timeout=60)
    assert done.status != 0
    assert b"fork" in done.stderr.lower()


def test_the_failing_command_is_named(toolchain: DockerToolchain) -> None:
    files = {"good.c": b"int f(void) { return 1; }", "bad.c": b"int f(void) { return nonsense; }"}
    job = Job(V3, files, (Compile("good.c", "good.o"), Compile("bad.c", "bad.o")), ("bad.o",))
    with pytest.raises(CompileFailed) as caught:
        toolchain.build(job)
    assert "clang-19" in caught.value.what
    assert " -c bad.c -o bad.o" in caught.value.where
    assert "nonsense" in caught.value.why
    assert "--toolchain local" in caught.value.fix
    assert toolchain.build(replace(job, commands=job.commands[:1], outputs=("good.o",))).files["good.o"]


def test_a_link_or_a_device_among_the_outputs_is_ignored(toolchain: DockerToolchain) -> None:
    """What a container makes cannot point at the caller's files."""
    done = shell(toolchain, "ln -s /etc/passwd link; mkfifo pipe; echo x >plain", "link", "pipe", "plain")
    assert done.files.get("plain") == b"x\n"
    assert "pipe" not in done.files
    assert b"root" not in done.files.get("link", b"")


def test_images_are_listed_and_stale_ones_removed(toolchain: DockerToolchain) -> None:
    client = toolchain.client
    stale = f"{image.REPOSITORY}/linux-clang:0123456789abcdef"
    client.api.commit(client.containers.create(toolchain.recipe.tag, "true").id, *stale.split(":"))
    try:
        found = {i.tag: i for i in image.installed(client)}
        assert found[stale].stale
        assert not found[toolchain.recipe.tag].stale
        assert found[toolchain.recipe.tag].name == "linux-clang"
        assert found[toolchain.recipe.tag].bytes > 10**8
        assert stale in [i.tag for i in image.prune(client)]
        kept = image.installed(client)
        assert toolchain.recipe.tag in [i.tag for i in kept]
        assert not any(i.stale for i in kept)
    finally:
        for leftover in client.containers.list(
            all=True, filters={"ancestor": toolchain.recipe.tag, "status": "created"}
        ):
            leftover.remove(force=True)
