"""Every key that a manifest may hold: one table from which the reader, the JSON Schema and the docs come."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from packager import resources
from packager.chip import FAMILY, PRECISIONS
from packager.config.source import Item, Map, Scalar
from packager.config.spec import (
    Key,
    Spec,
    boolean,
    choice,
    existing,
    existing_file,
    integer,
    list_of,
    map_of,
    number,
    size,
    table,
    text,
    wrong,
)
from packager.errors import ManifestError, PackError, raise_all
from packager.manifest import listed
from packager.manifest.types import Torch

MAX_DIM = 2**31 - 1
MAX_THREADS = 64
NAME = "[a-z][a-z0-9_-]{0,63}"
TORCH_TYPES = ("f32", "f64", "f16", "bf16", "i8", "i16", "i32", "i64", "u8", "bool")
"""Element types of what a network in PyTorch may read."""

ENGINES_LATER = dict.fromkeys(
    ("xnnpack", "qnn", "cmsis-nn", "hvx"),
    "leave `engines` out: pack's own kernels (llvm) take every node",
)


def _torch() -> Spec[dict[str, Any]]:
    """A network in PyTorch: {torch: Torch, inputs: shapes, outputs: names}."""
    shape = list_of(integer(1, MAX_DIM), 0, 8)
    kind = choice("element type", *TORCH_TYPES)
    typed = table("an input", (
        Key("shape", shape, "sizes of the example that is traced", "[1, 3, 224, 224]", required=True),
        Key("dtype", kind, "element type; default: f32, or that of the factory's example", "i64"),
    ))  # fmt: skip
    one = Spec(lambda i: typed.read(i) if isinstance(i, Map) else {"shape": shape.read(i)},
               {"anyOf": [shape.schema, typed.schema]})  # fmt: skip
    fix = "write the module and what makes the network, for example `nets.small:make` for make() in nets/small.py"
    name = text("MODULE:FACTORY", r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", fix)
    mapping = table("model", (
        Key("torch", name, "a network in PyTorch: the module, and the function or class that makes it", "net:make",
            required=True),
        Key("inputs", map_of(one, "input name"), "shapes, or shapes and element types, of what it is traced with",
            "{ids: {shape: [1, 16], dtype: i64}}"),
        Key("outputs", list_of(text("a tensor's name"), 1, 256), "names of the network's outputs", "[scores]"),
    ))  # fmt: skip

    def read(item: Item) -> dict[str, Any]:
        fields = mapping.read(item)
        inputs = fields.get("inputs", {})
        module, _, factory = fields["torch"].partition(":")
        assert isinstance(item, Map)
        folder = item.entries["torch"].base.absolute()
        dtypes = {n: i["dtype"] for n, i in inputs.items() if "dtype" in i}
        return {
            "path": folder / f"{module.rpartition('.')[2]}.onnx",
            "torch": Torch(module, factory, folder, MappingProxyType(dtypes)),
            "inputs": {n: i["shape"] for n, i in inputs.items()},
            "outputs": fields.get("outputs", ()),
        }

    return Spec(read, mapping.schema)


def _model() -> Spec[dict[str, Any]]:
    """A path, or a mapping with the path and what to pin, or with a network in PyTorch."""
    file = existing_file("model")
    shapes = map_of(list_of(integer(1, MAX_DIM), 0, 8), "input name")
    torch = _torch()
    keys = (
        Key("path", file, "the ONNX file", "m.onnx", required=True),
        Key(
            "sha256",
            text("a sha256: 64 hex digits", "[0-9a-fA-F]{64}"),
            "its hash; another file is refused",
            '"9f86..."',
        ),
        Key(
            "inputs",
            shapes,
            "shapes of inputs, by name; needed where the model leaves sizes open",
            "{images: [1, 3, 416, 416]}",
        ),
        Key("outputs", list_of(text("a tensor's name"), 1, 256), "tensors to cut the graph at", "[output]"),
    )
    mapping = table("model", keys)

    def read(item: Item) -> dict[str, Any]:
        if not isinstance(item, Map):
            return {"path": file.read(item)}
        return (torch if "torch" in item.entries else mapping).read(item)

    return Spec(read, {"anyOf": [file.schema, mapping.schema, torch.schema]})


def _preprocess() -> Spec[dict[str, Any]]:
    """How a photo becomes one input."""
    pixel = number(-1e6, 1e6)
    std = number(-1e6, 1e6, zero=False)
    return table(
        "preprocess",
        (
            Key("resize", choice("resize", "nearest", "bilinear", "letterbox"),
                "stretch to the input's size, or keep the aspect and fill", "letterbox"),
            Key("fill", number(0, 255), "pixel value around a letterbox, 0 to 255", "114"),
            Key("channels", choice("channel order", "rgb", "bgr", "gray"), "order of the channels", "bgr"),
            Key("layout", choice("layout", "nchw", "nhwc"),
                "order of the input's dimensions; default: from its shape", "nchw"),
            Key("scale", number(-1e6, 1e6, zero=False), "factor on the pixels 0 to 255, before `mean`", "0.00392157"),
            Key("mean", list_of(pixel, 1, 4, single=True),
                "subtracted after scaling; one, or one per channel", "[0.485, 0.456, 0.406]"),
            Key("std", list_of(std, 1, 4, single=True),
                "divisor after `mean`; one, or one per channel", "[0.229, 0.224, 0.225]"),
        ),
    )  # fmt: skip


_BUDGET = table(
    "budget",
    (
        Key("binary", size(), "bytes of the stripped executable", "95kB"),
        Key("weights", size(), "bytes of the weights", "4MB"),
        Key("ram", size(), "bytes of arena, stack and static data together", "8MB"),
    ),
)
_VERIFY = table(
    "verify",
    (
        Key("inputs", existing_file("sample"), "npz keyed by input name; default: seeded noise", "sample.npz"),
        Key("atol", number(0, 1e30), "absolute tolerance", "1e-4"),
        Key("rtol", number(0, 1e30), "relative tolerance", "1e-3"),
        Key("cosine", number(0, 1, zero=False), "for `snpe`: least cosine to float32", "0.99"),
    ),
)


_QUANTIZE = table(
    "quantize",
    (
        Key("calibration", existing("calibration data"),
            "real inputs: npz by input name or npy, samples along the first axis; or a folder of images, npz and npy",
            "calib.npz"),
        Key("method", choice("method", "minmax", "percentile", "entropy"),
            "how ranges are taken from them", "percentile"),
        Key("per_channel", boolean(), "a scale per output channel of the weights", "true"),
        Key("dtype", choice("type", "int8"), "of the weights; activations follow from the target's precision", "int8"),
    ),
)  # fmt: skip


def _distinct(spec: Spec[tuple[str, ...]], what: str) -> Spec[tuple[str, ...]]:
    """A list without repetitions."""

    def read(item: Item) -> tuple[str, ...]:
        values = spec.read(item)
        repeated = sorted({v for v in values if values.count(v) > 1})
        if repeated:
            why = f"{', '.join(repeated)} stands there twice"
            raise ManifestError(f"{item.key}: {what} repeat", where=item.where, why=why, fix="name each once")
        return values

    return Spec(read, spec.schema)


def _engine() -> Spec[tuple[str, Item | None]]:
    """An engine's name, or a mapping of one name to its options, which the engine itself reads."""
    known = (*resources.engines(), FAMILY)
    later = {name: fix for name, fix in ENGINES_LATER.items() if name not in known}
    name = choice("engine", *known, later=later)

    def read(item: Item) -> tuple[str, Item | None]:
        if not isinstance(item, Map):
            return name.read(item), None
        if len(item.entries) != 1:
            raise wrong(item, "an engine", "write its name, or {name: {option: value}} with one name")
        (key, options), (where,) = *item.entries.items(), item.keys.values()
        return name.read(Scalar(where, item.base, item.key, key, key)), options

    # Engines of other packages have names that no schema knows.
    named: dict[str, Any] = {"type": "string", "not": {"enum": sorted(later)}}
    options = {"type": "object", "minProperties": 1, "maxProperties": 1}
    return Spec(read, {"anyOf": [named, options]})


