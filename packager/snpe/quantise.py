"""A float32 network and real inputs -> a QDQ network for the HTP, and how far it is from float32.

ranges       onnxruntime's calibrators (calibrate.py)
encode       onnxruntime's quantiser, per channel where asked for (encode.py)
correct      biases take back what quantisation shifts (bias.py)
widen        where int8 is not close enough, the most sensitive layers get 16-bit activations (widths.py)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import onnx

from packager.debug import silent
from packager.graph import Array
from packager.snpe.bias import corrected
from packager.snpe.calibrate import Feeds, Method, Ranges, ranges, samples
from packager.snpe.cpu import Closeness, CpuModel, closeness, pooled, worst
from packager.snpe.encode import encode
from packager.snpe.ends import attach
from packager.snpe.fixed_point import rewritten, with_floors
from packager.snpe.prepare import Prepared
from packager.snpe.widths import widest
from packager.snpe.wiring import Wiring

HELD = 5
"""Of this many samples one is held back: it measures, and is not calibrated with."""

LEVELS = {"int8": 255, "a16w8": 65535}

CORRECTED_WITH = 6
"""Samples that biases are corrected with: means settle fast."""


@dataclass(frozen=True)
class Options:
    """How to quantise. `dtype` int8 (8-bit activations) or a16w8 (16-bit); weights have 8 bits, with a scale per output
    channel if `per_channel`. int8 takes 16-bit activations for as many layers as it needs to reach a cosine of
    `goal` on the CPU; 0 forbids that."""

    dtype: str = "int8"
    method: Method = "minmax"
    per_channel: bool = True
    goal: float = 0.997


@dataclass(frozen=True)
class Layer:
    """One layer: how much quantisation disturbs its output (0: not, 1: as much as the signal), in how many bits."""

    node: str
    op: str
    noise: float
    bits: int


@dataclass(frozen=True)
class Quantisation:
    """What was done and how close it came; goes into report.json as it is.

    `outputs` compares with float32, on the CPU, on samples that were held back (`held` of `samples`; if there are fewer
    than five, on those it was calibrated with). `worst` lists the layers with the most noise. `wide` are the nodes with
    16-bit activations, of `nodes`.
    """

    dtype: str
    method: str
    per_channel: bool
    samples: int
    held: int
    outputs: tuple[Closeness, ...]
    worst: tuple[Layer, ...]
    wide: tuple[str, ...]
    nodes: int
    seconds: float

    @property
    def cosine(self) -> float:
        """Of the worst output."""
        return worst(self.outputs)


@dataclass(frozen=True)
class Quantised:
    """The QDQ model, with the network's own inputs and outputs, and what is known about it."""

    model: onnx.ModelProto
    report: Quantisation


def quantise(
    prepared: Prepared,
    feeds: Iterable[Feeds],
    options: Options,
    name: str = "model",
    say: Callable[[str], None] = silent,
    adjust: Callable[[onnx.ModelProto, onnx.ModelProto, Sequence[Feeds]], onnx.ModelProto] | None = None,
) -> Quantised:
    """Quantise `prepared` by the real inputs `feeds`. Raises CalibrationInvalid.

    `adjust(core, quantised, feeds)` may change a model that has 16-bit activations, for a chip's own arithmetic.
    """
    start = time.perf_counter()
    given = samples(prepared.model, feeds, name)
    real = [prepared.ends.real(feed) for feed in given]
    exact = prepared.core
    prepared = replace(prepared, core=rewritten(exact))
    held = real[HELD - 1 :: HELD]
    used = [feed for i, feed in enumerate(real) if i % HELD != HELD - 1]
    found = ranges(prepared.core, used, options.method)
    prepared = replace(prepared, core=with_floors(prepared.core, found, LEVELS[options.dtype]))
    work = _Work(prepared, exact, options, found, used, held or used)
    names = {n.name for n in work.wiring.nodes}
    best = work.trial(names if options.dtype == "a16w8" else set())
    say(f"quantised to {options.dtype}: cosine {best.cosine:.5f}")
    if options.dtype == "int8" and best.cosine < options.goal:
        broad = work.trial(names)
        say(f"with 16-bit activations throughout: cosine {broad.cosine:.5f}")
        # What weights lose is lost at any width: activations may take the rest.
        room = broad.cosine - options.goal
        wide = widest(work.wiring, prepared.core, work.ranges, work.tests[broad.usual], room)
        mixed = work.trial(wide) if wide != names else broad
        say(f"with {len(wide)} of {len(names)} nodes in 16 bit: cosine {mixed.cosine:.5f}")
        best = mixed if mixed.cosine >= options.goal else broad
    noisy = sorted(best.noise.items(), key=lambda item: (-item[1], item[0]))[:10]
    ops = {n.name: n.op_type for n in work.wiring.nodes}
    report = Quantisation(
        options.dtype,
        options.method,
        options.per_channel,
        len(given),
        len(held),
        best.outputs,
        tuple(Layer(n, ops[n], noise, 16 if n in best.wide else 8) for n, noise in noisy),
        tuple(sorted(best.wide)) if options.dtype == "int8" else (),
        len(names),
        time.perf_counter() - start,
    )
    model = best.model
    if adjust is not None and best.wide:
        say("correcting for the chip's own arithmetic")
        model = adjust(prepared.core, model, used)
    return Quantised(attach(model, prepared.ends), report)


@dataclass(frozen=True)
class _Trial:
    """One way to quantise, and its result."""

    model: onnx.ModelProto
    wide: frozenset[str]
    noise: dict[str, float]
    outputs: tuple[Closeness, ...]

    cosine: float
    """Over all samples taken together: what is decided by."""
    usual: int
    """Number of the sample that came out neither well nor badly."""


@dataclass(frozen=True)
class _Work:
    """What all trials share."""

    prepared: Prepared
    exact: onnx.ModelProto
    options: Options
    ranges: Ranges
    used: Sequence[Feeds]
    tests: Sequence[Feeds]
    wiring: Wiring = field(init=False)
    want: tuple[dict[str, Array], ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "wiring", Wiring(self.prepared.core))
        run = CpuModel(self.exact)
        object.__setattr__(self, "want", tuple(run(feed) for feed in self.tests))

    def trial(self, wide: set[str]) -> _Trial:
        core, ends = self.prepared.core, self.prepared.ends
        plain = encode(core, self.ranges, wide, ends, per_channel=self.options.per_channel)
        model, noise = corrected(core, plain, self.used[:CORRECTED_WITH])
        run = CpuModel(model)
        got = [run(feed) for feed in self.tests]
        names = self.wiring.outputs
        each = [worst(closeness([g], [w], names)) for g, w in zip(got, self.want, strict=True)]
        usual = sorted(range(len(each)), key=each.__getitem__)[len(each) // 2]
        outputs = closeness(got, self.want, names)
        return _Trial(model, frozenset(wide), noise, outputs, pooled(got, self.want, names), usual)
