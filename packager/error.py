"""What an error is: four lines (what, where, why, fix), a code and an exit status. The causes are in `errors.py`."""

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
        self.details = ""
        """More for a person to read, such as the report of a build that is over budget; said before the error."""

    @property
    def status(self) -> int:
        """Exit status of the process."""
        return self.exit

    def __str__(self) -> str:
        where = self.where or "(no place in a file)"
        first = one_line(f"error[{self.code}]: {self.what}"), one_line(f"  at:  {where}")
        return "\n".join((*first, f"  why: {_indented(self.why)}", f"  fix: {_indented(self.fix)}"))

    @property
    def each(self) -> tuple[PackError, ...]:
        """The errors that this one stands for: itself, unless it stands for several."""
        return (self,)


def _indented(text: str) -> str:
    """`text`, whose further lines stand under the first: none can be taken for the beginning of an error."""
    first, *more = map(one_line, text.split("\n"))
    return "\n".join((first, *(line if line.startswith(_INDENT) else _INDENT + line for line in more)))


_INDENT = " " * 7


def one_line(text: str) -> str:
    """`text` with line ends, terminal codes and all else that does not show as itself as escapes.

    Names come from model files: one may hold anything.
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def in_manifest(error: PackError, where: Where) -> PackError:
    """`error`, which says where in the model something is, with the place in the manifest that names the model."""
    for one in error.each:
        if one.exit == MODEL and str(where) not in one.where:
            one.where = ", ".join(filter(None, (str(where), one.where)))
    return error


MODEL = 3
"""Exit status of errors of the model."""


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

    @property
    def each(self) -> tuple[PackError, ...]:
        """All of them."""
        return tuple(inner for error in self.errors for inner in error.each)

    def __str__(self) -> str:
        return "\n".join(str(e) for e in self.errors)


def distinct(errors: Iterable[PackError]) -> tuple[PackError, ...]:
    """The single errors inside `errors`, each once."""
    return tuple({str(single): single for error in errors for single in error.each}.values())


def raise_all(errors: Iterable[PackError]) -> None:
    """Raise what was collected: nothing, the one error, or PackErrors."""
    found = distinct(errors)
    if found:
        raise found[0] if len(found) == 1 else PackErrors(found)
