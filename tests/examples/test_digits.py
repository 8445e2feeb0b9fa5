"""The digits example: its files are small, belong together, and come from its script."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx.reference import ReferenceEvaluator

DIGITS = Path(__file__).parents[2] / "examples" / "digits"


def test_the_model_is_small_and_recognises_its_sample() -> None:
    assert (DIGITS / "digits.onnx").stat().st_size < 100_000
    model = onnx.load(DIGITS / "digits.onnx")
    onnx.checker.check_model(model, full_check=True)
    with np.load(DIGITS / "sample.npz") as sample:
        (probabilities,) = ReferenceEvaluator(model).run(None, dict(sample))
    assert probabilities.argmax() == int((DIGITS / "label.txt").read_text())
    assert probabilities.max() > 0.9


@pytest.mark.parametrize(("label", "status"), [("3", 0), ("4", 1)])
def test_show_prints_the_digit_and_compares_it(tmp_path: Path, label: str, status: int) -> None:
    np.savez(tmp_path / "in.npz", image=np.eye(8, dtype=np.float32)[None, None])
    np.savez(tmp_path / "out.npz", probabilities=np.eye(10, dtype=np.float32)[3:4])
    (tmp_path / "label.txt").write_text(label)
    command = [
        sys.executable,
        str(DIGITS / "show.py"),
        *(str(tmp_path / f) for f in ("in.npz", "out.npz", "label.txt")),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == status, done.stderr
    lines = done.stdout.splitlines()
    assert "@@              " in lines[0]
    assert "3 100.00%" in lines[3]
    assert lines[-1] == f"  the binary says 3, the label says {label}"


@pytest.mark.slow
def test_training_again_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed: pip install 'packager[example]'")
    done = subprocess.run([sys.executable, str(DIGITS / "train.py"), str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for name in ("digits.onnx", "sample.npz", "label.txt"):
        assert (tmp_path / name).read_bytes() == (DIGITS / name).read_bytes(), name
