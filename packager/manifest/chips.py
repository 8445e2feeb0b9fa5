"""Entries of `targets` for a chip (`{target: snpe, soc: sm8550}`): which keys belong there, and which nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from packager import chip, target
from packager.chip import FAMILY, PRECISIONS
from packager.config.source import Item, Map, Scalar
from packager.config.spec import not_yet
from packager.errors import CalibrationInvalid, ManifestError, PackError, Where
from packager.manifest.keys import CHIP_KEYS
from packager.manifest.types import Options, TargetRequest, Verify
from packager.target import Target

SHARED = ("toolchain", "verify", "quantize")
"""Options of the manifest that hold for a chip, too; the others are about programs for a CPU."""

OWN = ("target", *(k.name for k in CHIP_KEYS), *SHARED, "budget", "engines")
INSTEAD: Mapping[str, str] = {
    "budget.weights": "the binary for the HTP holds the weights: `budget: {binary: ...}` counts them",
    "budget.ram": "what the HTP takes of a device's memory is not pack's to plan",
    "verify.atol": "a quantised network is judged by its cosine to float32: write `verify: {cosine: 0.99}`",
    "verify.rtol": "a quantised network is judged by its cosine to float32: write `verify: {cosine: 0.99}`",
}
"""Dotted keys that say nothing in an entry for a chip."""


def load(name: Scalar, entry: Item) -> Target:
    """The target that an entry asks for: by its name alone, or for `snpe` with `soc`, `arch` and `precision` beside it.

    Raises what target.load does, and ManifestError where the name of the chip stands there twice.
    """
    given = entry.entries if isinstance(entry, Map) else {}
    words = {k: v for k, v in given.items() if k in ("soc", "arch", "precision") and isinstance(v, Scalar)}
    if "precision" in words and words["precision"].text not in PRECISIONS:
        del words["precision"]  # the reader of the entry says so
    asked = chip.asked(name.text)
    if not words or asked is None:
        return target.load(name.text, name.base, name.where)
    if asked:
        key, item = next(iter(words.items()))
        raise ManifestError(
            f"`{key}` beside the target '{name.text}'",
            where=item.where,
            why="the name says already which chip and which precision",
            fix=f"write `target: {FAMILY}` with `soc` or `arch` and `precision`, or leave these out",
        )
    where = next((words[key].where for key in ("soc", "arch") if key in words), name.where)
    return target.beside(chip.resolve(**{k: v.text for k, v in words.items()}, where=where))


def misplaced(
    found: Target, own: Mapping[str, Any], options: Options, places: Mapping[str, Where]
) -> Iterator[PackError]:
    """Mistakes of an entry whose own keys are `own` (at `places`): keys that say nothing for its kind of target, and
    engines that cannot build for it; `options` are those of the whole manifest."""
    engines = tuple(name for name, _ in own["engines"]) if "engines" in own else ()
    if found.chip is None:
        for key in (k.name for k in CHIP_KEYS if k.name in own):
            yield ManifestError(
                f"`{key}` for the target '{found.name}'",
                where=places[key],
                why=f"it describes a chip, which only the target `{FAMILY}` has",
                fix="remove it",
            )
        if "quantize" in own:
            yield quantized_program(places["quantize"])
        if "verify.cosine" in places:
            why = "a program computes in float32: `atol` and `rtol` say more"
            yield _useless("verify.cosine", found, places["verify.cosine"], why)
        if FAMILY in (engines or options.engines):
            yield ManifestError(
                f"the engine '{FAMILY}' for the target '{found.name}'",
                where=places.get("engines", Where()) if engines else options.places["engines"],
                why="it is Qualcomm's compiler, which takes whole networks for Qualcomm's HTP",
                fix=f"write `targets: [{{target: {FAMILY}, soc: sm8550}}]`, or leave the engine out",
            )
        return
    for key in (k for k in own if k not in OWN):
        yield _useless(key, found, places[key], f"it is about programs for a CPU; {FAMILY} has {', '.join(OWN)}")
    for key in (k for k in INSTEAD if k in places):
        yield _useless(key, found, places[key], INSTEAD[key])
    if engines and engines != (FAMILY,):
        yield ManifestError(
            f"engines {', '.join(engines)} for the target '{found.name}'",
            where=places["engines"],
            why="Qualcomm's compiler takes the whole network, and leaves no node to another engine",
            fix=f"write `engines: [{FAMILY}]`, or leave it out",
        )
    elif any(item is not None for _, item in own.get("engines", ())):
        yield ManifestError(
            f"options for the engine '{FAMILY}'",
            where=places["engines"],
            why=f"what it can be told are keys of the entry: {', '.join(OWN)}",
            fix=f"write `engines: [{FAMILY}]`, and the options as keys of the entry",
        )


def _useless(key: str, found: Target, where: Where, why: str) -> ManifestError:
    return ManifestError(f"`{key}` for the target '{found.name}'", where=where, why=why, fix="remove it from the entry")


def quantized_program(where: Where) -> PackError:
    """The error for `quantize` where only programs for CPUs are built."""
    return not_yet(
        "`quantize` for a CPU", where, f"remove it and build in float32; `target: {FAMILY}` is quantised by it"
    )


def uncalibrated(request: TargetRequest) -> Iterator[PackError]:
    """The error for a precision that needs real inputs where there are none."""
    found = request.target.chip
    if found and found.precision != "fp16" and request.quantize.calibration is None:
        yield CalibrationInvalid(
            f"no calibration data for {request.target.name}",
            where=request.where,
            why=f"{found.precision} takes the ranges of activations from real inputs",
            fix="add `quantize: {calibration: ...}` with an npz, an npy or a folder of images: 8 to 100 inputs as the "
            "network gets them in use; or write `precision: fp16` where the chip has it",
        )


def shared(options: Options) -> Options:
    """What an entry for a chip starts from: those of the manifest's `options` that hold for it, and Qualcomm's compiler
    as its one engine."""
    verify = Verify(inputs=options.verify.inputs, cosine=options.verify.cosine)
    places = {k: v for k, v in options.places.items() if k.split(".")[0] in SHARED and k not in INSTEAD}
    return Options(
        engines=(FAMILY,),
        toolchain=options.toolchain,
        verify=verify,
        quantize=options.quantize,
        places=MappingProxyType(places),
    )
