"""The one thing a hostile model may cause: a documented error, soon."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import onnx
import pytest
from onnx import parser

from packager.errors import PackError
from packager.load import load

SECONDS = 10.0


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., PackError]:
    """`refused(model)`: the error that loading a model (text, ModelProto, bytes or path) ends with, within 10 s."""

    def check(model: str | bytes | Path | onnx.ModelProto, opset: int = 13, **options: object) -> PackError:
        path = model if isinstance(model, Path) else tmp_path / "bad.onnx"
        if isinstance(model, str):
            model = parser.parse_model(f'<ir_version: 8, opset_import: ["": {opset}]> {model}')
        if isinstance(model, onnx.ModelProto):
            model = model.SerializeToString()
        if isinstance(model, bytes):
            path.write_bytes(model)
        start = time.process_time()
        with pytest.raises(PackError) as caught:
            load(path, **options)
        assert time.process_time() - start < SECONDS
        for error in getattr(caught.value, "errors", (caught.value,)):
            assert error.exit in (2, 3), error
            assert error.what, error
            assert error.why, error
            assert error.fix, error
            assert error.where, error
        return caught.value

    return check


@pytest.fixture
def model() -> onnx.ModelProto:
    """A small valid network to damage."""
    return parser.parse_model(
        """
        <ir_version: 8, opset_import: ["": 13]>
        g (float[1,2,8,8] x) => (float[1,3] y)
        <float[3,2,3,3] w = {0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,
         0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,
         0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9>,
         int64[2] s = {1, -1}, int64[4] k = {2,2,2,2}>
        {
            a = Conv<strides = [2, 2], pads = [1, 1, 1, 1]>(x, w)
            b = Relu(a)
            c = GlobalAveragePool(b)
            d = Reshape(c, s)
            y = Softmax<axis = -1>(d)
        }
        """.replace(">,\n         int64[2]", "},\n         int64[2]")
    )
