"""Write docs/operators.md from the operators' files and ONNX's schemas. Run: python scripts/operators_md.py."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import onnx

from packager.load.support import LEFT_OUT, Row, compact, rows

PAGE = Path(__file__).resolve().parent.parent / "docs" / "operators.md"
HEAD = """\
# Operators

<!-- written by scripts/operators_md.py from packager/ops and packager/load/support.py: change it there -->

What becomes of every operator of ONNX (those that onnx {version} knows), as `pack ops` prints it. All CPUs have the
same operators and element types; [snpe](snpe.md) takes what Qualcomm's compiler takes. Of an operator, `how` says

* *elementwise*: one body, which is fused behind convolutions, products and others of its kind,
* *kernel*: kernels or loops of its own,
* *rewritten*: reading the model or a pass replaces it,
* *expanded*: its body in ONNX, of other operators, is compiled in its place.

Those of the domain `com.microsoft` are ONNX Runtime's: its optimiser and quantiser put them into the models they save.

`f8` stands for the four types of 8 bits with a sign. Opsets 7 to the newest are read. Outputs of Compress,
NonMaxSuppression, NonZero and Unique have the size of a bound, and a [count](c-api.md).
"""

TABLE = "| operator | since | how | element types | what |\n|---|---|---|---|---|"


def line(row: Row) -> str:
    """A row of the table."""
    doc = row.doc.rstrip(".").replace("|", "\\|").replace("*", "\\*")
    return f"| {row.op} | {row.since} | {row.kind} | {compact(row.dtypes)} | {doc} |"


def page() -> str:
    """The whole page."""
    found = rows()
    parts = [HEAD.format(version=".".join(onnx.__version__.split(".")[:2]))]
    for domain, group in groupby((r for r in found if r.kind != "none"), key=lambda r: r.domain):
        parts.append(f"## {domain or 'ai.onnx'}\n\n{TABLE}")
        parts += [*map(line, group), ""]
    parts.append("## What is left out, and why\n")
    names = {r.op for r in found if r.kind == "none"}
    parts += [f"* {reason}: {', '.join(n for n in ops if n in names)}" for reason, ops in LEFT_OUT.items()]
    rest = sorted(names - {n for ops in LEFT_OUT.values() for n in ops})
    parts += [f"* no kernel yet: {', '.join(rest)}"] if rest else []
    return "\n".join([*parts, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}")
