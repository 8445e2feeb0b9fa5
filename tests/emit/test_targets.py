"""Every kernel family on every kind of target: no symbol is left for a library that a freestanding program has not."""

from __future__ import annotations

import io
from functools import cache
from itertools import product

import pytest
from elftools.elf.elffile import ELFFile

from packager.emit import backend
from packager.emit.builder import Fn
from packager.engines import llvm as engine
from packager.kernels.arg import Arg
from packager.kernels.attention import Attention
from packager.kernels.base import Kernel
from packager.kernels.epilogue import CLIP, Epilogue, Operand, Part
from packager.kernels.fill import Fill
from packager.kernels.gather import Gather
from packager.kernels.lrn import Lrn
from packager.kernels.map import ELEMENTS, Map
from packager.kernels.norm import Norm
from packager.kernels.pool import Pool
from packager.kernels.reduce import Reduce
from packager.kernels.resize import Resize
from packager.kernels.softmax import ShortSoftmax, Softmax
from packager.kernels.transpose import Interleave, Tiles
from packager.ops import all_ops
from packager.target import Target, load

SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in ("armv7", "x86-64-v2", "x86-64-v3", "x86-64-v4")]
TARGETS = ["aarch64", *SLOW]


def bodies() -> list[Kernel]:
    """A map with each elementwise operator, its attributes from the descriptor."""
    found: list[Kernel] = []
    for op in all_ops():
        if op.body is not None:
            kinds: tuple[Operand, ...] = ("flow", *["tensor"] * (op.inputs - 1))
            part = Part(op.name, kinds, tuple(op.attrs))
            found.append(Map(2, "v" * op.inputs, ("f32",) * (op.inputs + 1), Epilogue((part,))))
    return found


def families(vec: int) -> list[Kernel]:
    """Each family in each of its forms."""
    kinds = ("sum", "prod", "max", "min", "l1", "l2", "sumsquare", "logsum", "logsumexp")
    return [
        *(Map(2, "v", types) for t in ELEMENTS if t != "f32" for types in ((t, "f32"), ("f32", t))),
        *(Map(depth, kind, (size,)) for size in "1248" for depth, kind in ((2, "v"), (2, "a"), (3, "s"), (5, "v"))),
        *(Pool(k, vec, 4) for k in ("max", "mean", "l1", "l2")),
        *(Pool("mean", 2, 1, padded, dilated) for padded in (False, True) for dilated in (False, True)),
        *(Reduce(k, True, 1, 2, vec, 2) for k in kinds),
        *(Reduce(k, False, 1, 2, vec) for k in kinds),
        *(Softmax(rows, 1, vec, log) for rows in (False, True) for log in (False, True)),
        *(ShortSoftmax(size, vec, log) for size in (2, 4) for log in (False, True)),
        *(Norm(k, rows, 1, 1, vec, "v") for k in ("deviation", "rms", "l1", "l2") for rows in (False, True)),
        Attention(1, 6, (vec, vec), ((vec, vec),)),
        Attention(2, 5, (vec,), ((vec,), (1,)), 1),
        *(Arg(k, last, 1) for k in ("max", "min") for last in (False, True)),
        Norm("deviation", False, 2, 2, vec, "s"),
        Resize(vec, 2),
        Lrn(5, vec),
        Fill(4),
        Fill(1),
        *(Gather(size, index) for size in (1, 2, 4, 8) for index in ("i32", "i64")),
        Tiles(1),
        *(Interleave(1, planes) for planes in (2, 3, 4)),
    ]


@cache
def emitted(name: str, group: str) -> tuple[ELFFile, dict[str, int], list[Kernel]]:
    """All kernels of a group in one object."""
    target: Target = load(name)
    kernels = bodies() if group == "bodies" else families(target.vec)
    module = backend.new_module("all", target)
    for kernel in kernels:
        fn = Fn(module, kernel.symbol, kernel.pointers, kernel.args, target, engine.body, kernel.more)
        kernel.emit(fn)
        fn.finish()
        backend.harden(fn.function)
    made = backend.emit(module, target)
    return ELFFile(io.BytesIO(made.elf)), made.frames, kernels


@pytest.mark.slow
@pytest.mark.parametrize("group", ["bodies", "families"])
@pytest.mark.parametrize("name", TARGETS)
def test_no_undefined_symbols(name: str, group: str) -> None:
    elf, frames, kernels = emitted(name, group)
    symbols = list(elf.get_section_by_name(".symtab").iter_symbols())
    assert [s.name for s in symbols if s["st_shndx"] == "SHN_UNDEF" and s.name] == []
    sizes = {s.name: s["st_size"] for s in symbols}
    assert len({k.symbol for k in kernels}) == len(kernels)
    assert all(0 < sizes[k.symbol] < 4096 for k in kernels)
    assert max(frames.values()) < 2048


def test_symbols_tell_kernels_apart() -> None:
    """Two kernels with different fields have different names, also where only the attributes differ."""
    swish = [Map(2, "v", ("f32", "f32"), Epilogue((Part("Swish", ("flow",), attrs),))) for attrs in ((), ("alpha",))]
    clips = [Map(2, "v", ("f32", "f32"), Epilogue(parts)) for parts in ((CLIP,), (CLIP, CLIP))]
    kernels = [*families(8), *swish, *clips]
    assert len({k.symbol for k in kernels}) == len(set(kernels)) == len(kernels)


@pytest.mark.parametrize("arity", [1, 2, 3])
def test_the_order_of_inputs_is_in_the_name(arity: int) -> None:
    """Kernels of one name are one function: what differs in code has names that differ."""
    kinds: tuple[Operand, ...] = ("flow", "scalar", "tensor")
    orders = [inputs for inputs in product(kinds, repeat=arity) if "flow" in inputs]
    assert len({Epilogue((Part("Where", inputs),)).tag for inputs in orders}) == len(orders)
