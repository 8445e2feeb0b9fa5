"""Real inputs -> the range of every activation, by onnxruntime's calibrators: min-max, entropy, percentile."""

from __future__ import annotations

import contextlib
import io
import logging
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx

from packager.errors import CalibrationInvalid, PackError, raise_all
from packager.graph import Array
from packager.snpe.cpu import quiet_session
from packager.snpe.ends import inputs_of
from packager.snpe.install import onnxruntime

Method = Literal["minmax", "entropy", "percentile"]
Ranges = dict[str, tuple[float, float]]
"""Value -> least and largest; both ends of a range that quantises zero exactly."""

Feeds = Mapping[str, Array]
MOST = 512
"""Samples that are used at most: onnxruntime holds what entropy and percentile look at in memory."""


def samples(model: onnx.ModelProto, feeds: Iterable[Feeds], name: str) -> list[dict[str, Array]]:
    """`feeds` as a list, each checked against the inputs of `model`. Raises CalibrationInvalid for each mistake."""
    shapes = dict(inputs_of(model))
    types = {v.name: onnx.helper.tensor_dtype_to_np_dtype(v.type.tensor_type.elem_type) for v in model.graph.input}
    given = [dict(feed) for feed in islice(feeds, MOST)]
    errors: list[PackError] = []
    if not given:
        errors.append(_invalid(name, "there is no calibration data", "ranges of activations come from real inputs"))
    for number, feed in enumerate(given):
        for tensor in shapes.keys() | feed.keys():
            why = _misfit(feed.get(tensor), shapes.get(tensor), types.get(tensor))
            if why:
                errors.append(_invalid(name, f"sample {number} of the calibration data: input '{tensor}' {why}", why))
    raise_all(errors[:8])
    return given


def _misfit(array: Array | None, shape: tuple[int, ...] | None, dtype: Any) -> str:
    if shape is None:
        return "is not an input of the model"
    if array is None:
        return "is missing"
    if array.shape != shape:
        return f"has the shape {list(array.shape)}, the model reads {list(shape)}"
    if array.dtype != dtype:
        return f"is {array.dtype}, the model reads {dtype}"
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        return "holds NaN or infinity"
    return ""


def _invalid(name: str, what: str, why: str) -> CalibrationInvalid:
    return CalibrationInvalid(
        what,
        where=f"{name}: quantize.calibration",
        why=why,
        fix="give 8 to 100 real inputs as the network gets them in use, keyed by the model's input names",
    )


def ranges(core: onnx.ModelProto, feeds: Sequence[Feeds], method: Method) -> Ranges:
    """The range of every float activation of `core` (inputs and outputs too) over `feeds`."""
    onnxruntime()
    from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod
    from onnxruntime.quantization.calibrate import create_calibrator

    class Reader(CalibrationDataReader):  # type: ignore[misc]  # the base has no types
        def __init__(self) -> None:
            self.left = iter(feeds)

        def get_next(self) -> dict[str, Array] | None:
            return next((dict(feed) for feed in self.left), None)

    kinds = {"minmax": "MinMax", "entropy": "Entropy", "percentile": "Percentile"}
    with tempfile.TemporaryDirectory(prefix="pack-") as folder, silence():
        path = Path(folder) / "core.onnx"
        onnx.save(core, str(path))
        calibrator = create_calibrator(
            path,
            augmented_model_path=str(Path(folder) / "augmented.onnx"),
            calibrate_method=getattr(CalibrationMethod, kinds[method]),
        )
        calibrator.infer_session = quiet_session(calibrator.augmented_model_path)
        calibrator.collect_data(Reader())
        found = calibrator.compute_data()
    return {
        name: _with_zero(*(float(np.asarray(v).reshape(())) for v in data.range_value)) for name, data in found.items()
    }


def _with_zero(low: float, high: float) -> tuple[float, float]:
    """The range, widened to hold zero, its ends rounded to 16 bits: the last ones differ between kinds of CPUs."""
    return _round(min(low, 0.0)), _round(max(high, 0.0))


def _round(value: float) -> float:
    mantissa, exponent = np.frexp(value)
    return float(np.ldexp(np.rint(mantissa * 65536) / 65536, exponent))


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """onnxruntime's tools print and warn about what pack does on purpose."""
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        logging.disable(level)
