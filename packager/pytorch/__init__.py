"""A network in PyTorch -> an ONNX file. (Manifest) -> Manifest whose model is that file.

PyTorch runs in a process of its own (`child.py`), which ends with it: what the user's module does, a crash included,
happens there, and the file it leaves is read as cautiously as any other. Nothing is kept from build to build: only a
new export can tell whether anything has changed that the module reads. It is the same file, byte for byte, where
nothing has, and the lock holds its hash.
"""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from packager.config.spec import nearest
from packager.debug import silent
from packager.errors import ExportFailed, FileMissing, ManifestError, PackError, TorchMissing, UnknownName, Where
from packager.manifest.types import Manifest, Network, Torch
from packager.processes import run

TIMEOUT = 3600.0
"""Seconds that an export may take; most take ten."""

LINES = 12
"""Lines of what the module and PyTorch printed that an error shows."""

INSTALL = "python -m pip install 'packager[torch]'"
CHILD = Path(__file__).with_name("child.py")


@contextmanager
def exported(m: Manifest, say: Callable[[str], None] = silent) -> Iterator[Manifest]:
    """`m`, its models exported to files that are there for the length of the block; `m` itself where all are files.

    Raises TorchMissing, FileMissing and UnknownName for the module and the factory, ManifestError and ExportFailed.
    """
    if not any(network.model.torch for network in m.models):
        yield m
        return
    with tempfile.TemporaryDirectory(prefix="pack-") as folder:
        yield replace(m, models=tuple(_with_file(network, Path(folder), say) for network in m.models))


def _with_file(network: Network, folder: Path, say: Callable[[str], None]) -> Network:
    torch = network.model.torch
    if torch is None:
        return network
    path = folder / f"{network.name}.onnx"
    say(f"exporting {torch.module}:{torch.factory} from PyTorch")
    _export(network, torch, path)
    return replace(network, model=replace(network.model, path=path))


def _export(m: Network, torch: Torch, path: Path) -> None:
    where = m.at("model.torch")
    if importlib.util.find_spec("torch") is None:
        raise _missing(where, "the Python package torch is not installed")
    inputs = [{"name": n, "shape": shape, "dtype": torch.dtypes.get(n, "")} for n, shape in m.model.inputs.items()]
    job: dict[str, Any] = {
        "folder": str(torch.folder),
        "module": torch.module,
        "factory": torch.factory,
        "inputs": inputs,
        "outputs": m.model.outputs,
        "file": str(path),
    }
    done = _run(job, torch.folder, where)
    told = done.stderr.decode(errors="replace")
    try:
        answer = json.loads(done.stdout)
        kind, why, known = str(answer["kind"]), str(answer["why"]), [str(name) for name in answer["known"]]
    except (ValueError, KeyError, TypeError):
        status = done.returncode
        how = f"signal {-status} ({signal.Signals(-status).name})" if status < 0 else f"status {status}"
        why = f"its process ended with {how} and without an answer"
        raise _said(_failed(torch, where, why), told) from None
    if kind == "done" and not path.is_file():
        kind, why = "failed", "it left no file"
    if kind != "done":
        raise _said(_error(m, torch, kind, why, known), told)


def _run(job: Mapping[str, Any], folder: Path, where: Where) -> subprocess.CompletedProcess[bytes]:
    """The child at work: it answers on its standard output."""
    # Sets have one order: an exporter that walks over one would write the nodes in another order each time.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    try:
        return run([sys.executable, str(CHILD)], json.dumps(job).encode(), TIMEOUT, environment, folder)
    except subprocess.TimeoutExpired as error:
        raise ExportFailed(
            "the export from PyTorch does not end",
            where=where,
            why=f"it was stopped after {TIMEOUT:g} s",
            fix="export by hand, and give the ONNX file as `model`",
        ) from error


def _error(m: Network, torch: Torch, kind: str, why: str, known: list[str]) -> PackError:
    """The error for what the child answered."""
    where = m.at("model.torch")
    if kind == "torch":
        return _missing(where, why)
    if kind == "module":
        return FileMissing(
            f"model.torch: there is no module '{torch.module}'",
            where=where,
            why=f"neither {torch.folder} nor Python's own path has it: {why}",
            fix=f"correct the name; {torch.module.replace('.', '/')}.py is looked for beside the manifest first",
        )
    if kind == "factory":
        return UnknownName(
            f"model.torch: the module '{torch.module}' has no '{torch.factory}'",
            where=where,
            why=why,
            fix=f"{nearest(torch.factory, known)}the module defines: {', '.join(known) or 'nothing'}",
        )
    if kind in ("inputs", "outputs"):
        place = m.at(f"model.{kind}") if f"model.{kind}" in m.places else where
        return ManifestError(
            f"model.{kind} do not fit the network of '{torch.module}:{torch.factory}'",
            where=place,
            why=why,
            fix=f"state them as the network has them; docs/manifest.md shows `{kind}` of a network in PyTorch",
        )
    return _failed(torch, where, why)


def _failed(torch: Torch, where: Where, why: str) -> ExportFailed:
    return ExportFailed(
        f"PyTorch could not export '{torch.module}:{torch.factory}'",
        where=where,
        why=why,
        fix="correct the module, or export by hand (torch.onnx.export) and give the ONNX file as `model`",
    )


def _missing(where: Where, why: str) -> TorchMissing:
    return TorchMissing(
        "the model is a network in PyTorch, which cannot be used here",
        where=where,
        why=why,
        fix=f"install it: {INSTALL}; or export elsewhere, and give the ONNX file as `model`",
    )


def _said(error: PackError, told: str) -> PackError:
    """`error`, with the end of what was printed as its details."""
    error.details = "\n".join(told.strip().splitlines()[-LINES:])
    return error
