"""`pack doctor`: what this machine has and lacks, each with the line that installs it."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from packager import target
from packager.cli.terminal import Terminal
from packager.errors import LocalToolchainMissing, NoRunner, PackError, SnpeMissing


@dataclass(frozen=True)
class Check:
    """One thing looked at. `state`: ok, missing (something else does its job, or a feature is off) or broken."""

    name: str
    state: str
    found: str
    fix: str = ""


def doctor(args: Namespace, terminal: Terminal) -> int:
    """All checks; 0 where something can be built, 5 where no toolchain works."""
    from rich.markup import escape

    from packager.report.render import table

    del args
    chains = [_docker(), *local_compilers()]
    works = any(c.state == "ok" for c in chains)
    checks = [_python(), _llvm(), _data(), *chains, *_runners(), *_extras(), _writable("temporary folder", _temporary)]
    text = table("", "", "found", "to get it")
    style = {"ok": "[green]ok[/]", "missing": "[yellow]missing[/]", "broken": "[red]broken[/]"}
    for check in checks:
        text.add_row(escape(check.name), style[check.state], escape(check.found), escape(check.fix))
    broken = [c.name for c in checks if c.state == "broken"]
    terminal.result(text, {"ok": works and not broken, "checks": [asdict(c) for c in checks]})
    if not works:
        terminal.say('no toolchain works: python -m pip install "packager[local]" needs nothing else', "red")
    return 0 if works and not broken else 5


def _python() -> Check:
    return Check("Python", "ok", f"{platform.python_version()}, {sys.executable}")


def _llvm() -> Check:
    try:
        from llvmlite import binding

        binding.initialize_all_targets()
        lacks = []
        for name in target.names():
            triple = target.load(name).triple
            try:
                binding.Target.from_triple(triple)
            except RuntimeError:
                lacks.append(triple)
    except (ImportError, OSError, PackError) as error:
        return Check("LLVM", "broken", str(error).split("\n")[0], "python -m pip install --force-reinstall llvmlite")
    version = ".".join(map(str, binding.llvm_version_info))
    found = f"llvmlite {metadata.version('llvmlite')}, LLVM {version}"
    if lacks:
        return Check("LLVM", "broken", f"{found} without {', '.join(lacks)}", "install llvmlite from its own wheel")
    return Check("LLVM", "ok", found)


def _data() -> Check:
    from packager import resources

    try:
        folders = [str(resources.folder(name)) for name in ("targets", "containers", "runtime")]
    except PackError as error:
        return Check("files of pack", "broken", error.why, error.fix)
    return Check("files of pack", "ok", str(Path(folders[0]).parent))


def _docker() -> Check:
    fix = "start it (systemctl start docker), or add yourself to the group docker and log in again"
    try:
        import docker
    except ImportError as error:
        return Check("Docker", "missing", str(error), "python -m pip install docker")
    try:
        client = docker.from_env(timeout=5)
        try:
            version = client.version()["Version"]
        finally:
            client.close()
    except Exception as error:  # the SDK lets errors of requests and urllib3 through, too
        host = os.environ.get("DOCKER_HOST", "")
        why = " ".join(str(error).split())
        if "Permission denied" in why:
            return Check("Docker", "missing", f"no permission to talk to the daemon {host}".strip(), fix)
        if "FileNotFoundError" in why or "refused" in why:
            return Check("Docker", "missing", f"no daemon answers {host}".strip(), fix + "; not needed with `local`")
        return Check("Docker", "missing", why[:160], fix)
    return Check("Docker", "ok", f"daemon {version}")


def local_compilers() -> list[Check]:
    """What `--toolchain local` would take, one row for each compiler, and the targets that none serves."""
    from packager.toolchain import local

    served: dict[str, list[str]] = {}
    for name in target.names():
        try:
            found = local.find(target.load(name)).id.version
        except (LocalToolchainMissing, OSError, subprocess.SubprocessError):
            found = ""
        served.setdefault(found, []).append(name)
    fix = 'python -m pip install "packager[local]" (ziglang), or apt install clang lld'
    return [
        Check("local compiler", "ok", f"{version}, for {', '.join(names)}")
        if version
        else Check("local compiler", "missing", f"none for {', '.join(names)}", fix)
        for version, names in served.items()
    ]


def _runners() -> list[Check]:
    from packager.report.types import Execution
    from packager.run.execute import choose_runner

    checks = []
    for name in target.names():
        t = target.load(name)
        try:
            runner = choose_runner(Execution.of(t), target=t)
            where = f"in the image {runner.image}" if runner.image else " ".join(runner.prefix[:1])
            checks.append(Check(f"running {name}", "ok", f"{runner.label} {where}".strip()))
        except NoRunner as error:
            checks.append(Check(f"running {name}", "missing", error.why, error.fix))
    return checks


def _extras() -> list[Check]:
    from packager import resources
    from packager.program.find import kind

    engines = [
        (package, name, f"the engine {name}") for name in resources.own_engines() for package in kind(name).PACKAGES
    ]
    wanted = (
        ("onnxruntime", "verify", "fast reference; onnx.reference serves without it"),
        ("pillow", "image", "photos as inputs"),
        *engines,
    )
    checks = [_snpe()]
    for package, extra, use in wanted:
        try:
            checks.append(Check(package, "ok", metadata.version(package)))
        except metadata.PackageNotFoundError:
            checks.append(Check(package, "missing", use, f'python -m pip install "packager[{extra}]"'))
    return checks


def _snpe() -> Check:
    from packager.snpe import install

    try:
        install.demand()
    except SnpeMissing as error:
        return Check("onnxruntime-qnn", "missing", f"the target snpe: {error.why}", install.INSTALL)
    return Check("onnxruntime-qnn", "ok", f"{install.VERSION}, QAIRT {install.QAIRT}, for the target snpe")


def _temporary() -> Path:
    return Path(tempfile.gettempdir())


def _writable(name: str, where: Callable[[], Path]) -> Check:
    fix = "set TMPDIR to a folder with room that you can write to"
    try:
        folder = where()
        with tempfile.NamedTemporaryFile(dir=folder, prefix="pack-doctor-") as probe:
            probe.write(b"x" * 4096)
            probe.flush()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Check(name, "broken", error.strerror or str(error), fix)
    if free < 500 * 10**6:
        return Check(name, "broken", f"{folder}: only {free / 1e6:.0f} MB free", fix)
    return Check(name, "ok", f"{folder}: {free / 1e9:.1f} GB free")
