"""What an error is: four lines (what, where, why, fix), a code and an exit status. The causes are in `errors.py`."""

from __future__ import annotations

import re
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
        self.node = ""
        """The node of the model that it is about: `Conv(f32[1,3,8,8], f32[4,3,3,3])`."""

    @property
    def status(self) -> int:
        """Exit status of the process."""
        return self.exit

    def __str__(self) -> str:
        return self.text()

    @property
    def place(self) -> str:
        """Where it is, and the node that stands there."""
        where = self.where or "(no place in a file)"
        return f"{where}: {self.node}" if self.node else where

    def text(self, *others: PackError) -> str:
        """Its lines; `others` have the same cause, and their nodes stand below its own."""
        count = f" ({1 + len(others)} nodes)" if others else ""
        places = (f"       {other.place}" for other in others)
        lines = f"error[{self.code}]: {self.what}{count}", f"  at:  {self.place}", *places
        return "\n".join((*map(one_line, lines), f"  why: {_indented(self.why)}", f"  fix: {_indented(self.fix)}"))

    def about(self, node: str, computed: Iterable[str]) -> PackError:
        """The error, saying that it is about `node`, which reads the `computed` values: there the model can be cut."""
        self.node = self.node or node
        if names := ", ".join(dict.fromkeys(computed)):
            for vague in ("`outputs:`", "`model: {outputs: [...]}`"):
                self.fix = self.fix.replace(vague, f"`model: {{outputs: [{names}]}}`")
        return self

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
        return "\n".join(first.text(*others) for first, *others in by_cause(self.each))


def by_cause(errors: Iterable[PackError]) -> tuple[tuple[PackError, ...], ...]:
    """`errors` about nodes of a model, grouped by what is the same but for names and numbers; all others alone."""
    groups: dict[object, list[PackError]] = {}
    for error in errors:
        texts = (re.sub(r"'[^']*'|`[^`]*`|\[[^\]]*\]|\d+", "", text) for text in (error.what, error.why, error.fix))
        groups.setdefault((error.code, *texts) if error.node else id(error), []).append(error)
    return tuple(map(tuple, groups.values()))


def distinct(errors: Iterable[PackError]) -> tuple[PackError, ...]:
    """The single errors inside `errors`, each once."""
    return tuple({str(single): single for error in errors for single in error.each}.values())


def raise_all(errors: Iterable[PackError]) -> None:
    """Raise what was collected: nothing, the one error, or PackErrors."""
    found = distinct(errors)
    if found:
        raise found[0] if len(found) == 1 else PackErrors(found)
