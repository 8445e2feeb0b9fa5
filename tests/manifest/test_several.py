"""`models`: which keys stand with a model and which with the build, and errors that name the right file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from packager import manifest
from packager.errors import FileMissing, ManifestError, ManifestSyntax, NotInThisVersion, PackError, UnknownName
from packager.manifest import Manifest, Verify

A = "model: {path: m.onnx, inputs: {x: [1, 2]}}\nverify: {inputs: s.npz, atol: 0.5}\n"
TWO = "models: [sub/a.yaml, {name: b-2, model: m.onnx, preprocess: {x: {fill: 9}}}]\ntargets: [x86-64-v3, armv7]\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("sub").mkdir()
    for name in ("m.onnx", "sub/m.onnx", "sub/s.npz", "my.py", "sub/my.py"):
        Path(name).write_bytes(b"")
    Path("sub/a.yaml").write_text(A)
    return tmp_path


def load(text: str, *sets: str) -> Manifest:
    Path("manifest.yaml").write_text(text)
    return manifest.load("manifest.yaml", sets=sets)


def errors(text: str, *sets: str) -> tuple[PackError, ...]:
    with pytest.raises(PackError) as caught:
        load(text, *sets)
    return caught.value.each


def test_each_model_has_its_own_keys_and_the_build_has_the_rest(folder: Path) -> None:
    m = load("name: both\nbudget: {ram: 1MB}\n" + TWO)
    assert (m.name, m.several, m.budget.ram, len(m.targets)) == ("both", True, 1_000_000, 2)
    a, b = m.models
    assert (a.name, a.model.path, a.model.inputs) == ("m", folder / "sub" / "m.onnx", {"x": (1, 2)})
    assert (b.name, b.model.path, b.preprocess["x"].fill) == ("b-2", folder / "m.onnx", 9)
    assert (str(a.model.where), str(a.at("verify.atol")), str(b.model.where)) == (
        "sub/a.yaml:1",
        "sub/a.yaml:2",
        "manifest.yaml:3",
    )
    seen = m.of(m.targets[0])
    assert [s.verify for s in seen] == [Verify(folder / "sub" / "s.npz", 0.5), Verify()]
    assert ["verify.atol" in s.places for s in seen] == [True, False]
    assert [s.budget.ram for s in seen] == [1_000_000] * 2


def test_without_a_name_it_is_made_of_those_of_the_models() -> None:
    assert load(TWO).name == "m-b-2"


def test_operators_of_all_models_are_known(folder: Path) -> None:
    Path("sub/a.yaml").write_text(A + "ops: [my.py]\n")
    m = load("models: [sub/a.yaml, {name: b, model: m.onnx, ops: [my.py, sub/my.py]}]\ntargets: [aarch64]\n")
    assert m.ops == m.targets[0].ops == (folder / "sub" / "my.py", folder / "my.py")


def test_a_manifest_that_builds_by_itself_can_be_listed_as_it_is() -> None:
    Path("sub/a.yaml").write_text(A + "targets: [armv7]\nbudget: {binary: 1B}\n")
    m = load(TWO)
    assert (m.models[0].aside, m.models[1].aside) == (("targets", "budget"), ())
    assert m.budget.binary is m.targets[0].budget.binary is None


def test_one_listed_model_is_still_a_list() -> None:
    m = load("models: [sub/a.yaml]\ntargets: [aarch64]\n")
    assert (m.several, m.name, [n.name for n in m.models]) == (True, "m", ["m"])


def test_the_command_line_can_set_it() -> None:
    m = load("model: m.onnx\ntargets: [aarch64]\n")
    assert not m.several
    m = load("models: [{name: a, model: m.onnx}]\ntargets: [aarch64]\n", "models.0.model.outputs=[y]", "name=all")
    assert (m.name, m.models[0].model.outputs) == ("all", ("y",))
    m = load("targets: [aarch64]\n", "models=[sub/a.yaml]")
    assert str(m.models[0].model.where) == "sub/a.yaml:1"


@pytest.mark.parametrize(
    "key", ["model: m.onnx", "verify: {atol: 1}", "preprocess: {}", "ops: [my.py]", "quantize: {}"]
)
def test_what_is_about_one_model_beside_several(key: str) -> None:
    (error,) = errors(f"{TWO}{key}\n")
    assert isinstance(error, ManifestError)
    assert (error.where, error.what) == ("manifest.yaml:3", f"`{key.split(':')[0]}` beside `models`")
    assert "manifest of the model" in error.fix


@pytest.mark.parametrize(
    "key",
    ["budget: {ram: 1MB}", "optimize: size", "threads: 2", "engines: [llvm]", "weights: embed", "artifacts: [exe]"],
)
def test_what_is_about_the_build_with_one_model(key: str) -> None:
    Path("sub/a.yaml").write_text(f"{A}{key}\n")
    name = key.split(":")[0]
    (error,) = errors(TWO)
    assert (error.where, error.what) == ("sub/a.yaml:3", f"`{name}` of one of several models")
    assert "manifest.yaml:1" in error.why
    (error,) = errors(f"models: [{{name: a, model: m.onnx, {key}}}]\ntargets: [aarch64]\n")
    assert error.where == "manifest.yaml:1"


def test_an_entry_of_the_list_never_builds_by_itself() -> None:
    (error,) = errors("models: [{name: a, model: m.onnx, targets: [armv7]}]\ntargets: [aarch64]\n")
    assert error.what == "`targets` of one of several models"


@pytest.mark.parametrize(
    ("inner", "kind", "where", "says"),
    [
        ("model: no.onnx\n", FileMissing, "sub/a.yaml:1", "there is no file"),
        ("modle: m.onnx\nmodel: m.onnx\n", UnknownName, "sub/a.yaml:1", "perhaps you meant 'model'"),
        ("name: a\n", ManifestError, "sub/a.yaml:1", "has no 'model'"),
        ("model: m.onnx\n\nverify: {atol: x}\n", ManifestError, "sub/a.yaml:3", "is not a number"),
        ("model: [\n", ManifestSyntax, "sub/a.yaml:2", "not valid YAML"),
        ("- m.onnx\n", ManifestError, "sub/a.yaml:1", "is not a manifest"),
        ("models: [../manifest.yaml]\n", ManifestError, "sub/a.yaml:1", "list the models themselves"),
    ],
)
def test_mistakes_in_a_listed_manifest(inner: str, kind: type[PackError], where: str, says: str) -> None:
    Path("sub/a.yaml").write_text(inner)
    (error,) = errors(TWO)
    assert isinstance(error, kind)
    assert error.where == where
    assert says in str(error)


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("models: []\n", "manifest.yaml:1", "with a value"),
        ("models: a.yaml\n", "manifest.yaml:1", "is not a list"),
        ("models: [b.yaml]\n", "manifest.yaml:1", "there is no file"),
        ("models: [m.onnx]\n", "m.onnx", "this is a model, not a manifest"),
        ("models: [[m.onnx]]\n", "manifest.yaml:1", "is not a model"),
        ("models: [sub/a.yaml,\n  sub/a.yaml]\n", "sub/a.yaml:1", "two models are called 'm'"),
        ("models: [{name: a_b, model: m.onnx},\n {name: a-b, model: m.onnx}]\n", "manifest.yaml:2", "the same in C"),
    ],
)
def test_mistakes_in_the_list(text: str, where: str, says: str) -> None:
    (error,) = errors(f"{text}targets: [aarch64]\n")
    assert error.where == where
    assert says in str(error)


def test_neither_model_nor_models() -> None:
    (error,) = errors("targets: [aarch64]\n")
    assert "has no 'model'" in error.what


@pytest.mark.provokes("E105")
def test_a_chip_takes_one_model() -> None:
    chip = "{target: snpe, soc: sm8550, quantize: {calibration: sub/s.npz}}"
    (error,) = errors(f"models: [sub/a.yaml]\ntargets: [aarch64, {chip}]\n")
    assert isinstance(error, NotInThisVersion)
    assert (error.where, error.exit) == ("manifest.yaml:2", 2)
    assert "several models for the target 'snpe-sm8550'" in error.what


def test_an_entry_of_targets_says_nothing_of_one_model() -> None:
    (error,) = errors("models: [sub/a.yaml]\ntargets: [{target: aarch64, verify: {atol: 1}}]\n")
    assert (error.what, error.where) == ("`verify` beside `models`", "manifest.yaml:2")


def test_all_mistakes_of_all_files_at_once() -> None:
    Path("sub/a.yaml").write_text("model: no.onnx\nbudget: {ram: 1MB}\n")
    found = errors("models: [sub/a.yaml, {model: m.onnx, threads: 2}]\noptimise: speed\ntargets: [armv77]\n")
    wheres = {"sub/a.yaml:1", "sub/a.yaml:2", "manifest.yaml:1", "manifest.yaml:2", "manifest.yaml:3"}
    assert {e.where for e in found} == wheres
