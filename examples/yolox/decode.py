"""Boxes from the raw output of a YOLOX detector: python examples/yolox/decode.py out.npz [photo.jpg]

`out.npz` is what `pack run DIST --input photo.jpg --output out.npz` wrote: `output` f32[1, N, 85], for each cell of the
three grids (stride 8, 16, 32) the box's centre and size, the probability that there is an object, and of each of the
80 classes of COCO. With the photo, boxes are in its pixels, else in those of the network's square input.

Source: the YOLOX reference implementation (Ge et al., 2021), `demo_postprocess` and `multiclass_nms`.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from math import isqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

STRIDES = (8, 16, 32)
COCO = (
    "person, bicycle, car, motorcycle, airplane, bus, train, truck, boat, traffic light, fire hydrant, stop sign, "
    "parking meter, bench, bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe, backpack, umbrella, "
    "handbag, tie, suitcase, frisbee, skis, snowboard, sports ball, kite, baseball bat, baseball glove, skateboard, "
    "surfboard, tennis racket, bottle, wine glass, cup, fork, knife, spoon, bowl, banana, apple, sandwich, orange, "
    "broccoli, carrot, hot dog, pizza, donut, cake, chair, couch, potted plant, bed, dining table, toilet, tv, "
    "laptop, mouse, remote, keyboard, cell phone, microwave, oven, toaster, sink, refrigerator, book, clock, vase, "
    "scissors, teddy bear, hair drier, toothbrush"
)
NAMES = COCO.split(", ")


@dataclass(frozen=True)
class Box:
    """An object: its class, its score from 0 to 1, and its corners in pixels."""

    name: str
    score: float
    x0: float
    y0: float
    x1: float
    y1: float

    def __str__(self) -> str:
        corners = f"({self.x0:.0f}, {self.y0:.0f}) to ({self.x1:.0f}, {self.y1:.0f})"
        return f"{self.name:14} {self.score:.2f}  {corners}"


def side_of(cells: int) -> int:
    """Pixels along one side of the square input whose three grids have `cells` cells together."""
    per_square = sum((STRIDES[-1] // s) ** 2 for s in STRIDES)  # cells in 32 x 32 pixels: 16 + 4 + 1
    side = isqrt(cells // per_square)
    if side * side * per_square != cells:
        raise ValueError(f"{cells} cells are not those of a square image with strides {STRIDES}")
    return side * STRIDES[-1]


def corners(raw: Array) -> Array:
    """Boxes [N, 4] as x0, y0, x1, y1 in pixels of the network's input, from raw[N, 85]."""
    side = side_of(len(raw))
    grids = [np.mgrid[: side // s, : side // s][::-1].reshape(2, -1).T for s in STRIDES]
    stride = np.repeat(STRIDES, [len(g) for g in grids])[:, None]
    centre = (raw[:, :2] + np.concatenate(grids)) * stride
    half = np.exp(raw[:, 2:4]) * stride / 2
    return np.concatenate([centre - half, centre + half], 1).astype(np.float32)


def suppress(boxes: Array, scores: Array, overlap: float) -> list[int]:
    """Greedy non-maximum suppression: indices of the boxes to keep, best first; drops what covers a better one."""
    area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    order, keep = np.argsort(-scores, kind="stable"), []
    while order.size:
        best, rest = order[0], order[1:]
        keep.append(int(best))
        inner = np.minimum(boxes[best, 2:], boxes[rest, 2:]) - np.maximum(boxes[best, :2], boxes[rest, :2])
        shared = np.prod(np.clip(inner, 0, None), axis=1)
        order = rest[shared / (area[best] + area[rest] - shared) <= overlap]
    return keep


def decode(output: Array, ratio: float = 1.0, threshold: float = 0.3, overlap: float = 0.45) -> list[Box]:
    """Objects in `output`[1, N, 85], best first; `ratio` is input pixels per pixel of the photo.

    A cell counts for its best class only, and overlapping boxes hide each other whatever their classes are.
    """
    raw = output[0]
    classes = raw[:, 5:].argmax(1)
    scores = raw[:, 4] * raw[np.arange(len(raw)), 5 + classes]
    rows = np.flatnonzero(scores > threshold)
    boxes = corners(raw)[rows] / np.float32(ratio)
    keep = suppress(boxes, scores[rows], overlap)
    return [Box(NAMES[classes[rows[k]]], float(scores[rows[k]]), *map(float, boxes[k])) for k in keep]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Boxes from the raw output of a YOLOX detector.")
    parser.add_argument("output", type=Path, help="npz that pack run wrote")
    parser.add_argument("photo", type=Path, nargs="?", help="the photo itself, to print boxes in its pixels")
    parser.add_argument("--threshold", type=float, default=0.3, help="smallest score (0.3)")
    parser.add_argument("--overlap", type=float, default=0.45, help="largest overlap of two boxes (0.45)")
    options = parser.parse_args(arguments)
    with np.load(options.output) as arrays:
        output = arrays["output"]
    ratio = 1.0
    if options.photo:
        from PIL import Image

        with Image.open(options.photo) as photo:
            ratio = side_of(output.shape[1]) / max(photo.size)
    for box in decode(output, ratio, options.threshold, options.overlap):
        print(box)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
