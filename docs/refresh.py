"""Run the commands that a page shows and put their output under them: python docs/refresh.py docs/tour.md

A block of a page that starts with three backticks and `console` holds lines `$ command`; all else in it is replaced by
what the command prints. Commands run in the repository's root with the environment's programs first on PATH.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
WIDTH = 160


def output(command: str) -> str:
    """What `command` prints, without colours, each line at most WIDTH characters. Raises CalledProcessError."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path, "COLUMNS": str(WIDTH), "NO_COLOR": "1"}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=ROOT, env=environment, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    lines = done.stdout.replace(str(ROOT), ".").rstrip().splitlines()
    return "".join(f"{line[:WIDTH].rstrip()}\n" for line in lines)


def refreshed(block: re.Match[str]) -> str:
    """The block with the output of its commands."""
    commands = [line[2:] for line in block[1].splitlines() if line.startswith("$ ")]
    return "```console\n" + "".join(f"$ {c}\n{output(c)}" for c in commands) + "```"


def main(pages: list[str]) -> int:
    """Refresh every page."""
    for page in map(Path, pages):
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r"```console\n(.*?)```", refreshed, text, flags=re.DOTALL), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
