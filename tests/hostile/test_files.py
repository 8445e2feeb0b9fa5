"""Files that are no models, or no longer: missing, cut off, of the wrong kind, too large."""

from __future__ import annotations

import os
import random

import pytest

from packager.errors import FileMissing, ModelInvalid, ModelTooLarge
from packager.load import limits


@pytest.mark.provokes("E104")
def test_missing_file_folder_and_pipe(refused, tmp_path):
    assert isinstance(refused(tmp_path / "none.onnx"), FileMissing)
    assert "folder" in refused(tmp_path).why
    os.mkfifo(tmp_path / "pipe.onnx")
    assert "no regular file" in refused(tmp_path / "pipe.onnx").why
    assert isinstance(refused(tmp_path / "bad\0name.onnx"), FileMissing)


def test_unreadable_file(refused, tmp_path, model):
    path = tmp_path / "secret.onnx"
    path.write_bytes(model.SerializeToString())
    path.chmod(0)
    user = os.geteuid()
    if user == 0:  # root may read everything: be nobody for a moment
        os.seteuid(65534)
    try:
        assert isinstance(refused(path), FileMissing)
    finally:
        os.seteuid(user)


def test_empty_file(refused):
    assert "empty" in refused(b"").what


@pytest.mark.parametrize(
    "data",
    [b"\0" * 100, b"PK\3\4" + b"x" * 50, b"version https://git-lfs", random.Random(64).randbytes(64), b"\x08\x08"],
)
def test_no_protobuf(refused, data):
    assert isinstance(refused(data), ModelInvalid)


@pytest.mark.provokes("E301")
def test_every_truncation(refused, model):
    data = model.SerializeToString()
    whole = 0
    for end in range(1, len(data), 3):
        error = refused(data[:end])
        whole += isinstance(error, ModelInvalid)
    assert whole > 0.9 * len(data) / 3


def test_a_truncation_says_where(refused, model):
    data = model.SerializeToString()
    error = refused(data[: data.index(b"Conv") + 2])
    assert "model.graph[0].node[0]" in error.why
    assert "at byte" in error.why


@pytest.mark.provokes("E312")
def test_a_file_that_is_too_large_costs_nothing(refused, tmp_path):
    path = tmp_path / "huge.onnx"
    with path.open("wb") as file:
        file.truncate(3 * 2**30)  # sparse: no disk space
    assert isinstance(refused(path), ModelTooLarge)
    with path.open("r+b") as file:
        file.truncate(limits.FILE_BYTES)
    assert isinstance(refused(path), ModelInvalid)


def test_messages_that_claim_more_than_there_is(refused, model):
    data = bytearray(model.SerializeToString())
    at = data.index(b"Conv") - 1
    data[at] = 0x7F
    assert "claims 127 bytes" in refused(bytes(data)).why


def test_names_that_are_no_text(refused, model):
    data = model.SerializeToString().replace(b"Softmax", b"Soft\xff\xfe\xfd")
    assert "UTF-8" in refused(data).why


def length(data: bytes, tag: int) -> bytes:
    """A length-delimited protobuf field."""
    size, head = len(data), bytearray([tag << 3 | 2])
    while size >= 0x80:
        head.append(size & 0x7F | 0x80)
        size >>= 7
    head.append(size)
    return bytes(head) + data


@pytest.mark.slow
def test_millions_of_empty_messages(refused):
    nodes = length(b"", 1) * (limits.FIELDS + 1)
    assert "protobuf fields" in refused(length(nodes, 7)).why


def test_deep_messages(refused):
    graph = b""
    for _ in range(2000):
        graph = length(length(length(graph, 6), 5), 1)  # a graph in an attribute in a node
    assert "deep" in refused(length(graph, 7)).why