OPTIONS: tuple[Key[Any], ...] = (
    Key("budget", _BUDGET, "limits; over one of them: exit 4 and no files", "{binary: 95kB, ram: 8MB}"),
    Key("optimize", choice("goal", "speed", "size"), "speed: fastest that fits the budget; size: smallest", "speed"),
    Key("weights", choice("place", "file", "embed"), "file: mapped beside the binary; embed: inside it", "file"),
    Key("artifacts", _distinct(list_of(choice("artifact", "exe", "static", "shared"), 1, 3), "artifacts"),
        "executable, static and shared library; default: all", "[exe, static, shared]"),
    Key("threads", integer(1, MAX_THREADS), "threads of one run", "2"),
    Key("engines", list_of(_engine(), 1, 16),
        "sources of kernels by priority; pack's own is llvm", "[llvm]"),
    Key("toolchain", choice("toolchain", "auto", "docker", "local"),
        "who compiles the runtime and links; auto: docker where a daemon answers, else local", "auto"),
    Key("verify", _VERIFY, "how the build is checked against the reference", "{inputs: sample.npz, atol: 1e-4}"),
    Key("quantize", _QUANTIZE, "for `snpe`: the real inputs that it is quantised by", "{calibration: calib.npz}"),
)  # fmt: skip

CHIP_KEYS: tuple[Key[Any], ...] = (
    Key("soc", text("a SoC"), "for `snpe`: the SoC, or `arch` instead", "sm8550"),
    Key("arch", text("an architecture"), "for `snpe`: any SoC of this Hexagon architecture", "v73"),
    Key("precision", choice("precision", *PRECISIONS), "for `snpe`; default: int8", "int8"),
    Key("sdk", existing("SDK"), "for `snpe`: folder of Qualcomm's full SDK, whose tools then check the DLC", "qairt"),
)
"""What an entry of `targets` says of a chip."""

