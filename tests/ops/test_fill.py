"""Halo fills: zeros exactly around the value, whatever its halo, and nothing else touched."""

from __future__ import annotations

import numpy as np
import pytest

from packager.dtype import from_numpy
from packager.graph import Graph, Value
from packager.lowering.fill import fill_steps
from packager.plan.types import Storage
from packager.target import load
from tests import inprocess
from tests.ops.strided import POISON, Lab, Style

HOST = load(inprocess.HOST_TARGETS[-1])


def shared(shape: tuple[int, ...], halo: tuple[tuple[int, int], ...], pad: int) -> tuple[Storage, int]:
    """As the planner lays it out: neighbouring rows share the wider of their two borders; `pad` elements per pixel."""
    strides, step = [0] * len(shape), 1
    for d in reversed(range(len(shape))):
        strides[d] = step
        step *= shape[d] + max(halo[d])
        step += pad if d == len(shape) - 1 else 0
    offset = 5 + sum(b * s for (b, _), s in zip(halo, strides, strict=True))
    last = sum((n - 1 + a) * s for n, (_, a), s in zip(shape, halo, strides, strict=True))
    return Storage(0, offset, tuple(strides), halo), offset + last + 1


@pytest.mark.parametrize("kind", [np.float32, np.int8])
@pytest.mark.parametrize("pad", [0, 3])
@pytest.mark.parametrize(
    ("shape", "halo"),
    [
        ((1, 5, 6, 8), ((0, 0), (1, 1), (1, 1), (0, 0))),
        ((2, 3, 4, 3), ((0, 0), (2, 1), (0, 3), (0, 0))),
        ((1, 4, 4, 5), ((0, 0), (0, 1), (0, 1), (0, 0))),
        ((1, 4, 4, 5), ((0, 0), (1, 0), (1, 0), (0, 0))),
        ((1, 1, 7, 4), ((0, 0), (0, 0), (2, 2), (0, 0))),
        ((1, 6, 3, 4), ((0, 0), (3, 3), (0, 0), (0, 0))),
        ((3, 9, 2), ((0, 0), (1, 1), (0, 0))),
        ((5, 3), ((2, 1), (0, 0))),
    ],
)
def test_fill(shape: tuple[int, ...], halo: tuple[tuple[int, int], ...], pad: int, kind: type) -> None:
    dtype = from_numpy(np.dtype(kind))
    graph = Graph("test", (), {"v": Value("v", shape, dtype)}, (), ())
    lab = Lab(graph, HOST, {"v": Style()})
    place, size = shared(shape, halo, pad)
    lab.places["v"] = place
    behind = 64
    lab.memory[0] = np.full((size + behind) * dtype.bytes, POISON, np.uint8)
    lab.call(fill_steps(lab, "v"))
    cells = lab.memory[0].view(kind)
    poison = cells[-1]
    ranges = [range(-b, n + a) for n, (b, a) in zip(shape, halo, strict=True)]
    inside = np.zeros(len(cells), bool)
    around = np.zeros(len(cells), bool)
    for index in np.ndindex(*(len(r) for r in ranges)):
        where = [r[i] for i, r in zip(index, ranges, strict=True)]
        cell = place.offset + sum(i * s for i, s in zip(where, place.strides, strict=True))
        (inside if all(0 <= i < n for i, n in zip(where, shape, strict=True)) else around)[cell] = True
    assert not (inside & around).any()
    assert (cells[around] == 0).all()
    assert (cells[inside] == poison).all()
    assert (cells[: np.argmax(inside | around)] == poison).all()
    assert (cells[size:] == poison).all()


def test_no_halo_no_step() -> None:
    graph = Graph("test", (), {"v": Value("v", (1, 2, 2, 4), from_numpy(np.float32))}, (), ())
    assert list(fill_steps(Lab(graph, HOST, {}), "v")) == []


def test_a_halo_elsewhere_is_a_bug() -> None:
    graph = Graph("test", (), {"v": Value("v", (2, 2, 2, 4), from_numpy(np.float32))}, (), ())
    lab = Lab(graph, HOST, {"v": Style(halo=((1, 1), (0, 0), (1, 1), (0, 0)))})
    with pytest.raises(ValueError, match="halo around rows and columns"):
        list(fill_steps(lab, "v"))
