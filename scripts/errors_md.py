"""Write docs/errors.md from the classes of packager/errors.py. Run: python scripts/errors_md.py."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from packager import errors  # noqa: E402

PAGE = ROOT / "docs" / "errors.md"
GROUPS = {
    "1": "Usage and manifest",
    "3": "The model",
    "4": "Over budget",
    "5": "Toolchains, containers, the disk",
    "6": "Verification",
    "7": "Running",
    "9": "Mistakes of pack itself",
}
HEAD = """\
# Errors

<!-- written by scripts/errors_md.py from packager/errors.py: change it there -->

An error has four lines: what happened, `at:` where (file and line of the manifest, or node of the model), `why:`, and
`fix:` what to do. All errors that can be found are reported at once; the exit status is the first one's. Nodes of a
model that are refused for the same reason share one error, with a line each under `at:`, and their types and shapes.
With `--json` they stand on standard output, too, each node for itself:
`{"exit": 2, "errors": [{"code", "what", "where", "node", "why", "fix"}]}`, where `node` is there for nodes only.

| exit status | meaning |
|---|---|
| 0 | done |
| 1 | a mistake of pack itself |
| 2 | bad usage or manifest |
| 3 | model not supported or not valid |
| 4 | over budget |
| 5 | toolchain or container failure |
| 6 | verification failed |
| 7 | run failed |
| 130, 141 | interrupted with Ctrl-C; the reader of the output has gone |
"""


def classes() -> list[type[errors.PackError]]:
    """Every error with a code of its own, sorted by code."""
    found = {c for c in vars(errors).values() if inspect.isclass(c) and issubclass(c, errors.PackError)}
    return sorted((c for c in found if "code" in vars(c) and c is not errors.PackError), key=lambda c: c.code)


def section(error: type[errors.PackError]) -> str:
    """The page's section of one class: its docstring, with the paragraphs `Cause:` and `Fix:` set apart."""
    lines = inspect.getdoc(error) or ""
    for word in ("Cause", "Fix"):
        lines = lines.replace(f"{word}: ", f"* **{word}:** ")
    return f"### {error.code} {error.__name__} (exit {error.exit})\n\n{lines}\n"


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    group = ""
    for error in classes():
        if error.code[1] != group:
            group = error.code[1]
            parts.append(f"## {GROUPS[group]}\n")
        parts.append(section(error))
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}")
