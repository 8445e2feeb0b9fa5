"""Where words go: results to stdout, messages to stderr, colours only where a person reads."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

PLAIN_WIDTH = 160
"""Columns of a table that goes to a file or a pipe, where nobody can widen the window."""


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
            self.err.print(message, style=style or None, markup=False, highlight=False, soft_wrap=True)

    def detail(self, message: str) -> None:
        """A message that only -v shows."""
        if self.verbose:
            self.say(message, "dim")

    def show(self, message: RenderableType) -> None:
        """A rendered message for people; silent with --quiet."""
        if not self.quiet:
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
