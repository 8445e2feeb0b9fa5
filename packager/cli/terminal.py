"""Where words go: results to stdout, messages to stderr, colours only where a person reads."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

PLAIN_WIDTH = 160
"""Columns of a table that goes to a file or a pipe, where nobody can widen the window."""
ASCII = {"\u2588": "#", "\u2591": ".", "\u2026": "~"}
"""Full and empty cells of a bar, and where a table cut a word: as wide in streams that lack them."""


def open_streams() -> None:
    """Make stdout and stderr such that printing can fail only for want of space.

    A closed one leads nowhere, and no file that pack opens can get its number. What an encoding lacks is replaced.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
    codecs.register_error("packager.ascii", _in_ascii)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif type(stream) is io.TextIOWrapper:
            stream.reconfigure(errors="packager.ascii")


def drop(stream: TextIO) -> None:
    """Let what `stream` still holds go nowhere: Python flushes once more when it ends, and would complain."""
    with suppress(OSError, ValueError):  # a test's stream has no file number
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(ASCII.get(c) or c.encode("ascii", "backslashreplace").decode() for c in wrong), error.end


@dataclass(frozen=True, eq=False)
class Terminal:
    """The two streams, and how much is said: `verbose` 0 to 2, `quiet` errors only, `json` JSON only."""

    verbose: int = 0
    quiet: bool = False
    color: bool = True
    json: bool = False

    @cached_property
    def out(self) -> Console:
        """Standard output, for results."""
        return _console(sys.stdout, self.color)

    @cached_property
    def err(self) -> Console:
        """Standard error, for messages."""
        return _console(sys.stderr, self.color)

    def say(self, message: str, style: str = "") -> None:
        """A message for people; silent with --quiet. Brackets in it are text, not markup."""
        if not self.quiet:
            with suppress(OSError):  # a message that cannot be shown stops no work
                self.err.print(message, style=style or None, markup=False, highlight=False, soft_wrap=True)

    def detail(self, message: str) -> None:
        """A message that only -v shows."""
        if self.verbose:
            self.say(message, "dim")

    def show(self, message: RenderableType) -> None:
        """A rendered message for people; silent with --quiet."""
        if not self.quiet:
            with suppress(OSError):
                self.err.print(message, highlight=False)

    def result(self, text: RenderableType, data: object) -> None:
        """What the command was asked for: `data` with --json, else `text`."""
        if self.json:
            sys.stdout.write(json.dumps(data, indent=1, default=str) + "\n")
        else:
            self.out.print(text, highlight=False)
        sys.stdout.flush()

    def result_text(self, text: str, data: object) -> None:
        """As `result`, with text that is printed as it is."""
        if self.json:
            self.result("", data)
        else:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()


def _console(stream: TextIO, color: bool) -> Console:
    from rich.console import Console

    width = None if stream.isatty() else PLAIN_WIDTH
    return Console(file=stream, no_color=not color, soft_wrap=False, width=width, force_jupyter=False)
