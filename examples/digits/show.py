"""Show what the digits binary saw and said: python examples/digits/show.py sample.npz out.npz [label.txt]

Exit status 1 where a label is given and the network says something else.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

INK = " .:-=+*#%@"


def show(image: np.ndarray, probabilities: np.ndarray) -> str:
    """The picture `image`[8,8] in characters, beside it a bar for each of the 10 `probabilities`."""
    rows = ["".join(INK[round(float(p) * (len(INK) - 1))] * 2 for p in row) for row in image]
    bars = [f"{digit} {p:6.2%} {'#' * round(30 * float(p))}" for digit, p in enumerate(probabilities)]
    blank = " " * len(rows[0])
    rows += [blank] * (len(bars) - len(rows))
    return "\n".join(f"  |{row}|  {bar}" for row, bar in zip(rows, bars, strict=True))


def main(arguments: list[str]) -> int:
    sample, output, *label = arguments
    image, probabilities = np.load(sample)["image"][0, 0], np.load(output)["probabilities"][0]
    print(show(image, probabilities))
    found = int(probabilities.argmax())
    print(f"  the binary says {found}" + (f", the label says {Path(label[0]).read_text().strip()}" if label else ""))
    return int(bool(label) and found != int(Path(label[0]).read_text()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
