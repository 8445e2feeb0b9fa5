"""NAME_run through ctypes: what it computes, each error code, and when it hashes the weights again."""

from __future__ import annotations

import ctypes
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xxhash

from packager.binary.link import payload
from tests.binary.sample import Sample, emulator, ready, sample

pytestmark = pytest.mark.toolchain
OK, NULL, ALIGN, ARENA, SIZE, HASH = range(6)


class Tensor(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("dtype", ctypes.c_uint32),
        ("rank", ctypes.c_uint32),
        ("dims", ctypes.c_uint32 * 8),
        ("bytes", ctypes.c_size_t),
    ]


class Info(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("target", ctypes.c_char_p),
        ("inputs", ctypes.POINTER(Tensor)),
        ("outputs", ctypes.POINTER(Tensor)),
        ("weights", ctypes.c_void_p),
        ("weights_bytes", ctypes.c_size_t),
        ("arena_bytes", ctypes.c_size_t),
        ("weights_hash", ctypes.c_uint32),
        ("input_count", ctypes.c_uint32),
        ("output_count", ctypes.c_uint32),
        ("alignment", ctypes.c_uint32),
        ("io_alignment", ctypes.c_uint32),
    ]


class Library:
    """The sample's shared library with buffers for one call."""

    def __init__(self, path: Path, model: Sample) -> None:
        self.model = model
        self.lib = ctypes.CDLL(str(path))
        self.info = Info.in_dll(self.lib, "toy_net_info")
        self.lib.toy_net_arena_bytes.restype = ctypes.c_size_t
        self.lib.toy_net_strerror.restype = ctypes.c_char_p
        self.weights = aligned(payload(model.program.weights))
        self.arena = aligned(b"\xcc" * self.lib.toy_net_arena_bytes())
        self.ins = [aligned(np.linspace(-1, 1, model.size, dtype=np.float32).tobytes()) for _ in range(2)]
        self.outs = [aligned(bytes(4 * model.size)) for _ in range(2)]

    def run(self, **changes: Any) -> int:
        """The code that NAME_run returns, with some of its arguments replaced."""
        a = {
            "weights": self.weights.ctypes.data,
            "weights_bytes": self.weights.size,
            "arena": self.arena.ctypes.data,
            "arena_bytes": self.arena.size,
            "inputs": (ctypes.c_void_p * 2)(*(t.ctypes.data for t in self.ins)),
            "outputs": (ctypes.c_void_p * 2)(*(t.ctypes.data for t in self.outs)),
        } | changes
        size, pointer = ctypes.c_size_t, ctypes.c_void_p
        return int(
            self.lib.toy_net_run(
                pointer(a["weights"]), size(a["weights_bytes"]), pointer(a["arena"]), size(a["arena_bytes"]),
                a["inputs"], a["outputs"],
            )
        )  # fmt: skip

    def right(self) -> bool:
        answers = self.model.answer(*(t.view(np.float32) for t in self.ins))
        return all(np.allclose(o.view(np.float32), a, rtol=1e-5) for o, a in zip(self.outs, answers, strict=True))


def aligned(content: bytes) -> np.ndarray:
    raw = np.zeros(len(content) + 128, np.uint8)
    start = -raw.ctypes.data % 64
    raw[start : start + len(content)] = np.frombuffer(content, np.uint8)
    return raw[start : start + len(content)]


def opened(weights: str = "file") -> Library:
    emulator("x86-64-v3")
    return Library(ready("x86-64-v3", weights).folder / "libtoy-net.so", sample())


@pytest.fixture
def library() -> Library:
    return opened()


def test_it_computes_the_model_again_and_again(library: Library) -> None:
    for _ in range(3):
        for out in library.outs:
            out[:] = 0xEE
        assert library.run() == OK
        assert library.right()


def test_info_describes_the_model(library: Library) -> None:
    info, model = library.info, library.model
    assert (info.name, info.target) == (b"toy-net", b"x86-64-v3")
    assert (info.input_count, info.output_count) == (2, 2)
    assert info.outputs[1].name.decode() == "größe"
    assert info.inputs[1].name.decode() == 'z: "second" */ ??/'
    tensor = info.inputs[0]
    assert (tensor.dtype, tensor.rank, list(tensor.dims[:2]), tensor.bytes) == (1, 2, [1, 48], 192)
    assert (info.arena_bytes, info.alignment, info.io_alignment) == (model.arena + 64, 64, 4)
    assert info.weights_bytes == library.weights.size
    assert info.weights_hash == xxhash.xxh32_intdigest(library.weights.tobytes())
    assert info.weights is None


def test_every_wrong_argument_has_its_code(library: Library) -> None:
    pointers = ctypes.c_void_p * 2
    good = library.ins[0].ctypes.data
    assert library.run(weights=None) == NULL
    assert library.run(arena=None) == NULL
    assert library.run(inputs=None) == NULL
    assert library.run(outputs=None) == NULL
    assert library.run(inputs=pointers(good, None)) == NULL
    assert library.run(outputs=pointers(None, good)) == NULL
    assert library.run(weights_bytes=library.weights.size - 1) == SIZE
    assert library.run(weights_bytes=library.weights.size + 64) == SIZE
    assert library.run(arena_bytes=library.arena.size - 1) == ARENA
    assert library.run(weights=library.weights.ctypes.data + 32) == ALIGN
    assert library.run(arena=library.arena.ctypes.data + 16) == ALIGN
    assert library.run(inputs=pointers(good + 2, good)) == ALIGN
    assert library.run(outputs=pointers(good, good + 1)) == ALIGN
    texts = [library.lib.toy_net_strerror(code) for code in range(6)]
    assert texts[0] == b"ok"
    assert len(set(texts)) == 6
    for code in (6, 1000, -1, 2**31 - 1, -(2**31)):
        assert library.lib.toy_net_strerror(code) == b"unknown error code"


@pytest.mark.parametrize("bit", [0, 7, 1000, 3071])
def test_every_damaged_bit_is_found(library: Library, bit: int) -> None:
    library.weights[bit // 8] ^= 1 << bit % 8
    assert library.run() == HASH
    library.weights[bit // 8] ^= 1 << bit % 8
    assert library.run() == OK


def test_the_hash_is_remembered_in_the_arena_and_only_there(library: Library) -> None:
    """As pack.h documents: the token stands for these weights at this address."""
    assert library.run() == OK
    token = library.arena[:16].copy()
    library.weights[9] ^= 1
    assert library.run() == OK  # the documented price of the token
    library.arena[:16] = 0
    assert library.run() == HASH
    library.weights[9] ^= 1
    assert library.run() == OK
    assert (library.arena[:16] == token).all()
    moved = aligned(library.weights.tobytes())
    moved[9] ^= 1
    assert library.run(weights=moved.ctypes.data) == HASH


def test_damage_to_the_arena_is_no_crash(library: Library) -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        library.arena[:] = rng.integers(0, 256, library.arena.size, np.uint8)
        assert library.run() == OK
        assert library.right()


def test_embedded_weights_need_none() -> None:
    library = opened("embed")
    assert library.run(weights=None, weights_bytes=0) == OK
    assert library.right()
    assert library.info.weights % 64 == 0
    assert library.run(weights=library.info.weights) == OK
    assert library.run() == HASH  # others than its own


def test_threads_with_arenas_of_their_own() -> None:
    libraries = [opened() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda one: [one.run() for _ in range(50)], libraries))
    assert {code for row in codes for code in row} == {OK}
    assert all(one.right() for one in libraries)
