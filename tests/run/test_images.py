"""Photos become tensors as `preprocess` says."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from packager.errors import PhotoInvalid
from packager.manifest.types import Preprocess
from packager.report.types import Tensor
from packager.run.inputs import read_inputs
from packager.run.photos import read_keys, read_photo

Image = pytest.importorskip("PIL.Image")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """2 x 4 pixels (height x width): red, green / blue, white, each two wide."""
    pixels = np.zeros((2, 4, 3), np.uint8)
    pixels[0, :2, 0] = pixels[0, 2:, 1] = pixels[1, :2, 2] = pixels[1, 2:, :] = 200
    path = tmp_path / "photo.png"
    Image.fromarray(pixels).save(path)
    return path


def test_nearest_stretches(photo: Path) -> None:
    got = read_photo(photo, Tensor("x", "f32", (1, 3, 4, 4)), Preprocess())
    assert got.shape == (1, 3, 4, 4)
    np.testing.assert_array_equal(got[0, :, 0, 0], [200, 0, 0])
    np.testing.assert_array_equal(got[0, :, 3, 0], [0, 0, 200])
    np.testing.assert_array_equal(got[0, 1, 1], [0, 0, 200, 200])


def test_letterbox_keeps_the_aspect_and_fills_below(photo: Path) -> None:
    got = read_photo(photo, Tensor("x", "f32", (1, 3, 4, 4)), Preprocess(resize="letterbox", fill=114, channels="bgr"))
    np.testing.assert_array_equal(got[0, :, 2:], np.full((3, 2, 4), 114))
    np.testing.assert_array_equal(got[0, :, 0, 0], [0, 0, 200])


def test_letterbox_fills_at_the_right_of_a_tall_photo(tmp_path: Path) -> None:
    Image.fromarray(np.full((8, 2, 3), 9, np.uint8)).save(tmp_path / "tall.png")
    got = read_photo(tmp_path / "tall.png", Tensor("x", "u8", (4, 4, 3)), Preprocess(resize="letterbox", layout="nhwc"))
    assert got.dtype == np.uint8
    np.testing.assert_array_equal(got[:, :, 0], np.tile(np.array([9, 0, 0, 0], np.uint8), (4, 1)))


def test_scale_then_mean_then_std_in_channel_order(photo: Path) -> None:
    how = Preprocess(channels="bgr", scale=0.01, mean=(0.0, 1.0, 2.0), std=(1.0, 2.0, 4.0))
    got = read_photo(photo, Tensor("x", "f32", (1, 3, 2, 4)), how)
    np.testing.assert_allclose(got[0, :, 0, 0], [0, -0.5, 0], atol=1e-7)  # red is the last channel: (200 * .01 - 2) / 4
    np.testing.assert_allclose(got[0, :, 1, 0], [2, -0.5, -0.5], atol=1e-7)


def test_integers_are_rounded_and_clipped(photo: Path) -> None:
    got = read_photo(photo, Tensor("x", "i8", (1, 2, 4, 3)), Preprocess(layout="nhwc", mean=(1.4,)))
    assert got.dtype == np.int8
    assert set(np.unique(got)) == {-1, 127}


@pytest.mark.parametrize("shape", [(1, 1, 2, 4), (1, 2, 4, 1), (2, 4), (1, 2, 4)])
def test_gray(photo: Path, shape: tuple[int, ...]) -> None:
    got = read_photo(photo, Tensor("x", "f32", shape), Preprocess(channels="gray"))
    assert got.shape == shape
    assert got.reshape(2, 4)[1, 3] == 200


def test_layout_follows_the_shape_unless_it_is_given(photo: Path) -> None:
    nhwc = read_photo(photo, Tensor("x", "f32", (1, 2, 4, 3)), Preprocess())
    nchw = read_photo(photo, Tensor("x", "f32", (1, 3, 2, 4)), Preprocess())
    np.testing.assert_array_equal(nhwc, nchw.transpose(0, 2, 3, 1))


def test_keys_come_back_from_the_report(photo: Path) -> None:
    keys = {"resize": "bilinear", "mean": [1.0], "std": [2.0], "layout": None, "scale": 1.0}
    assert read_keys(keys) == Preprocess(resize="bilinear", mean=(1.0,), std=(2.0,))


@pytest.mark.provokes("E122")
@pytest.mark.parametrize("shape, how, word", [
    ((1, 4, 8, 8), Preprocess(), "does not fit"),
    ((2, 3, 8, 8), Preprocess(), "does not fit"),
    ((10,), Preprocess(), "does not fit"),
    ((1, 3, 8, 8), Preprocess(mean=(1.0, 2.0)), "mean has 2 entries"),
    ((1, 3, 8, 8), Preprocess(layout="nhwc"), "does not fit"),
])  # fmt: skip
def test_misfits(photo: Path, shape: tuple[int, ...], how: Preprocess, word: str) -> None:
    with pytest.raises(PhotoInvalid, match=word):
        read_photo(photo, Tensor("x", "f32", shape), how)


@pytest.mark.provokes("E122")
def test_a_damaged_photo(tmp_path: Path) -> None:
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff not a photo")
    with pytest.raises(PhotoInvalid, match="not a photo"):
        read_inputs(tmp_path / "bad.jpg", [Tensor("x", "f32", (1, 3, 8, 8))], {})


@pytest.mark.provokes("E122")
def test_without_pillow(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(PhotoInvalid, match="Pillow") as caught:
        read_photo(photo, Tensor("x", "f32", (1, 3, 8, 8)), Preprocess())
    assert "packager[image]" in caught.value.fix


@pytest.mark.models
def test_yolox_preprocessing_of_the_dog(models: Path) -> None:
    keys = {"images": {"resize": "letterbox", "fill": 114, "channels": "bgr", "layout": "nchw"}}
    tensor = Tensor("images", "f32", (1, 3, 416, 416))
    got = read_inputs(models / "inputs" / "dog.jpg", [tensor], keys)["images"]
    with np.load(models / "io" / "yolox_nano_416.npz") as stored:
        want = stored["in:images"]
    # JPEG decoders may round differently by one.
    assert np.abs(got - want).max() <= 1
    assert np.mean(got != want) < 0.01
