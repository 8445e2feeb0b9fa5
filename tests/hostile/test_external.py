"""External data must lie in the model's own folder and hold what it claims."""

from __future__ import annotations

import os

import onnx
import pytest
from onnx import TensorProto, parser

from packager.load import load


@pytest.fixture
def outside(tmp_path):
    """(make, folder): a model in `folder` whose weights `w` (4 floats) are at the location given to `make`."""
    folder = tmp_path / "inner"
    folder.mkdir()
    (tmp_path / "secret.bin").write_bytes(b"\0" * 64)
    (folder / "good.bin").write_bytes(b"\0" * 64)

    def make(location, **entries):
        model = parser.parse_model(
            '<ir_version: 8, opset_import: ["": 13]> g (float[4] x) => (float[4] y) { y = Add(x, w) }'
        )
        tensor = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[4], data_location=TensorProto.EXTERNAL)
        for key, value in {"location": location, **entries}.items():
            tensor.external_data.add(key=key, value=str(value))
        model.graph.initializer.append(tensor)
        path = folder / "m.onnx"
        path.write_bytes(model.SerializeToString())
        return path

    return make, folder


def test_a_good_one(outside):
    make, _ = outside
    assert load(make("good.bin", offset=16, length=16)).const("w").shape == (4,)
    assert load(make("./good.bin")).const("w").shape == (4,)


@pytest.mark.parametrize(
    "location",
    [
        "../secret.bin",
        "sub/../../secret.bin",
        "/etc/hostname",
        "C:\\secret.bin",
        "\\\\server\\share",
        "..\\secret.bin",
        "",
    ],
)
def test_paths_out_of_the_folder(outside, refused, location):
    make, _ = outside
    assert "outside" in refused(make(location)).what


def test_links_out_of_the_folder(outside, refused, tmp_path):
    make, folder = outside
    (folder / "link.bin").symlink_to(tmp_path / "secret.bin")
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop.bin").symlink_to(folder / "loop.bin")
    assert "outside" in refused(make("link.bin")).what
    assert "outside" in refused(make("up/secret.bin")).what
    assert "cannot be read" in refused(make("loop.bin")).what


def test_links_within_the_folder_are_fine(outside):
    make, folder = outside
    (folder / "link.bin").symlink_to(folder / "good.bin")
    assert load(make("link.bin")).const("w").shape == (4,)


def test_what_is_no_file(outside, refused):
    make, folder = outside
    os.mkfifo(folder / "pipe.bin")
    (folder / "sub").mkdir()
    assert "no regular file" in refused(make("pipe.bin")).why
    assert "sub" in refused(make("sub")).why
    assert "cannot be read" in refused(make("none.bin")).what
    assert "cannot be read" in refused(make("x" * 5000)).what
    assert refused(make("a\0b"))


@pytest.mark.parametrize(
    "entries",
    [
        {"offset": 60},
        {"offset": 10**17},
        {"offset": -4},
        {"offset": "0x10"},
        {"offset": "9" * 5000},
        {"length": 15},
        {"length": 10**12},
        {"length": "٣"},
    ],
    ids=str,
)
def test_ranges_beyond_the_file(outside, refused, entries):
    make, _ = outside
    assert "not whole" in refused(make("good.bin", **entries)).what


def test_data_in_an_attribute(outside, refused):
    make, _ = outside
    model = onnx.load(make("../secret.bin"), load_external_data=False)
    constant = model.graph.node.add(op_type="Constant", output=["w"])
    constant.attribute.add(name="value", type=onnx.AttributeProto.TENSOR).t.CopyFrom(model.graph.initializer[0])
    del model.graph.initializer[:]
    assert "outside" in refused(model).what
