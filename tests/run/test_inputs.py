"""Inputs: npz, npy and photos against the model's tensors; every misfit is named."""

from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pytest

from packager.errors import InputInvalid, PackErrors
from packager.report.types import Tensor
from packager.run.inputs import check_inputs, read_inputs, synthetic, write_npz

X = Tensor("x", "f32", (1, 4))
N = Tensor("file", "i64", ())


def test_npz_of_any_tensor_name_comes_back(tmp_path: Path) -> None:
    arrays = {"file": np.int64(3) * np.ones((), np.int64), "a/b:0": np.arange(4, dtype=np.float32).reshape(1, 4)}
    write_npz(tmp_path / "in.npz", arrays)
    tensors = [N, Tensor("a/b:0", "f32", (1, 4))]
    got = read_inputs(tmp_path / "in.npz", tensors, {})
    assert list(got) == ["file", "a/b:0"]
    assert got["file"].shape == ()
    np.testing.assert_array_equal(got["a/b:0"], arrays["a/b:0"])


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real.npz").write_bytes(b"old")
    (tmp_path / "out.npz").symlink_to("real.npz")

    def breaks(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np.lib.format, "write_array", breaks)
    with pytest.raises(OSError, match="No space left") as caught:
        write_npz(tmp_path / "out.npz", {"x": np.ones(4, np.float32)})
    assert caught.value.filename == str(tmp_path / "out.npz")
    assert (tmp_path / "out.npz").read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.npz", "real.npz"]
    monkeypatch.undo()
    write_npz(tmp_path / "out.npz", {"x": np.ones((1, 4), np.float32)})
    assert (tmp_path / "out.npz").is_symlink()
    assert list(read_inputs(tmp_path / "real.npz", [X], {})) == ["x"]


def test_npy_feeds_the_only_input(tmp_path: Path) -> None:
    np.save(tmp_path / "in.npy", np.ones((1, 4), np.float32))
    assert list(read_inputs(tmp_path / "in.npy", [X], {})) == ["x"]


@pytest.mark.provokes("E121")
def test_npy_cannot_feed_two_inputs(tmp_path: Path) -> None:
    np.save(tmp_path / "in.npy", np.ones((1, 4), np.float32))
    with pytest.raises(InputInvalid, match="2 inputs") as caught:
        read_inputs(tmp_path / "in.npy", [X, N], {})
    assert "'file' i64[]" in caught.value.why


def test_every_misfit_is_told_at_once() -> None:
    with pytest.raises(PackErrors) as caught:
        check_inputs({"y": np.ones(2), "x": np.ones((4, 1), np.float64)}, [X, N], "here")
    texts = [str(e) for e in caught.value.errors]
    assert len(texts) == 4
    assert any("no input 'y'" in t for t in texts)
    assert any("'x' has the shape [4, 1]" in t and "[1, 4]" in t for t in texts)
    assert any("astype('float32')" in t for t in texts)
    assert any("'file' is missing" in t for t in texts)


def test_a_near_name_is_proposed() -> None:
    with pytest.raises(PackErrors, match="rename it to 'image'"):
        check_inputs({"images": np.ones((1, 4), np.float32)}, [Tensor("image", "f32", (1, 4))], "here")


@pytest.mark.parametrize("given", [3, None, np.ones((1, 4), np.float32)])
def test_inputs_without_names_are_refused_by_what_they_are(given: object) -> None:
    with pytest.raises(InputInvalid, match=f"{type(given).__name__}, without names"):
        check_inputs(given, [X], "here")


def test_foreign_byte_order_and_gaps_are_made_dense() -> None:
    array = np.arange(8, dtype=">f4").reshape(1, 8)[:, ::2]
    got = check_inputs({"x": array}, [X], "here")["x"]
    assert got.flags.c_contiguous
    assert got.tobytes() == np.array([0, 2, 4, 6], "<f4").tobytes()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\x93NUMPY\x01\x00\x06\x00{'a'", b"hello"])
@pytest.mark.parametrize("suffix", ["npz", "npy"])
def test_damaged_files_are_errors(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"in.{suffix}"
    path.write_bytes(content)
    with pytest.raises(InputInvalid, match="cannot be read"):
        read_inputs(path, [X], {})


def test_pickles_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "in.npy", np.array([{"a": 1}], object), allow_pickle=True)
    with pytest.raises(InputInvalid, match="cannot be read"):
        read_inputs(tmp_path / "in.npy", [X], {})


def test_raw_numbers_are_not_called_a_pickle(tmp_path: Path) -> None:
    (tmp_path / "in.bin").write_bytes(bytes(24))
    with pytest.raises(InputInvalid, match="cannot be read") as caught:
        read_inputs(tmp_path / "in.bin", [X], {})
    assert caught.value.why == "it begins like neither an npz nor an npy"


@pytest.mark.parametrize("name", ["in.npz", "photo.jpg"])
def test_a_missing_file_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputInvalid, match=name):
        read_inputs(tmp_path / name, [X], {})


def test_synthetic_inputs_are_the_same_every_time() -> None:
    tensors = [X, Tensor("u", "u8", (64,)), Tensor("b", "bool", (9,)), N]
    first, second = synthetic(tensors), synthetic(tensors)
    for tensor in tensors:
        assert first[tensor.name].shape == tensor.shape
        np.testing.assert_array_equal(first[tensor.name], second[tensor.name])
    assert first["u"].max() > 200
    assert set(np.unique(first["b"])) <= {False, True}
    check_inputs(first, tensors, "here")


def test_synthetic_pictures_have_the_range_of_photos() -> None:
    tensor = Tensor("x", "f32", (1, 3, 32, 32))
    got = synthetic([tensor], {"x": {"scale": 1 / 255, "mean": [0.5, 0.25, 0.0], "std": [0.5]}})["x"]
    assert got.shape == tensor.shape
    np.testing.assert_allclose([got[0, c].min() for c in range(3)], [-1, -0.5, 0], atol=0.01)
    np.testing.assert_allclose([got[0, c].max() for c in range(3)], [1, 1.5, 2], atol=0.01)


def test_anything_that_is_no_array_is_refused_by_name() -> None:
    tensor = Tensor("x", "f32", (2,))
    for given in ([1.0, 2.0], None, "x"):
        with pytest.raises((InputInvalid, PackErrors), match="'x'"):
            check_inputs({"x": given}, [tensor], "here")
