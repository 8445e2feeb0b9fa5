"""Run what ships: the very executable of an output folder, natively or emulated. Dist + inputs -> outputs."""

from __future__ import annotations

import os
import platform
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from packager.chip import SIMULATOR
from packager.debug import silent
from packager.dtype import BY_NAME
from packager.errors import NoRunner, PackError, RunFailed, RunTimeout
from packager.graph import Array
from packager.report.types import Execution
from packager.run import simulator
from packager.run.cuts import cuts, trimmed
from packager.run.dist import Dist, changed_files
from packager.run.inputs import check_inputs
from packager.run.runtimes import environment, needed
from packager.target import Target

TIMEOUT = 600.0
"""Seconds after which a run is stopped: a large network under emulation takes minutes, a hang takes for ever."""


@dataclass(frozen=True)
class Runner:
    """How a binary starts here: `label` (native, qemu-aarch64, ...) and what goes before it on the command line.

    `image` names the container image that holds the emulator, '' when it is on this machine. `note` is what whoever
    reads the outputs should know.
    """

    label: str
    prefix: tuple[str, ...] = ()
    image: str = ""
    note: str = ""


def choose_runner(execution: Execution, where: str = "", target: Target | None = None) -> Runner:
    """Native where the CPU can, else the target's user-mode emulator, from PATH or from `target`'s toolchain image.

    Raises NoRunner. An image that is not there yet is not built for this.
    """
    if runs_natively(execution):
        return Runner("native")
    if execution.runtimes:
        raise NoRunner(
            "this machine cannot run the binary",
            where=where,
            why=f"it needs {needed(execution)} for {' or '.join(execution.native)}, which no emulator here has",
            fix=f"copy the folder to a machine of {' or '.join(execution.native)} and run there",
        )
    if execution.qemu:
        for name in (execution.qemu, f"{execution.qemu}-static"):
            if path := shutil.which(name):
                cpu = ("-cpu", execution.qemu_cpu) if execution.qemu_cpu else ()
                return Runner(execution.qemu, (path, *cpu))
    if execution.qemu and target is not None and (image := _image(target)):
        return Runner(execution.qemu, image=image)
    lacking = sorted(set(execution.needs) - _cpu_flags())
    here = platform.machine()
    why = f"this machine is {platform.system()} {here}"
    if here in execution.native and lacking:
        why += f" and its CPU lacks {', '.join(lacking)}"
    why += f"; {execution.qemu} is not on PATH" if execution.qemu else "; no emulator is known for this target"
    install = "install it: apt install qemu-user (Debian, Ubuntu), dnf install qemu-user (Fedora)"
    elsewhere = f"copy the folder to a machine of {' or '.join(execution.native)} and run there"
    raise NoRunner(
        "this machine cannot run the binary",
        where=where,
        why=why,
        fix=install if execution.qemu else elsewhere,
    )


def runner_of(dist: Dist) -> Runner:
    """How the binary of `dist` runs here; raises NoRunner, and for a chip what `simulator.demand` does."""
    if dist.report.htp:
        simulator.demand(dist)
        return Runner(SIMULATOR, note=simulator.NOTE)
    return choose_runner(dist.report.execution, str(dist.folder), dist.target)


def runs_natively(execution: Execution | Target) -> bool:
    """True when this machine's CPU and system run the binary without an emulator."""
    fits = platform.system() == "Linux" and platform.machine() in execution.native
    return fits and set(execution.needs) <= _cpu_flags()


def levels(dist: Dist, runner: Runner) -> dict[str, tuple[str, ...]]:
    """The kinds of kernels in the executable that can run here -> options of the executable that choose them.

    'base' are those for every CPU of the target; those for wider vectors have the name of the CPU's flag.
    """
    wide = dist.report.execution.wide
    if not wide or runner.label != "native" or not has_flag(wide):
        return {"base": ()}
    return {wide: (), "base": ("--base",)}


