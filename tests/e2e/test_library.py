"""The Python API: the shared library in this process."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

import packager
from packager.errors import InputInvalid, LibraryUnusable
from packager.run.dist import open_dist
from packager.run.execute import run

pytestmark = pytest.mark.toolchain
SHAPE = (1, 3, 12, 12)


def noise(seed: int) -> dict[str, np.ndarray]:
    return {"x": np.random.default_rng(seed).standard_normal(SHAPE, np.float32)}


def test_library_and_executable_give_the_same_bits(built: Path) -> None:
    model = packager.load(built)
    assert model.runner == "library"
    assert model.inputs == {"x": ("f32", SHAPE)}
    for seed in (0, 1):
        got, want = model.run(noise(seed)), run(open_dist(built), noise(seed))
        assert list(got) == list(want) == ["features", "scores"]
        assert all(np.array_equal(got[k], want[k]) for k in want)


def test_results_do_not_share_memory(built: Path) -> None:
    model = packager.load(built)
    first = model.run(noise(0))
    kept = first["scores"].copy()
    model.run(noise(1))
    np.testing.assert_array_equal(first["scores"], kept)


def test_inputs_anywhere_in_memory(built: Path) -> None:
    raw = np.zeros(3 * 12 * 12 * 4 + 1, np.uint8)
    odd = raw[1:].view(np.float32).reshape(SHAPE)
    odd[...] = noise(3)["x"]
    strided = np.repeat(noise(3)["x"], 2, axis=3)[..., ::2]
    model = packager.load(built)
    want = model.run(noise(3))["scores"]
    np.testing.assert_array_equal(model.run({"x": odd})["scores"], want)
    np.testing.assert_array_equal(model.run({"x": strided})["scores"], want)


def test_many_threads(built: Path) -> None:
    model = packager.load(built)
    want = [model.run(noise(s))["scores"] for s in range(4)]
    wrong: list[int] = []

    def work(seed: int) -> None:
        runs = (model.run(noise(seed))["scores"] for _ in range(50))
        wrong.extend(seed for got in runs if not np.array_equal(got, want[seed]))

    threads = [threading.Thread(target=work, args=(s,)) for s in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.provokes("E121")
def test_wrong_inputs(built: Path) -> None:
    with pytest.raises(InputInvalid, match="shape"):
        packager.load(built).run({"x": np.zeros((1, 12, 12, 3), np.float32)})


@pytest.mark.provokes("E704")
def test_closed_and_damaged(built: Path, tmp_path: Path) -> None:
    with packager.load(built) as model:
        model.run(noise(0))
    with pytest.raises(LibraryUnusable, match="closed"):
        model.run(noise(0))
    for path in built.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    weights = bytearray((tmp_path / "toy.weights").read_bytes())
    weights[-1] ^= 1
    (tmp_path / "toy.weights").write_bytes(weights)
    with pytest.raises(LibraryUnusable, match="returned 5") as caught:
        packager.load(tmp_path).run(noise(0))
    assert caught.value.why
    (tmp_path / "libtoy.so").unlink()  # a mapped file must not be written to
    (tmp_path / "libtoy.so").write_bytes(b"\x7fELF nothing")
    with pytest.raises(LibraryUnusable, match="cannot be loaded"):
        packager.load(tmp_path)


def test_a_rebuilt_folder_gives_the_new_library(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "dist"
    shutil.copytree(built, folder)
    old = packager.load(folder)
    want = old.run(noise(0))["scores"]
    folder.rename(tmp_path / "before")
    shutil.copytree(built, folder)
    (folder / "libtoy.so").write_bytes(b"another build")
    with pytest.raises(LibraryUnusable, match="cannot be loaded"):
        packager.load(folder)
    np.testing.assert_array_equal(old.run(noise(0))["scores"], want)
