"""Every error that a user can meet: one class per cause, four lines each (what, where, why, fix), and an exit status.

`docs/errors.md` is generated from the docstrings of this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Where:
    """Where a thing came from: `file`, its `line` (manifest) or the ONNX `node` it stands for."""

    file: str = ""
    line: int | None = None
    node: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line is not None else ""
        node = f" node '{self.node}'" if self.node else ""
        return f"{self.file}{line}{node}".strip()


class PackError(Exception):
    """Base of all errors: `what` happened, `where`, `why`, and how to `fix` it. `exit` is the process's exit status."""

    code: ClassVar[str] = "E000"
    exit: ClassVar[int] = 1

    def __init__(self, what: str, *, where: Where | str = "", why: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.where, self.why, self.fix = what, str(where), why, fix

    @property
    def status(self) -> int:
        """Exit status of the process."""
        return self.exit

    def __str__(self) -> str:
        return (
            f"error[{self.code}]: {self.what}\n  at:  {self.where or '(no place in a file)'}\n"
            f"  why: {self.why}\n  fix: {self.fix}"
        )


class PackErrors(PackError):
    """Several errors found together; the exit status is the first one's."""

    def __init__(self, errors: Iterable[PackError]) -> None:
        self.errors = tuple(errors)
        first = self.errors[0]
        super().__init__(first.what, where=first.where, why=first.why, fix=first.fix)

    @property
    def status(self) -> int:
        """Exit status of the process."""
        return self.errors[0].exit

    def __str__(self) -> str:
        return "\n".join(str(e) for e in self.errors)


# --- 1xx: usage and manifest, exit 2 ---


class Usage(PackError):
    """The command line says something that pack does not understand.

    Cause: an unknown command or option, a value of the wrong kind, a missing argument.
    Fix: `pack COMMAND --help` lists what a command takes.
    """

    code = "E100"
    exit = 2


class ManifestError(PackError):
    """The manifest says something that pack does not understand: a value of a wrong type, unit or range.

    Cause: a text where a number belongs, `95 kb` for `95kB`, a negative size, values that exclude each other.
    Fix: correct the value at the line that the error names; docs/manifest.md shows each key with an example.
    """

    code = "E101"
    exit = 2


class ManifestSyntax(ManifestError):
    """A manifest or target file is not the YAML that pack reads, or is too large, too deep or repeats a key.

    Cause: wrong indentation, an unclosed quote or bracket, a key written twice, a tag, an alias to itself.
    Fix: correct the line that the error names; texts with `:`, `#` or brackets need quotes.
    """

    code = "E102"


class UnknownName(ManifestError):
    """A key, target, or choice that pack does not know; the error names the nearest one it knows.

    Cause: a typing mistake, or a key in the wrong mapping.
    Fix: take the name that the error proposes; docs/manifest.md lists all of them.
    """

    code = "E103"


class FileMissing(ManifestError):
    """A file that the command line or the manifest names does not exist or cannot be read.

    Cause: a path relative to the wrong folder: paths in a manifest start at the manifest's own folder.
    Fix: correct the path, or the permissions of the file.
    """

    code = "E104"


class NotInThisVersion(ManifestError):
    """The manifest asks for a feature that pack has reserved a name for, but that this version does not have.

    Cause: a key, target or engine of a later version, such as `quantize` or `cortex-m4`.
    Fix: remove it; the error says what does the job today.
    """

    code = "E105"


class TargetInvalid(ManifestError):
    """A target file describes a processor that pack cannot generate code for, or contradicts itself.

    Cause: a tile that needs more registers than there are, a triple without four parts, `fma` without the feature.
    Fix: start from a file of `pack targets`, with `like: NAME`, and change only what differs.
    """

    code = "E106"


class InstallBroken(PackError):
    """Files that belong to pack are missing from its installation.

    Cause: an incomplete copy of the package, or a package built without its data.
    Fix: install pack again.
    """

    code = "E110"
    exit = 2


class DistInvalid(PackError):
    """The folder is not one target's output folder of `pack build`, or files of it are missing or of another version."""

    code = "E120"
    exit = 2


class InputInvalid(PackError):
    """The tensors given to `pack run` do not fit the model: a wrong name, shape or element type, or an unreadable file."""

    code = "E121"
    exit = 2


class PhotoInvalid(PackError):
    """A photo cannot become an input: Pillow is not installed, the picture is damaged, or `preprocess` does not fit."""

    code = "E122"
    exit = 2


# --- 3xx: the model, exit 3 ---


class ModelInvalid(PackError):
    """The ONNX file is damaged, truncated, cyclic, or reaches outside its own folder."""

    code = "E301"
    exit = 3


class Unsupported(PackError):
    """The model holds an operator, a data type or a shape that pack cannot compile."""

    code = "E310"
    exit = 3


class GraphBroken(PackError):
    """A pass left the graph inconsistent: a bug of pack, found by the check between two passes."""

    code = "E390"
    exit = 3

    @classmethod
    def of(cls, graph: str, node: str, why: str) -> GraphBroken:
        """The error for `node` of `graph`."""
        return cls(
            f"graph '{graph}' is inconsistent",
            where=Where(graph, node=node),
            why=why,
            fix="this is a bug of pack: report it with the model, and find the patch with STOP=n",
        )


# --- 4xx: over budget, exit 4 ---


class OverBudget(PackError):
    """The result is larger than the manifest's `budget` allows; nothing is left in the output folder."""

    code = "E401"
    exit = 4


# --- 55x: the disk under the output folder, exit 5 ---


class OutputUnwritable(PackError):
    """The output folder cannot be written: no permission, a full disk, or a file stands where a folder should be."""

    code = "E550"
    exit = 5


# --- 6xx: verification, exit 6 ---


class VerifyFailed(PackError):
    """The shipped binary's outputs differ from the reference's by more than the tolerance."""

    code = "E601"
    exit = 6


class ReferenceMissing(PackError):
    """There is nothing to compare with: the model file is gone or has changed, or the reference cannot run it."""

    code = "E602"
    exit = 6


# --- 7xx: running, exit 7 ---


class RunFailed(PackError):
    """The shipped binary ended with an error, was killed, or wrote outputs of a wrong size."""

    code = "E701"
    exit = 7


class NoRunner(PackError):
    """This machine can run the target's binary neither natively nor in an emulator."""

    code = "E702"
    exit = 7


class RunTimeout(PackError):
    """The shipped binary did not end within the time limit."""

    code = "E703"
    exit = 7


class LibraryUnusable(PackError):
    """The shared library cannot be loaded, or is closed, or returned an error code."""

    code = "E704"
    exit = 7


# --- 9xx: pack itself, exit 1 ---


class Internal(PackError):
    """A mistake of pack itself, which no other error describes.

    Cause: a case that nobody thought of, or a machine out of memory.
    Fix: run the command again with -vv and report the traceback together with the model or the manifest.
    """

    code = "E999"
    exit = 1