def run(
    dist: Dist,
    inputs: Mapping[str, Array],
    *,
    runner: Runner | None = None,
    timeout: float = TIMEOUT,
    options: Sequence[str] = (),
) -> dict[str, Array]:
    """Outputs of the shipped executable for `inputs`, both by tensor name, in the model's own shapes and dtypes.

    `options` are the executable's own. Raises InputInvalid (exit 2), NoRunner, RunFailed and RunTimeout (exit 7).
    """
    dist = dist.of()
    report = dist.report
    arrays = check_inputs(inputs, report.inputs, str(dist.folder))
    if report.htp:
        return simulator.run(dist, arrays)
    with tempfile.TemporaryDirectory(prefix="pack-run-") as temporary:
        folder = Path(temporary)
        ins, outs = _tensor_files(folder, arrays.values(), len(report.outputs))
        execute(dist, [*ins, *outs], options=options, runner=runner, timeout=timeout)
        results: dict[str, Array] = {}
        for tensor, path in zip(report.outputs, outs, strict=True):
            dtype = BY_NAME[tensor.dtype].np.newbyteorder("<")
            raw = path.read_bytes() if path.is_file() else b""
            if len(raw) != int(np.prod(tensor.shape, dtype=np.int64)) * dtype.itemsize:
                raise RunFailed(
                    f"the output '{tensor.name}' has {len(raw)} bytes",
                    where=str(dist.file("exe")),
                    why=f"{tensor.dtype}{list(tensor.shape)} has another size",
                    fix="the files of the folder do not belong together: build again",
                )
            results[tensor.name] = np.frombuffer(raw, dtype).reshape(tensor.shape).astype(dtype.newbyteorder("="))
    return trimmed(results, cuts(report.outputs))


def bench_run(
    dist: Dist, inputs: Mapping[str, Array], count: int, *, runner: Runner | None = None, timeout: float = TIMEOUT
) -> int:
    """Nanoseconds of the fastest of `count` runs, by the shipped executable's own clock (`--bench count`)."""
    dist = dist.of()
    arrays = check_inputs(inputs, dist.report.inputs, str(dist.folder))
    with tempfile.TemporaryDirectory(prefix="pack-bench-") as temporary:
        ins, outs = _tensor_files(Path(temporary), arrays.values(), len(dist.report.outputs))
        text = execute(dist, [*ins, *outs], options=("--bench", str(count)), runner=runner, timeout=timeout)
    if not text.strip().isdigit():
        raise RunFailed(
            "the executable's --bench printed no figure",
            where=str(dist.file("exe")),
            why=f"its output was: {text.strip()[:200]!r}",
            fix="build again with this version of pack",
        )
    return int(text)


def execute(
    dist: Dist, files: Sequence[Path], *, options: Sequence[str] = (), runner: Runner | None, timeout: float
) -> str:
    """Start the executable on its weights and the tensor `files`; its standard output. Raises RunFailed, RunTimeout."""
    exe = dist.file("exe").resolve()
    runner = runner or runner_of(dist)
    weights = dist.weights
    options = (*options, *filter(None, (dist.model,)))
    if runner.image:
        return _execute_in_image(dist, exe, weights, files, options, runner, timeout)
    command = [str(exe), *options, *([str(weights.resolve())] if weights else []), *map(str, files)]
    try:
        done = subprocess.run(
            [*runner.prefix, *command],
            capture_output=True,
            timeout=timeout,
            check=False,
            stdin=subprocess.DEVNULL,
            env=environment(dist.report.execution),
        )
    except subprocess.TimeoutExpired as error:
        raise RunTimeout(
            f"{exe.name} did not end within {timeout:g} s ({runner.label})",
            where=str(exe),
            why="it is slower than the limit, or hangs",
            fix="emulation is 20 to 100 times slower than a CPU: run it on the target itself, or use a smaller input",
        ) from error
    except OSError as error:
        raise RunFailed(
            f"{exe.name} cannot be started ({runner.label})",
            where=str(exe),
            why=str(error),
            fix="check that the file is executable and its file system is not mounted noexec",
        ) from error
    if done.returncode != 0:
        raise _failed(dist, exe, runner, done.returncode, done.stderr.decode(errors="replace").strip())
    return done.stdout.decode(errors="replace")


