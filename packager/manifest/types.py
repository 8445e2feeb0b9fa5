"""The manifest as frozen dataclasses: what every later stage reads of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from packager.config.source import Item
from packager.config.spec import unknown
from packager.errors import Where, raise_all
from packager.target import Target

Artifact = Literal["exe", "static", "shared"]


@dataclass(frozen=True)
class Torch:
    """A network in PyTorch: `factory` of the Python module `module`, which lies in `folder` or on Python's path.

    `dtypes` are element types by input name; an input that is not there is f32, or what the factory's example is.
    """

    module: str
    factory: str
    folder: Path
    dtypes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Model:
    """The ONNX file. `path` is absolute, `sha256` lower-case hex or '' (any), `inputs` pins shapes by input name.

    `outputs` are the tensors to cut the graph at, in the order the binary writes them; () keeps the model's own.
    With `torch` there is no file yet: `path` is the name that it would have beside the manifest, `inputs` and `outputs`
    are those that PyTorch is to export with, and `packager/pytorch` gives a Model whose file is there.
    """

    path: Path
    sha256: str = ""
    inputs: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))
    outputs: tuple[str, ...] = ()
    where: Where = Where()
    torch: Torch | None = None


@dataclass(frozen=True)
class Budget:
    """Limits in bytes, None where there is none. `binary`: the executable file; `weights`: the weights (file or
    embedded); `ram`: arena, stack and static data together."""

    binary: int | None = None
    weights: int | None = None
    ram: int | None = None

    def limits(self) -> dict[str, int]:
        """The limits that are set, by name."""
        known = {"binary": self.binary, "weights": self.weights, "ram": self.ram}
        return {k: v for k, v in known.items() if v is not None}


@dataclass(frozen=True)
class Verify:
    """Sample `inputs` (an npz, or None: seeded noise) and the tolerance |a - r| <= atol + rtol |r|.

    For a chip `cosine` is the least cosine to float32 that is good; None: the precision's own.
    """

    inputs: Path | None = None
    atol: float = 1e-4
    rtol: float = 1e-3
    cosine: float | None = None


@dataclass(frozen=True)
class Quantize:
    """How a network is quantised. `calibration` holds real inputs: an npz by input name or an npy, samples along the
    first axis, or a folder of photos, npz and npy, a sample each. `method` takes ranges from them; `per_channel`: the
    weights have a scale per output channel. `dtype` is that of the weights."""

    calibration: Path | None = None
    method: Literal["minmax", "percentile", "entropy"] = "minmax"
    per_channel: bool = True
    dtype: Literal["int8"] = "int8"


@dataclass(frozen=True)
class Preprocess:
    """How `pack run --input photo.jpg` makes one input: value = (pixel * scale - mean) / std, pixels from 0 to 255.

    `fill` is the border of a letterbox; `mean` and `std` have one number for all channels or one for each, in the
    order of `channels`. `layout` None: channels are where the input has 1 or 3 of them.
    """

    resize: Literal["nearest", "bilinear", "letterbox"] = "nearest"
    fill: float = 0.0
    channels: Literal["rgb", "bgr", "gray"] = "rgb"
    layout: Literal["nchw", "nhwc"] | None = None
    scale: float = 1.0
    mean: tuple[float, ...] = (0.0,)
    std: tuple[float, ...] = (1.0,)


@dataclass(frozen=True)
class Options:
    """What may differ from target to target; an entry of `targets` overrides the manifest's own values.

    `optimize`: speed (fastest within the budget) or size. `weights`: file (mapped beside the binary) or embed (inside
    it). `artifacts`: what is built, in the order exe, static, shared. `engines`: sources of kernels by priority.
    `engine_options` is what follows each engine's name, which the engine itself reads. `ops` are the files of the
    user's own operators, the same for all targets.
    `places` maps a dotted key (`budget.binary`) to where it stands; keys that the user left out are missing.
    """

    budget: Budget = Budget()
    optimize: Literal["speed", "size"] = "speed"
    weights: Literal["file", "embed"] = "file"
    artifacts: tuple[Artifact, ...] = ("exe", "static", "shared")
    threads: int = 1
    engines: tuple[str, ...] = ("llvm",)
    engine_options: tuple[Item | None, ...] = (None,)
    ops: tuple[Path, ...] = ()
    toolchain: Literal["auto", "docker", "local"] = "auto"
    verify: Verify = Verify()
    quantize: Quantize = Quantize()
    places: Mapping[str, Where] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class TargetRequest(Options):
    """One entry of `targets`: the target, and the options that hold for it after merging. `sdk` is the folder of
    Qualcomm's full SDK, for a target with a chip."""

    target: Target = field(kw_only=True)
    sdk: Path | None = field(kw_only=True, default=None)
    where: Where = field(kw_only=True)

    def at(self, key: str) -> Where:
        """Where the dotted key `key` was set: in the entry, in the manifest, or (not set) the entry's own place."""
        return self.places.get(key, self.where)


@dataclass(frozen=True)
class Network:
    """One model of a build, and how it is fed and checked. `name` starts its C names, `file` is the manifest that
    describes it; `aside` are keys of that which hold where it is built by itself, and not here."""

    name: str
    model: Model
    preprocess: Mapping[str, Preprocess]
    verify: Verify
    places: Mapping[str, Where]
    file: str
    aside: tuple[str, ...] = ()

    def at(self, key: str) -> Where:
        """Where the dotted key `key` was set (`model.inputs`, `preprocess.images`); the file where it was not."""
        return self.places.get(key, Where(self.file))

    def check_inputs(self, names: Iterable[str]) -> None:
        """Raise UnknownName for each input of `model.inputs` and `preprocess` that is none of the model's `names`."""
        known = tuple(names)
        raise_all(
            unknown("input", name, self.at(f"{key}.{name}"), known, why=f"the model's inputs are {', '.join(known)}")
            for key, given in (("model.inputs", self.model.inputs), ("preprocess", self.preprocess))
            for name in given
            if name not in known
        )


@dataclass(frozen=True)
class Manifest(Options):
    """One build: a model, or `several`, for one or more targets. `file` is the manifest's path as the user wrote it.

    The options are the manifest's own; a stage that works on one target reads them from its `TargetRequest`.
    """

    name: str = field(kw_only=True)
    models: tuple[Network, ...] = field(kw_only=True)
    several: bool = field(kw_only=True, default=False)
    targets: tuple[TargetRequest, ...] = field(kw_only=True)
    file: str = field(kw_only=True)
    folder: Path = field(kw_only=True)

    def at(self, key: str) -> Where:
        """Where the dotted key `key` was set; the file where it was not."""
        return self.places.get(key, Where(self.file))

    @property
    def model(self) -> Model:
        """The model, where there is one."""
        (one,) = self.models
        return one.model

    def of(self, request: TargetRequest) -> tuple[TargetRequest, ...]:
        """`request` as each of the models sees it: of several, each brings the check of its own."""
        if not self.several:
            return (request,)
        options = {k: v for k, v in request.places.items() if k.partition(".")[0] != "verify"}
        checks = ({k: v for k, v in m.places.items() if k.partition(".")[0] == "verify"} for m in self.models)
        pairs = zip(self.models, checks, strict=True)
        return tuple(replace(request, verify=m.verify, places=MappingProxyType({**options, **its})) for m, its in pairs)
