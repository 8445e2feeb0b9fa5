"""Entries of `targets` for a chip: names of folders, what holds for them, and every mistake at its line."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from packager import manifest, target
from packager.errors import CalibrationInvalid, ChipUnsupported, ManifestError, NotInThisVersion, PackError, UnknownName
from packager.manifest import Quantize, Verify, schema
from packager.manifest.types import Manifest

HEAD = "model: m.onnx\n"
FULL = (
    HEAD
    + """\
targets:
  - x86-64-v3
  - {target: snpe, soc: sm8550, precision: int8, engines: [snpe], budget: {binary: 2MB}, sdk: sdk}
  - {target: snpe, arch: v73, precision: fp16, verify: {cosine: 0.9999}}
  - {target: snpe, arch: v68, precision: a16w8, quantize: {method: entropy, per_channel: false}}
  - snpe-v75
quantize: {calibration: photos, method: percentile, dtype: int8}
verify: {inputs: s.npz, atol: 1e-4}
budget: {binary: 95kB, ram: 8MB}
weights: embed
toolchain: local
"""
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("m.onnx", "s.npz"):
        Path(name).write_bytes(b"")
    for name in ("photos", "sdk"):
        Path(name).mkdir()
    return tmp_path


def load(text: str, **more: tuple[str, ...]) -> Manifest:
    Path("manifest.yaml").write_text(text)
    return manifest.load("manifest.yaml", **more)


def errors(text: str, **more: tuple[str, ...]) -> tuple[PackError, ...]:
    with pytest.raises(PackError) as caught:
        load(text, **more)
    return caught.value.each


def test_what_holds_for_a_chip(folder: Path) -> None:
    cpu, int8, fp16, a16w8, short = load(FULL).targets
    assert [r.target.name for r in (int8, fp16, a16w8, short)] == [
        "snpe-sm8550", "snpe-v73-fp16", "snpe-v68-a16w8", "snpe-v75",
    ]  # fmt: skip
    assert cpu.target.chip is None
    assert int8.target.chip
    assert (int8.target.chip.arch, int8.target.chip.vtcm, int8.target.chip.precision) == (73, 8, "int8")
    assert int8.sdk == folder / "sdk"
    assert fp16.sdk is None
    assert int8.quantize == Quantize(folder / "photos", "percentile")
    assert a16w8.quantize == Quantize(folder / "photos", "entropy", per_channel=False)
    assert int8.budget.limits() == {"binary": 2_000_000}
    assert fp16.budget.limits() == {}, "the manifest's budget is about programs"
    assert fp16.verify == Verify(folder / "s.npz", cosine=0.9999)
    assert "verify.atol" not in fp16.places
    for one in (int8, fp16, a16w8, short):
        assert (one.engines, one.toolchain, one.weights) == (("snpe",), "local", "file")
    assert (cpu.weights, cpu.engines, str(int8.at("budget.binary"))) == ("embed", ("llvm",), "manifest.yaml:4")


def test_a_name_says_all() -> None:
    for name in ("snpe-sm8550", "snpe-sm8550-fp16", "snpe-v68-a16w8"):
        assert target.load(name).name == name
    assert target.load("snpe-sm8550-int8").name == "snpe-sm8550"


def test_the_system_beside_the_chip() -> None:
    found, like = target.load("snpe-v73"), target.load("aarch64")
    assert (found.triple, found.zig, found.toolchain) == (like.triple, like.zig, like.toolchain)


def test_targets_of_the_command_line() -> None:
    def names(*asked: str) -> list[str]:
        return [r.target.name for r in load(FULL, targets=asked).targets]

    assert names("snpe-v73-fp16", "snpe-sm8550") == ["snpe-v73-fp16", "snpe-sm8550"]
    assert load(FULL, targets=("snpe-v73-fp16",)).targets[0].verify.cosine == 0.9999, "an entry keeps its options"
    assert names("snpe") == ["snpe-sm8550", "snpe-v73-fp16", "snpe-v68-a16w8"]
    assert names("x86-64-v3") == ["x86-64-v3"], "what other targets need may stay in the manifest"
    assert names("snpe-sm8650") == ["snpe-sm8650"]


@pytest.mark.provokes("E107", "E108")
@pytest.mark.parametrize(
    ("entry", "kind", "says"),
    [
        ("snpe", ChipUnsupported, "add `soc: sm8550`"),
        ("snpe-v66", ChipUnsupported, "build for the CPU beside it"),
        ("{target: snpe, soc: sm8350, precision: fp16}", ChipUnsupported, "`precision: a16w8`"),
        ("{target: snpe, soc: sm8551}", UnknownName, "`soc: sm8550`"),
        ("{target: snpe, arch: v74}", UnknownName, "`arch: v7"),
        ("{target: snpe, arch: v73, precision: int4}", UnknownName, "perhaps you meant 'int8'"),
        ("{target: snpe-v73, arch: v73}", ManifestError, "the name says already"),
        ("{target: snpe, arch: v73}", CalibrationInvalid, "8 to 100 inputs"),
        ("{target: snpe, arch: v73, precision: a16w8}", CalibrationInvalid, "no calibration data for snpe-v73-a16w8"),
        ("{target: snpe, arch: v73, precision: fp16, weights: file}", ManifestError, "about programs for a CPU"),
        ("{target: snpe, arch: v73, precision: fp16, budget: {ram: 1MB}}", ManifestError, "not pack's to plan"),
        ("{target: snpe, arch: v73, precision: fp16, verify: {rtol: 1}}", ManifestError, "verify: {cosine: 0.99}"),
        ("{target: snpe, arch: v73, precision: fp16, engines: [llvm]}", ManifestError, "`engines: [snpe]`"),
        ("{target: snpe, arch: v73, precision: fp16, engines: [snpe, llvm]}", ManifestError, "leaves no node"),
        ("{target: snpe, arch: v73, precision: fp16, engines: [{snpe: {x: 1}}]}", ManifestError, "keys of the entry"),
        ("{target: aarch64, soc: sm8550}", ManifestError, "only the target `snpe` has"),
        ("{target: aarch64, engines: [snpe]}", ManifestError, "targets: [{target: snpe, soc: sm8550}]"),
        ("{target: aarch64, quantize: {calibration: photos}}", NotInThisVersion, "build in float32"),
        ("{target: aarch64, verify: {cosine: 0.9}}", ManifestError, "`atol` and `rtol` say more"),
    ],
)
def test_one_wrong_entry(entry: str, kind: type[PackError], says: str) -> None:
    (error,) = errors(f"{HEAD}targets: [{entry}]")
    assert isinstance(error, kind)
    assert error.where == "manifest.yaml:2"
    assert says in str(error)
    assert error.status == 2


def test_two_entries_of_one_name() -> None:
    (error,) = errors(f"{HEAD}targets: [snpe-v73-fp16, {{target: snpe, arch: 73, precision: fp16}}]")
    assert "both would write the same folder" in error.why


@pytest.mark.provokes("E105")
def test_quantize_without_a_chip_is_for_a_later_version() -> None:
    (error,) = errors(f"{HEAD}targets: [aarch64]\nquantize: {{calibration: photos}}")
    assert (type(error), error.where) == (NotInThisVersion, "manifest.yaml:3")


def test_an_engine_for_all_targets_is_refused_where_one_is_a_cpu() -> None:
    assert load(f"{HEAD}targets: [snpe-v73-fp16]\nengines: [snpe]").targets[0].engines == ("snpe",)
    (error,) = errors(f"{HEAD}targets: [snpe-v73-fp16, aarch64]\nengines: [snpe]")
    assert (error.where, "'aarch64'" in error.what) == ("manifest.yaml:3", True)


def test_own_targets_keep_away_from_the_names_of_chips(folder: Path) -> None:
    (folder / "board.yaml").write_text("like: aarch64\nname: snpe-sm8550\n")
    (error,) = errors(f"{HEAD}targets: [./board.yaml]")
    assert "means a chip" in error.why


def test_the_schema_accepts_it() -> None:
    data = yaml.safe_load(FULL.replace("1e-4", "1.0e-4"))
    jsonschema.Draft202012Validator(json.loads(schema.text())).validate(data)
