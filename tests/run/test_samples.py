"""Calibration data: files and folders that hold samples, and what is said of those that do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from packager.errors import CalibrationInvalid, PackError
from packager.report.types import Tensor
from packager.run import samples
from packager.run.samples import files_of, read_samples

X = Tensor("x", "f32", (1, 3, 4, 4))
AT = "manifest.yaml:3"


def read(path: Path, *tensors: Tensor) -> list[dict[str, np.ndarray]]:
    return read_samples(path, tensors or (X,), {}, AT)


def some(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).normal(size=shape).astype(np.float32)


@pytest.mark.parametrize("shape", [(7, 3, 4, 4), (7, 1, 3, 4, 4)])
@pytest.mark.parametrize("suffix", ["npz", "npy"])
def test_samples_along_the_first_axis(tmp_path: Path, shape: tuple[int, ...], suffix: str) -> None:
    array, path = some(*shape), tmp_path / f"c.{suffix}"
    np.save(path, array) if suffix == "npy" else np.savez(path, x=array)
    found = read(path)
    assert len(found) == 7
    np.testing.assert_array_equal(found[3]["x"], array[3].reshape(X.shape))


def test_one_sample_and_two_inputs_and_batches(tmp_path: Path) -> None:
    np.save(tmp_path / "c.npy", some(*X.shape))
    assert len(read(tmp_path / "c.npy")) == 1
    np.savez(tmp_path / "c.npz", x=some(6, 3, 4, 4), y=some(3, 5))
    found = read(tmp_path / "c.npz", Tensor("x", "f32", (2, 3, 4, 4)), Tensor("y", "f32", (5,)))
    assert [(len(found), s["x"].shape, s["y"].shape) for s in found] == [(3, (2, 3, 4, 4), (5,))] * 3


def test_no_more_than_are_of_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "MOST", 3)
    np.save(tmp_path / "c.npy", some(9, 3, 4, 4))
    assert len(read(tmp_path / "c.npy")) == 3
    for i in range(5):
        np.save(tmp_path / f"{i}.npy", some(*X.shape))
    assert [p.name for p in files_of(tmp_path, AT)] == ["0.npy", "1.npy", "2.npy"]


def test_a_folder_of_photos_and_arrays(tmp_path: Path) -> None:
    Image.fromarray(np.full((8, 8, 3), 200, np.uint8)).save(tmp_path / "b.png")
    np.savez(tmp_path / "a.npz", x=some(*X.shape))
    (tmp_path / "notes.txt").write_text("not an input")
    how = {"x": {"scale": 0.01}}
    first, second = read_samples(tmp_path, (X,), how, AT)
    np.testing.assert_array_equal(first["x"], some(*X.shape))
    np.testing.assert_allclose(second["x"], 2.0, rtol=1e-6)


def _damaged(folder: Path) -> Path:
    (folder / "c.npz").write_bytes(b"PK and no more")
    return folder / "c.npz"


def _saved(folder: Path, **arrays: np.ndarray) -> Path:
    np.savez(folder / "c.npz", **arrays)
    return folder / "c.npz"


def _bad_photo(folder: Path) -> Path:
    (folder / "photo.jpg").write_bytes(b"no photo")
    return folder


@pytest.mark.provokes("E108")
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda f: f, "holds no inputs"),
        (lambda f: f / "absent", "cannot be read"),
        (_damaged, "cannot be read as an input"),
        (lambda f: _saved(f, y=some(4, 3, 4, 4)), "it has y; they are x"),
        (lambda f: _saved(f, x=some(4, 3, 5, 4)), "has the shape [4, 3, 5, 4]"),
        (lambda f: _saved(f, x=some(1, 1, 3, 4)), "has the shape [1, 1, 3, 4]"),
        (_bad_photo, "photo.jpg"),
    ],
)
def test_what_holds_no_samples(tmp_path: Path, make: Callable[[Path], Path], says: str) -> None:
    with pytest.raises(CalibrationInvalid) as caught:
        read(make(tmp_path))
    assert says in str(caught.value)
    assert caught.value.where.startswith(AT)
    assert caught.value.status == 2


def test_inputs_that_do_not_go_together(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="different numbers") as caught:
        read(_saved(tmp_path, x=some(4, 3, 4, 4), y=some(5, 2)), X, Tensor("y", "f32", (1, 2)))
    assert "4 of 'x', 5 of 'y'" in caught.value.why
