"""The output folder as one step: built beside its place under a temporary name, moved there only when complete.

Only the files that pack writes are its own to replace: what a user put beside them is carried over.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from packager.errors import OutputUnwritable

SUFFIX = ".partial"
TRIES = 10
"""How often two builds of one folder may take it from each other."""
STALE = 3600.0
"""Seconds after which a partial folder whose process is gone is litter of a killed build."""


@contextmanager
def staged(final: Path, mark: str, own: Collection[str], given: Sequence[Path] = ()) -> Iterator[Path]:
    """A folder beside `final`, with copies of the files `given` in it, that replaces it when the block ends well, and
    vanishes when it does not, with the folders made for it.

    Whatever stood at `final` before survives every failure; it is replaced only if it is empty or holds a file `mark`,
    which tells an output folder from the user's own. Of what it held, all but the names in `own` moves to the new one.
    Raises OutputUnwritable where that or the disk says no.
    """
    if final.is_symlink():
        final = Path(os.path.realpath(final))  # the link stays, what it leads to is replaced
    partial = final.with_name(f".{final.name}.{os.getpid()}{SUFFIX}")
    if final.is_dir() and any(final.iterdir()) and not (final / mark).is_file():
        raise OutputUnwritable(
            f"'{final}' is not pack's to replace",
            where=str(final),
            why=f"it holds files, but no {mark}, which every output folder has",
            fix="move the folder away, or choose another place with --out DIR",
        )
    made: list[Path] = []
    try:  # from the first folder on: an interrupt may come at any time
        try:
            if final.exists() and not final.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, "a file is where the folder should be", str(final))
            made += (folder for folder in final.parents if not folder.exists())
            final.parent.mkdir(parents=True, exist_ok=True)
            _sweep(final)
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)  # another target that failed may have taken its empty folders away
            for path in given:
                shutil.copyfile(path, partial / path.name)
        except OSError as error:
            raise unwritable(final, error) from error
        try:
            yield partial
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise unwritable(final, error) from error
            raise
        try:
            _replace(partial, final, own)
        except OSError as error:
            raise unwritable(final, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        for folder in made:  # deepest first
            with suppress(OSError):
                folder.rmdir()  # unless there is something in it


def _replace(partial: Path, final: Path, own: Collection[str]) -> None:
    """Two renames: a folder cannot be renamed over a full one. The old one goes back if the second fails."""
    old = final.with_name(f".{final.name}.{os.getpid()}.old{SUFFIX}")
    for attempt in range(TRIES):
        shutil.rmtree(old, ignore_errors=True)
        try:
            with suppress(FileNotFoundError):
                final.rename(old)
            partial.rename(final)
            break
        except BaseException as error:
            with suppress(OSError):
                old.rename(final)
            # Another build of the same folder came between the renames: it was complete, so ours may replace it.
            raced = isinstance(error, OSError) and error.errno in (errno.ENOTEMPTY, errno.EEXIST)
            if not raced or attempt == TRIES - 1:
                raise
    if old.is_dir():
        for entry in old.iterdir():
            if entry.name not in own and not (final / entry.name).exists():
                entry.rename(final / entry.name)
    shutil.rmtree(old, ignore_errors=True)


def _sweep(final: Path) -> None:
    """Remove what killed builds of the same target left behind."""
    for litter in final.parent.glob(f".{final.name}.*{SUFFIX}"):
        pid = litter.name.removeprefix(f".{final.name}.").split(".")[0]
        with suppress(OSError):
            if pid.isdigit() and not Path(f"/proc/{pid}").exists() and time.time() - litter.stat().st_mtime > STALE:
                shutil.rmtree(litter, ignore_errors=True)


def unwritable(folder: Path, error: OSError) -> OutputUnwritable:
    """The error for a failed write under `folder`."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return OutputUnwritable(
        "the disk is full" if full else f"the output folder '{folder}' cannot be written",
        where=str(error.filename or folder),
        why=error.strerror or str(error),
        fix="free some space, or choose another disk with --out DIR" if full else "choose another place with --out DIR",
    )
