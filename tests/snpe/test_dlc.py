"""Reading a DLC: `small.dlc` was made from `networks.small_network` in int8, and every damage to it is an error."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from packager.errors import ArtefactBroken
from packager.snpe import dlc

CONTENT = (Path(__file__).parent / "small.dlc").read_bytes()


def test_what_is_in_it() -> None:
    found = dlc.read(CONTENT, "small.dlc")
    assert [op.type for op in found.ops if op.type == "Conv2d"] == ["Conv2d"] * 2
    assert [(t.name, t.dtype, t.dims) for t in found.inputs] == [("x", "float32", (1, 3, 16, 16))]
    assert [(t.name, t.dtype, t.dims) for t in found.outputs] == [("y", "float32", (1, 8, 1, 1))]
    weight = found.tensors["w0_quantized"]
    assert (weight.dtype, weight.dims, weight.channels, len(weight.content)) == ("qint8", (3, 3, 3, 8), 8, 216)
    assert weight.bytes == 216
    quantised = next(t for t in found.tensors.values() if t.dtype == "quint8" and t.scale)
    assert quantised.scale is not None
    assert quantised.scale > 0
    assert found.static_bytes > 216 + 576


def test_time_stamps_are_made_the_same() -> None:
    begin, size = dlc.entries(CONTENT)["dlc.metadata2.3.0"]
    assert b'"timestamp": "1970-01-01 00:00:00 UTC"' in CONTENT[begin : begin + size]
    other = CONTENT.replace(b"1970-01-01 00:00:00", b"2031-12-24 23:59:59")
    assert other != CONTENT
    assert dlc.without_time(other) == CONTENT


@pytest.mark.parametrize("seed", range(4))
def test_damage_is_an_error_and_nothing_else(seed: int) -> None:
    rng = random.Random(seed)
    for number in range(150):
        broken = bytearray(CONTENT)
        if number % 2:
            del broken[rng.randrange(len(broken)) :]
        else:
            for _ in range(8):
                broken[rng.randrange(len(broken))] = rng.randrange(256)
        try:
            dlc.read(bytes(broken), "small.dlc")
        except ArtefactBroken as error:
            assert error.where == "small.dlc"
        else:
            assert number % 2 == 0, "a truncated file was taken"


def test_other_files_are_refused() -> None:
    for content in (b"", b"PK\x03\x04", b"\x7fELF" * 100):
        with pytest.raises(ArtefactBroken, match="not a DLC"):
            dlc.read(content, "x.dlc")
