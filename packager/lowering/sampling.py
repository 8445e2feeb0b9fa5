"""Which input elements an axis of Resize samples, and with which weights (the definitions of ONNX's Resize)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from packager.graph import Node

Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Bools = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Axis:
    """Sampling of one axis: `index[o, t]` is the input element of output o's tap t, `weight[o, t]` its share."""

    index: Ints
    weight: Floats
    outside: Bools = field(default_factory=lambda: np.zeros(0, bool), compare=False)
    """Outputs that lie outside of a region of interest's tensor."""

    @property
    def step(self) -> tuple[int, int] | None:
        """(start, step) where output o is just input start + o * step."""
        if self.index.shape[1] != 1:
            return None
        line = self.index[:, 0]
        step = int(line[1] - line[0]) if len(line) > 1 else 1
        return (int(line[0]), step) if step and (np.diff(line) == step).all() else None

    def repeats(self, size: int) -> int | None:
        """How often, where every one of the `size` inputs stands equally often in a row."""
        line = self.index[:, 0]
        n = len(line) // size
        whole = self.index.shape[1] == 1 and n * size == len(line)
        return n if whole and (line == np.arange(len(line)) // n).all() else None


def axis(node: Node, size: int, out: int, scale: float, roi: tuple[float, float] | None = None) -> Axis:
    """Sampling of an axis with `size` elements into `out`, by the attributes of the Resize `node`; of a part of it that
    begins and ends at the fractions `roi`."""
    x: Floats
    if roi is None:
        x = _coordinates(node.str("coordinate_transformation_mode", "half_pixel"), size, out, np.float32(scale))
        return _sampled(node, size, out, scale, x)
    start, end = roi
    if out > 1:
        x = start * (size - 1) + np.arange(out, dtype=np.float64) * ((end - start) * (size - 1) / (out - 1))
    else:
        x = np.array([0.5 * (start + end) * (size - 1)])
    return replace(_sampled(node, size, out, scale, x), outside=(x < 0) | (x > size - 1))


def _sampled(node: Node, size: int, out: int, scale: float, x: Floats) -> Axis:
    mode = node.str("mode", "nearest")
    if mode == "nearest":
        return _trimmed(_nearest(node.str("nearest_mode", "round_prefer_floor"), x)[:, None], np.ones((out, 1)), size)
    shrink = min(float(scale), 1.0) if node.int("antialias") else 1.0
    reach = 1 if mode == "linear" else 2
    first = int(np.floor(-reach / shrink)) + 1
    taps = np.arange(first, 2 - first)
    # The sample lies in (base, base + 1]: on an element, that one is the right neighbour.
    base = np.ceil(x) - 1
    distance = np.abs(taps[None, :] - (x - base)[:, None]) * shrink
    weight = np.clip(1 - distance, 0, 1) if mode == "linear" else _cubic(distance, node.float("cubic_coeff_a", -0.75))
    index = base[:, None].astype(np.int64) + taps
    if node.int("exclude_outside"):
        weight = np.where((index < 0) | (index >= size), 0.0, weight)
    return _trimmed(index, weight / weight.sum(axis=1, keepdims=True), size)


def _coordinates(mode: str, size: int, out: int, scale: np.float32) -> Floats:
    """Where each output lies among the inputs. In f32, as other runtimes compute it: nearest sampling rounds it."""
    o, half = np.arange(out, dtype=np.float32), np.float32(0.5)
    if mode == "align_corners":
        # A scale that does not divide means a length that is no integer, and that is the one to align.
        length = float(scale) * size
        span = out - 1 if abs(length - out) < 1e-3 else length - 1
        x = o * np.float32(size - 1) / np.float32(span or 1)
    elif mode == "asymmetric":
        x = o / scale
    elif mode == "pytorch_half_pixel" and out == 1:
        x = o
    elif mode == "tf_half_pixel_for_nn":
        x = (o + half) / scale
    elif mode == "half_pixel_symmetric":
        shift = np.float32(size / 2) * (1 - np.float32(out) / (scale * np.float32(size)))
        x = shift + (o + half) / scale - half
    else:
        x = (o + half) / scale - half
    found: Floats = x.astype(np.float64)
    return found


def _nearest(mode: str, x: Floats) -> Ints:
    rounded: dict[str, Floats] = {
        "round_prefer_floor": np.ceil(x - 0.5),
        "round_prefer_ceil": np.floor(x + 0.5),
        "floor": np.floor(x),
        "ceil": np.ceil(x),
    }
    return rounded[mode].astype(np.int64)


def _cubic(d: Floats, a: float) -> Floats:
    """Keys' kernel at distance d."""
    near = ((a + 2) * d - (a + 3)) * d * d + 1
    far = ((a * d - 5 * a) * d + 8 * a) * d - 4 * a
    found: Floats = np.where(d <= 1, near, np.where(d < 2, far, 0.0))
    return found


def _trimmed(index: Ints, weight: Floats, size: int) -> Axis:
    """Elements beyond the border are those at it; taps that no output uses go away."""
    used = np.abs(weight).max(axis=0) > 0
    return Axis(np.clip(index, 0, size - 1)[:, used], weight[:, used])