_ENTRY = table(
    "a target",
    (
        Key(
            "target",
            text("a target: a name or the path of a YAML file"),
            "name, or path of an own file",
            "aarch64",
            required=True,
        ),
        *OPTIONS,
        *CHIP_KEYS,
    ),
)


def _target() -> Spec[tuple[Scalar, dict[str, Any], Item]]:
    """One entry of `targets`: (name or path, overrides, the entry)."""
    name = text("a target: a name or the path of a YAML file", fix="`pack targets` lists the names")

    def read(item: Item) -> tuple[Scalar, dict[str, Any], Item]:
        errors: list[PackError] = []
        entry: dict[str, Any] = {}
        scalar: Item = item
        if isinstance(item, Map):
            try:
                entry = _ENTRY.read(item)
            except PackError as error:
                errors.append(error)
            scalar = item.entries.get("target", item)
        else:
            name.read(item)
        raise_all(errors)
        assert isinstance(scalar, Scalar)
        return scalar, {k: v for k, v in entry.items() if k != "target"}, item

    return Spec(read, {"anyOf": [name.schema, _ENTRY.schema]})


OWN: tuple[Key[Any], ...] = (
    Key("name", text("a name", NAME, "start with a-z, then a-z, 0-9, _ and -, 64 in all; for example yolox-nano"),
        "names the files; default: from the model's file name", "yolox-nano"),
    Key("model", _model(), "the ONNX file, or a mapping with what to pin", "yolox_nano.onnx", required=True),
    Key("preprocess", map_of(_preprocess(), "input name"), "how `pack run --input photo.jpg` makes an input",
        "{images: {resize: letterbox, fill: 114, channels: bgr}}"),
    Key("ops", list_of(existing_file("file of operators"), 1, 64), "files of your own operators", "[my_ops.py]"),
    next(key for key in OPTIONS if key.name == "verify"),
)  # fmt: skip
"""What describes a model: of several, each has its own."""

_TARGETS: Key[Any] = Key(
    "targets",
    list_of(_target(), 1, 64, single=True),
    "what to build for; an entry may be a mapping",
    "[x86-64-v3, aarch64]",
)
_BUILDS = (_TARGETS.name, *(key.name for key in OPTIONS if key not in OWN))
_MODELS: Key[Any] = Key(
    listed.MODELS, listed.entries(OWN, _BUILDS), "instead of `model`: several models in one build", "[a.yaml, b.yaml]"
)
OF_ONE = ("model", "preprocess", "ops", "verify", "quantize")
"""What a manifest with `models` leaves to each of them, or cannot have."""

_FIRST, _THEN = OWN[:2], [key for key in OWN[2:] if key not in OPTIONS]
KEYS: tuple[Key[Any], ...] = (*(replace(k, required=False) for k in _FIRST), _TARGETS, *OPTIONS, *_THEN, _MODELS)


def _manifest() -> Spec[dict[str, Any]]:
    """The whole file: about one model, or about several."""
    one, plain = table("the manifest", [k for k in OWN if k.required]), table("the manifest", KEYS)

    def read(item: Item) -> dict[str, Any]:
        errors: list[PackError] = []
        fields: dict[str, Any] = {}
        try:
            fields = plain.read(item)
        except PackError as error:
            errors.append(error)
        if isinstance(item, Map) and listed.MODELS in item.entries:
            errors += listed.beside(item, OF_ONE)
        elif isinstance(item, Map) and "model" not in item.entries:
            try:
                one.read(replace(item, entries={}))
            except PackError as error:
                errors.append(error)
        raise_all(errors)
        return fields

    either = [{"required": [name]} for name in ("model", listed.MODELS)]
    return Spec(read, {**plain.schema, "oneOf": either})


MANIFEST = _manifest()
