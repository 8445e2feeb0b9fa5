"""The toolchain without Docker: ziglang from PyPI, or clang with lld, or gcc, as found on this machine."""

from __future__ import annotations

import errno
import importlib.metadata
import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Literal

from packager.errors import CompileFailed, DiskFull, LocalToolchainMissing, ToolchainTimeout
from packager.processes import run, together
from packager.target import Target
from packager.toolchain.base import (
    FLAGS,
    GCC,
    GLIBC,
    HOSTED,
    TIMEOUT,
    Built,
    Command,
    Compile,
    Job,
    Link,
    Program,
    ToolchainId,
    clang_argv,
    library_missing,
    library_paths,
    waves,
)

INSTALL = "python -m pip install 'packager[local]'"


@dataclass(frozen=True)
class LocalToolchain:
    """A compiler and a linker of this machine, given by the command lines that start them."""

    id: ToolchainId
    kind: Literal["zig", "clang", "gcc"]
    cc: tuple[str, ...]
    ld: tuple[str, ...]
    timeout: float = TIMEOUT

    def build(self, job: Job) -> Built:
        """Run `job` in a temporary folder; raises CompileFailed, ToolchainTimeout, DiskFull."""
        try:
            with tempfile.TemporaryDirectory(prefix="pack-") as temporary:
                return self._build(job, Path(temporary))
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise disk_full(str(error), tempfile.gettempdir()) from error
            raise

    def _build(self, job: Job, folder: Path) -> Built:
        for name, content in job.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for command in job.commands:
            if isinstance(command, Link):
                demand_libraries(command, job.target)
        argvs = {command: self.argv(command, job.target) for command in job.commands}
        for commands in waves(job.commands):
            together(*(partial(self._run, argvs[command], folder) for command in commands))
        frames: dict[str, int] = {}
        if self.kind == "gcc":
            sources = (c.output for c in job.commands if isinstance(c, Compile))
            for name in sources:
                frames |= stack_usage((folder / name).with_suffix(".su").read_text(encoding="utf-8"))
        files = {name: (folder / name).read_bytes() for name in job.outputs}
        return Built(files, self.id.version, frames, tuple(map(shlex.join, argvs.values())))

    def argv(self, command: Command, target: Target) -> list[str]:
        """The command line for `command`."""
        if self.kind == "gcc":
            if isinstance(command, Compile):
                flags = [*target.cflags, *FLAGS, *GCC, *command.flags]
                return [*self.cc, *flags, "-c", command.source, "-o", command.output]
            if isinstance(command, Program):
                return [*self.cc, *HOSTED, *command.flags, command.source, "-o", command.output, "-ldl"]
            return [*self.ld, *command.flags, "-o", command.output, *command.inputs, *library_paths(command, target)]
        if isinstance(command, Program) and self.kind == "zig":
            return self._program(command, target.zig)
        triple = target.zig if self.kind == "zig" else target.clang
        argv = clang_argv(command, target, self.cc, self.ld, triple)
        if self.kind == "zig" and isinstance(command, Compile):
            # zig compiles with traps for undefined behaviour unless told not to, and writes x86-64 with a low line.
            return [*(a.replace("=x86-64", "=x86_64").replace("_64-v", "_64_v") for a in argv), "-fno-sanitize=all"]
        return argv

    def _program(self, command: Program, triple: str) -> list[str]:
        """zig's own command, not its `cc`: only this one can leave out the compiler's runtime library, which no program
        of pack needs and which takes five seconds to compile; the rest takes one."""
        compiler, _ = self.cc
        triple = f"{triple.rpartition('-')[0]}-{GLIBC}"  # the runtime's own triple has no C library
        # What of HOSTED is for the linker is said in zig's words.
        flags = [f for f in HOSTED if f != "-s" and not f.startswith("-Wl,")]
        link = ["-target", triple, "-lc", "-fno-compiler-rt", "-O", "ReleaseSmall", "-fstrip", "--build-id=none"]
        output = f"-femit-bin={command.output}"
        return [compiler, "build-exe", *link, output, "-cflags", *flags, *command.flags, "--", command.source]

    def _run(self, argv: Sequence[str], folder: Path) -> None:
        # zig's caches: none in a home folder, which may not be there or not be writable; two small files need none.
        cache = str(folder / ".zig")
        environment = {**os.environ, "ZIG_LOCAL_CACHE_DIR": cache, "ZIG_GLOBAL_CACHE_DIR": cache, "LC_ALL": "C"}
        try:
            done = run(argv, b"", self.timeout, environment, folder, stderr=subprocess.STDOUT)
        except subprocess.TimeoutExpired as error:
            raise timed_out(argv, self.timeout, "this machine") from error
        if done.returncode:
            raise command_failed(argv, done.returncode, done.stdout.decode(errors="replace"), self.id)


def demand_libraries(command: Link, target: Target) -> None:
    """Raise EngineMissing unless all libraries of a link are on this machine."""
    for library, path in zip(command.libraries, library_paths(command, target), strict=True):
        if not Path(path).is_file():
            fix = "install it: sudo apt install {}; or build with --toolchain docker"
            raise library_missing(library, target, "on this machine", fix)


