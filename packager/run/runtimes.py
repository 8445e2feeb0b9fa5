"""What the engines of a binary need around it when pack itself runs it here. Execution -> environment."""

from __future__ import annotations

import os
from contextlib import suppress

from packager.errors import PackError
from packager.report.types import Execution


def environment(execution: Execution) -> dict[str, str]:
    """The process's own variables, and those by which the runtimes of the binary's engines are found on this machine.

    What is set already stays. An engine that is not installed here adds nothing: the binary says what it misses.
    """
    found: dict[str, str] = {}
    for runtime in execution.runtimes:
        from packager.program.find import kind  # engines bring numpy, onnx and LLVM with them

        with suppress(PackError):
            found |= kind(runtime.engine).environment()
    return found | dict(os.environ)


def needed(execution: Execution) -> str:
    """What must be installed where the binary runs, in words; '' for nothing."""
    return " and ".join(runtime.needs for runtime in execution.runtimes)