def _execute_in_image(
    dist: Dist,
    exe: Path,
    weights: Path | None,
    files: Sequence[Path],
    options: Sequence[str],
    runner: Runner,
    timeout: float,
) -> str:
    from packager.toolchain.docker import run_in_image

    given = {p.name: p.read_bytes() for p in (exe, *([weights] if weights else []), *files) if p.is_file()}
    argv = [exe.name, *options, *([weights.name] if weights else []), *(p.name for p in files)]
    wanted = [p.name for p in files if p.name not in given]
    done = run_in_image(dist.target, argv, given, wanted, timeout=timeout, say=silent)
    if done.status != 0:
        raise _failed(dist, exe, runner, done.status, done.stderr.decode(errors="replace").strip())
    for path in files:
        if path.name in done.files:
            path.write_bytes(done.files[path.name])
    return done.stdout.decode(errors="replace")


def _image(target: Target) -> str:
    """Tag of the toolchain image that holds the emulator of `target`, '' where no daemon answers or it is not built."""
    try:
        from packager.toolchain import container, image
        from packager.toolchain.docker import recipe_name

        client = container.connect()
        try:
            recipe = image.recipe(recipe_name(target))
            return recipe.tag if image.present(client, recipe) else ""
        finally:
            client.close()
    except (ImportError, PackError):
        return ""


def _failed(dist: Dist, exe: Path, runner: Runner, status: int, message: str) -> RunFailed:
    # An emulator that dies of its guest's signal does so with the same signal; a shell would report 128 + number.
    number = -status if status < 0 else status - 128 if status > 128 else 0
    name = signal.Signals(number).name if number in set(signal.Signals) else ""
    if changed := changed_files(dist.folder):
        verb = "is" if len(changed) == 1 else "are"
        fix = f"build again: {', '.join(changed)} {verb} not what pack wrote there (manifest.lock.yaml has the hashes)"
    elif name == "SIGILL":
        fix = "the CPU lacks instructions of the target: choose an older target, or check the emulator's version"
    elif needs := needed(dist.report.execution):
        fix = f"see the message above; the binary needs {needs}"
    elif name:
        fix = "this is a bug of pack: report it with the model and the output folder"
    else:
        fix = "see the message above; `pack build` again if the folder's files do not belong together"
    return RunFailed(
        f"{exe.name} ended with {name or f'status {status}'} ({runner.label})",
        where=str(exe),
        why=message or "it printed no message",
        fix=fix,
    )


def _tensor_files(folder: Path, arrays: Iterable[Array], outputs: int) -> tuple[list[Path], list[Path]]:
    ins: list[Path] = []
    for number, array in enumerate(arrays):
        path = folder / f"in{number}.bin"
        path.write_bytes(array.tobytes())
        ins.append(path)
    return ins, [folder / f"out{number}.bin" for number in range(outputs)]


def has_flag(flag: str) -> bool:
    """True when this machine's CPU has the feature `flag` of /proc/cpuinfo."""
    return flag in _cpu_flags()


@cache
def _cpu_flags() -> frozenset[str]:
    """Names of the CPU's features in /proc/cpuinfo (x86 says `flags`, ARM `Features`)."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return frozenset()
    lines = (line.partition(":") for line in text.splitlines())
    return frozenset(flag for key, _, value in lines if key.strip() in ("flags", "Features") for flag in value.split())


@contextmanager
def pinned(cores: int = 1) -> Iterator[None]:
    """Keep this thread and the children it starts on so many CPUs, where the system has a way to say so."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(before)[-cores:]))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