def find(target: Target, why: str = "") -> LocalToolchain:
    """The first of ziglang, clang with ld.lld and gcc that can build for `target`; raises LocalToolchainMissing.

    `why` says why a local toolchain is wanted at all; what was found is added to it.
    """
    for candidate in (_zig, _clang, _gcc):
        found = candidate(target)
        if found:
            reason = f"{why}; {found.id.why}" if why else found.id.why
            return replace(found, id=replace(found.id, why=reason))
    here = platform.machine()
    raise LocalToolchainMissing(
        f"no local C toolchain for {target.name}",
        where=f"target {target.name}",
        why=f"ziglang is not installed for this Python, no clang with ld.lld is on PATH, and no gcc for {target.clang}"
        + (f" (this machine is {here})" if here not in target.native else ""),
        fix=f"install one: {INSTALL}; or use Docker: --toolchain docker",
    )


def _zig(target: Target) -> LocalToolchain | None:
    spec = importlib.util.find_spec("ziglang")
    if not target.zig or spec is None or spec.origin is None:
        return None
    binary = Path(spec.origin).with_name("zig.exe" if os.name == "nt" else "zig")
    if not binary.is_file():
        return None
    version = f"ziglang {importlib.metadata.version('ziglang')}"
    id_ = ToolchainId("local", "", "", version, f"{version} is installed")
    return LocalToolchain(id_, "zig", (str(binary), "cc"), (str(binary), "ld.lld"))


def _clang(_: Target) -> LocalToolchain | None:
    """One clang and one lld serve every target."""
    clang, lld = _newest("clang"), _newest("ld.lld")
    if clang is None or lld is None:
        return None
    version = _version(clang)
    return LocalToolchain(
        ToolchainId("local", "", "", version, f"{clang} and {lld} are on PATH"), "clang", (clang,), (lld,)
    )


def _gcc(target: Target) -> LocalToolchain | None:
    """The machine's own gcc where the target is the machine's, else a cross gcc by the target's triple."""
    short = target.clang.replace("-unknown-", "-")
    names = [f"{short}-", f"{short.replace('armv7', 'arm')}-"]
    if platform.machine() in target.native and platform.system() == "Linux":
        names.append("")
    for prefix in names:
        gcc, ld = shutil.which(f"{prefix}gcc"), shutil.which(f"{prefix}ld")
        if gcc and ld:
            id_ = ToolchainId("local", "", "", _version(gcc), f"{gcc} and {ld} are on PATH")
            return LocalToolchain(id_, "gcc", (gcc,), (ld,))
    return None


def _newest(name: str) -> str | None:
    """Path of the program `name`, or of `name-N` with the largest N (Debian's packages are called clang-19)."""
    plain = shutil.which(name)
    if plain:
        return plain
    numbered = (shutil.which(f"{name}-{n}") for n in range(40, 13, -1))
    return next((path for path in numbered if path), None)


@cache
def _version(compiler: str) -> str:
    done = subprocess.run([compiler, "--version"], capture_output=True, text=True, timeout=30, check=False)
    return (done.stdout or done.stderr).partition("\n")[0].strip()


def stack_usage(text: str) -> Mapping[str, int]:
    """Function -> stack bytes, from a .su file of gcc: `file:line:column:function TAB bytes TAB static|dynamic`."""
    rows = (line.split("\t") for line in text.splitlines())
    return {row[0].rpartition(":")[2]: int(row[1]) for row in rows if len(row) == 3}


def command_failed(argv: Sequence[str], status: int, output: str, toolchain: ToolchainId) -> CompileFailed | DiskFull:
    """The error for a command that ended with `status`."""
    if "No space left on device" in output or "LLVM ERROR: IO failure" in output:
        return disk_full(output.strip().splitlines()[-1], tempfile.gettempdir())
    lines = output.strip().splitlines()[-20:]
    other = "docker" if toolchain.kind == "local" else "local"
    return CompileFailed(
        f"{Path(argv[0]).name} ended with status {status}",
        where=shlex.join(argv),
        why="\n       ".join(lines) or "it printed nothing",
        fix=f"if the target's `cflags` are yours, correct them; else try --toolchain {other}, and report a bug of pack",
    )


def disk_full(what: str, place: str) -> DiskFull:
    """The error for a disk without space."""
    return DiskFull(
        "no space is left for the toolchain's files",
        where=place,
        why=what,
        fix="free some space (`pack toolchain prune`, `docker system prune`), or set TMPDIR to another disk",
    )


def timed_out(argv: Sequence[str], seconds: float, where: str) -> ToolchainTimeout:
    """The error for a command that was stopped."""
    return ToolchainTimeout(
        f"the toolchain did not end within {seconds:g} s",
        where=where,
        why=f"stopped: {shlex.join(argv)[:500]}",
        fix="try again when the machine is less loaded; restart the daemon if it hangs",
    )
