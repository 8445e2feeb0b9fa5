"""The YOLOX example's decoding: boxes that were put into a raw output come out of it, and nothing else does."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "examples" / "yolox" / "decode.py"
MODELS = ROOT.parent / "shared" / "models"


@pytest.fixture(scope="module")
def decode() -> ModuleType:
    spec = importlib.util.spec_from_file_location("yolox_decode", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its module up here
    spec.loader.exec_module(module)
    return module


def cell(side: int, stride: int, x: int, y: int) -> int:
    """Row of the cell (x, y) of the grid of `stride` in the raw output for a square of `side` pixels."""
    before = sum((side // s) ** 2 for s in (8, 16, 32) if s < stride)
    return before + y * (side // stride) + x


def raw(side: int) -> np.ndarray:
    return np.zeros((1, sum((side // s) ** 2 for s in (8, 16, 32)), 85), np.float32)


@pytest.mark.parametrize("side", [32, 416, 640])
@pytest.mark.parametrize("stride", [8, 16, 32])
def test_a_box_is_where_it_was_put(decode: ModuleType, side: int, stride: int) -> None:
    output = raw(side)
    x, y = side // stride - 1, 0
    # Centre half a cell to the right and a quarter down; e times a stride wide, one stride high.
    output[0, cell(side, stride, x, y), :5] = (0.5, 0.25, 1.0, 0.0, 0.9)
    output[0, cell(side, stride, x, y), 5 + 16] = 0.5
    (box,) = decode.decode(output)
    assert box.name == "dog"
    assert box.score == pytest.approx(0.45)
    assert box.x1 - box.x0 == pytest.approx(np.e * stride, rel=1e-4)
    assert (box.x0 + box.x1) / 2 == pytest.approx((x + 0.5) * stride, rel=1e-5)
    assert (box.y0, box.y1) == pytest.approx((-0.25 * stride, 0.75 * stride), abs=1e-3)


def test_the_better_of_two_overlapping_boxes_stays_and_a_distant_one_too(decode: ModuleType) -> None:
    output = raw(416)
    for x, score in ((10, 0.6), (11, 0.8), (30, 0.7)):
        output[0, cell(416, 8, x, 5), :5] = (0, 0, np.log(8), np.log(8), score)
        output[0, cell(416, 8, x, 5), 5] = 1
    assert [round(b.score, 2) for b in decode.decode(output)] == [0.8, 0.7]
    assert len(decode.decode(output, overlap=0.99)) == 3
    assert [round(b.score, 2) for b in decode.decode(output, threshold=0.75)] == [0.8]


def test_boxes_are_scaled_to_the_photo(decode: ModuleType) -> None:
    output = raw(416)
    output[0, cell(416, 16, 3, 4), :6] = (0, 0, 0, 0, 1, 1)
    (box,) = decode.decode(output, ratio=0.5)
    assert (box.x0, box.y0, box.x1, box.y1) == (80, 112, 112, 144)


def test_an_output_of_another_network_is_refused(decode: ModuleType) -> None:
    with pytest.raises(ValueError, match="100 cells"):
        decode.corners(np.zeros((100, 85), np.float32))


def test_there_are_eighty_names(decode: ModuleType) -> None:
    assert len(set(decode.NAMES)) == 80


@pytest.mark.models
def test_the_reference_output_for_the_dog_photo(tmp_path: Path) -> None:
    if not MODELS.is_dir():
        pytest.skip("the real networks are not here: ../shared/models")
    with np.load(MODELS / "io" / "yolox_nano_416.npz") as stored:
        np.savez(tmp_path / "out.npz", output=stored["out:output"])
    command = [sys.executable, str(SCRIPT), str(tmp_path / "out.npz")]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [["dog", "0.83"], ["car", "0.81"], ["bicycle", "0.81"]]
