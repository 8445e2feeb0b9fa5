"""An ONNX file in the format of each engine, kept in a folder so that a second run finds it there.

onnxruntime, openvino   read ONNX
ncnn                    pnnx, in float32
mnn                     the converter inside MNN's extension module: the script around it reports to a server and
                        installs packages
litert                  a .tflite beside the models, in tflite/; else onnx2tf, which may live in another environment
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

from contest.case import Case
from contest.respell import folded, plain
from contest.runners import ENGINES

LIMIT = 1800.0
"""Seconds that a converter may take."""

SAMPLES = "calibration_image_sample_data_20x128x128x3_float32.npy"
"""What onnx2tf feeds both networks to compare them: it would download these photos; random numbers serve as well."""

OURS = ("PYTHONPATH", "LD_PRELOAD")
"""What says where this process finds its packages."""


class NotConverted(Exception):
    """There is no model for the engine; the message says why."""


def convert(engine: str, case: Case, work: Path, onnx2tf: str) -> Path:
    """The model of `case` for `engine`, from the folder `work` if an earlier run left it there. Raises NotConverted."""
    if engine in ("onnxruntime", "openvino"):
        return case.model
    folder = work / f"{engine}-{version(ENGINES[engine][1])}" / case.model.stem
    failed = folder / "failed.txt"
    if failed.is_file():
        raise NotConverted(failed.read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if engine == "litert":
            return _tflite(case, folder, onnx2tf)
        return _ncnn(case, folder) if engine == "ncnn" else _mnn(case, folder)
    except NotConverted as error:
        if not isinstance(error, NoTool):
            failed.write_text(str(error), encoding="utf-8")
        raise


class NoTool(NotConverted):
    """The converter is not here: a later run may find it."""


def _ncnn(case: Case, folder: Path) -> Path:
    param = folder / "model.ncnn.param"
    if not param.is_file():
        # The package's Python part needs PyTorch, the program in it does not.
        found = importlib.util.find_spec("pnnx")
        tool = Path(found.origin or "").parent / "pnnx" if found else None
        if tool is None:
            raise NoTool("pnnx is not installed (pip install --no-deps pnnx)")
        plain(case.model, folder / "model.onnx")
        _tool([str(tool), "model.onnx", "fp16=0"], folder)
        if not param.is_file():
            raise NotConverted("pnnx made no model for ncnn")
    return param


def _mnn(case: Case, folder: Path) -> Path:
    made = folder / "model.mnn"
    if not made.is_file():
        script = "import sys, _tools; _tools.mnnconvert(sys.argv)"
        source = ["-f", "ONNX", "--modelFile", str(case.model.resolve()), "--bizCode", "pack"]
        _tool([sys.executable, "-c", script, *source, "--MNNModel", "model.mnn"], folder)
        if not made.is_file():
            raise NotConverted("MNN's converter made no model")
    return made


def _tflite(case: Case, folder: Path, onnx2tf: str) -> Path:
    stem = case.model.stem
    for name in (stem, stem.removesuffix("_f32") + "_float"):
        if (ready := case.model.parent / "tflite" / f"{name}.tflite").is_file():
            return ready
    made = folder / "tf" / "model_float32.tflite"
    if not made.is_file():
        program = shutil.which(onnx2tf)
        if program is None:
            raise NoTool("no .tflite beside the model, and onnx2tf is not installed")
        np.save(folder / SAMPLES, np.random.default_rng(0).random((20, 128, 128, 3), dtype=np.float32))
        command = [program, "-i", "model.onnx", "-o", "tf", "-n"]
        shutil.copyfile(case.model, folder / "model.onnx")
        try:
            _tool(command, folder)
        except NotConverted:
            folded(case.model, folder / "model.onnx")
            _tool(command, folder)
        if not made.is_file():
            raise NotConverted("onnx2tf made no model")
    return made


def _tool(command: list[str], folder: Path) -> None:
    """Run a converter in `folder`, its words in log.txt there. Raises NotConverted."""
    log = folder / "log.txt"
    name = Path(command[0]).name if command[0] != sys.executable else "MNN's converter"
    with log.open("wb") as output:
        try:
            done = subprocess.run(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, timeout=LIMIT, check=False,
                env={k: v for k, v in os.environ.items() if k not in OURS} | {"TF_CPP_MIN_LOG_LEVEL": "2"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise NotConverted(f"{name} took more than {LIMIT:.0f} s") from None
    if done.returncode:
        raise NotConverted(f"{name} failed (exit status {done.returncode})")
