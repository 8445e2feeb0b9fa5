"""The `pack` command: arguments -> calls of the stages -> an exit status. Importing it costs next to nothing."""

from __future__ import annotations

from packager.cli.main import main

__all__ = ["main"]
