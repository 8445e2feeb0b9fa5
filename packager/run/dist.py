"""DIST: one target's output folder, opened. Path -> Dist (the folder and its report)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from packager.chip import Chip
from packager.errors import DistInvalid, Usage
from packager.report.types import Report
from packager.target import Target, Tile, Wide

REPORT = "report.json"
HTML = "report.html"
LOCK = "manifest.lock.yaml"
BLOCK = 1 << 20
RUNNERS = ("qnn_runner", "snpe_runner", "qnn_runner.c", "snpe_runner.c")
BESIDE_NETWORK = (*RUNNERS, "fetch_runtime.sh", "io.json", "SHA256SUMS")
"""What lies beside the DLC and the context binary of a chip."""


def own_files(name: str) -> frozenset[str]:
    """Names of all files that any build of the model `name` may write into its output folder."""
    program = (name, f"lib{name}.a", f"lib{name}.so", f"{name}.h", f"{name}.weights", f"{name}.onnx")
    return frozenset((*program, f"{name}.dlc", f"{name}.bin", *BESIDE_NETWORK, REPORT, HTML, LOCK))


@dataclass(frozen=True)
class Dist:
    """An output folder and what its report.json says. Every command after `build` works from this alone.

    `model` is the one of several models that the report is about; '' where the folder holds one, or it is about all.
    """

    folder: Path
    report: Report
    model: str = ""

    @property
    def each(self) -> tuple[Dist, ...]:
        """The folder as each of its models sees it."""
        return tuple(replace(self, report=self.report.of(m), model=m.name) for m in self.report.models) or (self,)

    def of(self, name: str = "") -> Dist:
        """The folder as the model `name` sees it; '' will do where there is no choice any more. Raises Usage."""
        known = {one.report.name: one for one in self.each}
        if name in known or (not name and len(known) == 1):
            return known[name] if name else self.each[0]
        names, what = ", ".join(known), f"no model '{name}' in {self.folder}" if name else "which of several models?"
        raise Usage(
            what,
            where=str(self.folder),
            why=f"the folder holds {names}",
            fix=f"name one of them, such as `--model {next(iter(known))}`; in Python `load(folder).models[...]`",
        )

    def file(self, kind: str) -> Path:
        """Path of the file of `kind` (exe, static, shared, header, weights); DistInvalid when it is not there."""
        name = self.report.execution.files.get(kind)
        if name is None:
            built = ", ".join(self.report.execution.files)
            raise DistInvalid(
                f"{self.report.name} for {self.report.target} was built without '{kind}'",
                where=str(self.folder),
                why=f"the manifest's `artifacts` or the target allow only: {built}",
                fix=f"add '{kind}' to `artifacts` in the manifest and build again",
            )
        path = self.folder / name
        if not path.is_file():
            raise DistInvalid(
                f"{name} is missing",
                where=str(self.folder),
                why="report.json names it, but the file is gone",
                fix="build again; the files of an output folder belong together",
            )
        return path

    @property
    def target(self) -> Target:
        """The target the folder was built for, as it was then."""
        data: dict[str, Any] = self.report.source["target"]
        data = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
        data |= _tiles(data)
        if wide := data.get("wide"):
            data["wide"] = Wide(**wide | _tiles(wide))
        if found := data.get("chip"):
            data["chip"] = Chip(**found)
        return Target(**data)

    @property
    def weights(self) -> Path | None:
        """The weights file; None when the weights are inside the binary."""
        return self.file("weights") if "weights" in self.report.execution.files else None


def _tiles(data: dict[str, Any]) -> dict[str, Any]:
    return {"tiles": tuple(Tile(**t) for t in data["tiles"]), "gemv": Tile(**data["gemv"])}


def open_dist(folder: str | Path) -> Dist:
    """The output folder `build/<name>/<target>`, opened; raises DistInvalid and names the folders that would do."""
    path = Path(folder)
    report = path / REPORT
    try:
        text = report.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        inner = sorted(str(p.parent) for pattern in ("*", "*/*") for p in path.glob(f"{pattern}/{REPORT}"))
        hint = f"did you mean {' or '.join(inner[:4])}?" if inner else "run `pack build MANIFEST` first"
        raise DistInvalid(
            f"'{folder}' is not an output folder",
            where=str(folder),
            why=f"its {REPORT} cannot be read: {error.strerror if isinstance(error, OSError) else error}",
            fix=f"give one target's folder, such as build/<name>/<target>: {hint}",
        ) from error
    return Dist(path, Report.of_json(text, str(report)))


def file_hash(path: Path) -> str:
    """sha256 of a file's content, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def read_lock(folder: Path) -> dict[str, Any]:
    """The lock in `folder`; {} where there is none that can be read."""
    try:
        lock = yaml.safe_load((folder / LOCK).read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return lock if isinstance(lock, dict) else {}


def content(folder: Path) -> dict[str, str]:
    """Hash of every file that is in the output folder `folder` now, but the report (it has times) and the lock."""
    skipped = (REPORT, HTML, LOCK)
    return {p.name: file_hash(p) for p in sorted(folder.iterdir()) if p.is_file() and p.name not in skipped}


def changed_files(folder: Path) -> tuple[str, ...]:
    """Names of files in the output folder `folder` that are not as pack left them: gone, or of other content."""
    files = read_lock(folder).get("files")
    rows = files.items() if isinstance(files, dict) else ()
    paths = ((str(name), folder / str(name), digest) for name, digest in rows)
    return tuple(name for name, path, digest in paths if not path.is_file() or file_hash(path) != digest)
