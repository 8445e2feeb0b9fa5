"""The manifest: every key, every mistake, all of them at once, and options of the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from packager import manifest, resources, target
from packager.errors import (
    FileMissing,
    ManifestError,
    NotInThisVersion,
    PackError,
    PackErrors,
    TargetInvalid,
    UnknownName,
    Usage,
)
from packager.manifest import Budget, Manifest, Preprocess, Verify, schema
from packager.manifest.read import default_name


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.onnx").write_bytes(b"")
    (tmp_path / "s.npz").write_bytes(b"")
    return tmp_path


def load(text: str, sets: tuple[str, ...] = (), targets: tuple[str, ...] = ()) -> Manifest:
    Path("manifest.yaml").write_text(text, encoding="utf-8")
    return manifest.load("manifest.yaml", sets=sets, targets=targets)


def errors(text: str, sets: tuple[str, ...] = (), targets: tuple[str, ...] = ()) -> tuple[PackError, ...]:
    with pytest.raises(PackError) as caught:
        load(text, sets, targets)
    assert caught.value.status == 2
    return caught.value.errors if isinstance(caught.value, PackErrors) else (caught.value,)


SHORT = "model: m.onnx\ntargets: [aarch64]\n"
FULL = """\
name: yolox-nano
model: {path: m.onnx, sha256: "%s", inputs: {images: [1, 3, 416, 416], "a.b": []}, outputs: [output]}
targets:
  - x86-64-v3
  - {target: armv7, budget: {ram: 256KiB}, optimize: size, weights: embed, artifacts: [shared, exe],
     verify: {rtol: 0}, toolchain: local, threads: 1, engines: [llvm]}
budget: {binary: 95kB, weights: 4 MB, ram: 1.5MiB}
optimize: speed
weights: file
artifacts: [exe, static, shared]
threads: 1
engines: [llvm]
preprocess:
  images: {resize: letterbox, fill: 114, channels: bgr, layout: nchw, scale: 1.0, mean: [0, 1, 2], std: 2}
toolchain: docker
verify: {inputs: s.npz, atol: 1e-4, rtol: 1e-3}
""" % ("AB" * 32)  # fmt: skip


def test_the_shortest_manifest_has_the_contract_s_defaults(folder: Path) -> None:
    m = load(SHORT)
    assert (m.name, m.model.path, m.model.sha256, m.model.inputs, m.model.outputs) == (
        "m",
        folder / "m.onnx",
        "",
        {},
        (),
    )
    assert (m.budget, m.optimize, m.weights, m.threads, m.toolchain) == (Budget(), "speed", "file", 1, "auto")
    assert (m.artifacts, m.engines, m.verify) == (("exe", "static", "shared"), ("llvm",), Verify(None, 1e-4, 1e-3))
    assert [r.target.name for r in m.targets] == ["aarch64"]
    assert str(m.targets[0].at("budget.ram")) == "manifest.yaml:2"


def test_every_key_of_the_contract_is_read(folder: Path) -> None:
    m = load(FULL)
    assert m.name == "yolox-nano"
    assert m.model.sha256 == "ab" * 32
    assert m.model.inputs == {"images": (1, 3, 416, 416), "a.b": ()}
    assert m.model.outputs == ("output",)
    assert m.budget == Budget(95_000, 4_000_000, 1_572_864)
    assert m.budget.limits() == {"binary": 95_000, "weights": 4_000_000, "ram": 1_572_864}
    assert m.toolchain == "docker"
    assert m.verify == Verify(folder / "s.npz", 1e-4, 1e-3)
    assert m.models[0].preprocess == {"images": Preprocess("letterbox", 114, "bgr", "nchw", 1.0, (0, 1, 2), (2,))}
    x86, arm = m.targets
    assert (x86.target.name, x86.budget, x86.optimize, x86.verify) == ("x86-64-v3", m.budget, "speed", m.verify)
    assert (arm.target.name, arm.optimize, arm.weights, arm.toolchain) == ("armv7", "size", "embed", "local")
    assert arm.budget == Budget(95_000, 4_000_000, 256 * 1024)
    assert arm.artifacts == ("exe", "shared")
    assert arm.verify == Verify(folder / "s.npz", 1e-4, 0)
    assert (str(arm.at("budget.ram")), str(arm.at("budget.binary"))) == ("manifest.yaml:5", "manifest.yaml:7")
    assert str(m.at("model.inputs.images")) == "manifest.yaml:2"


@pytest.mark.parametrize(
    ("text", "count"),
    [("1000", 1000), ("1000B", 1000), ("95kB", 95_000), ("95 kB", 95_000), ("256KiB", 262_144), ("4MB", 4_000_000),
     ("1MiB", 1_048_576), ("1.5MiB", 1_572_864), ("0.5kB", 500), ("2GB", 2 * 10**9), ("'7kB'", 7000)],
)  # fmt: skip
def test_units(folder: Path, text: str, count: int) -> None:
    assert load(SHORT + f"budget: {{ram: {text}}}").budget.ram == count


@pytest.mark.provokes("E101", "E103", "E104", "E105")
@pytest.mark.parametrize(
    ("line", "kind", "at", "says"),
    [
        ("budget: {ram: 95kb}", ManifestError, 3, "perhaps you meant '95kB'"),
        ("budget: {ram: 95KB}", ManifestError, 3, "perhaps you meant '95kB'"),
        ("budget: {ram: 95 apples}", ManifestError, 3, "the unit 'apples'"),
        ("budget: {ram: -1}", ManifestError, 3, "is not a size"),
        ("budget: {ram: 0}", ManifestError, 3, "from 1 B"),
        ("budget: {ram: 1.5}", ManifestError, 3, "whole number of bytes"),
        ("budget: {ram: true}", ManifestError, 3, "the boolean true is not a size"),
        ("budget: {ram: [1]}", ManifestError, 3, "a list of 1 is not a size"),
        ("budget: {ram: 99999999GB}", ManifestError, 3, "from 1 B"),
        ("budget: 4MB", ManifestError, 3, "not a mapping"),
        ("budget: {}\nbudget: {}", ManifestError, 4, "twice"),
        ("budget: {\n  binray: 1}", UnknownName, 4, "perhaps you meant 'binary'"),
        ("optimise: speed", UnknownName, 3, "perhaps you meant 'optimize'"),
        ("xyzzy: 1", UnknownName, 3, "known: name, model, targets"),
        ("optimize: sped", UnknownName, 3, "perhaps you meant 'speed'"),
        ("optimize: [speed]", ManifestError, 3, "a list of 1 is not a goal"),
        ("weights: inside", UnknownName, 3, "one of file, embed"),
        ("artifacts: [exe, exe]", ManifestError, 3, "twice"),
        ("artifacts: []", ManifestError, 3, "a list of 0"),
        ("artifacts: exe", ManifestError, 3, "is not a list"),
        ("artifacts: [dll]", UnknownName, 3, "one of exe, static, shared"),
        ("name: Yolox", ManifestError, 3, "is not a name"),
        ("name: ../x", ManifestError, 3, "is not a name"),
        ("name: ''", ManifestError, 3, "is not a name"),
        ("threads: two", ManifestError, 3, "not a whole number"),
        ("threads: 0", ManifestError, 3, "from 1 to"),
        ("threads: 65", ManifestError, 3, "from 1 to 64"),
        ("engines: [lvm]", UnknownName, 3, "perhaps you meant 'llvm'"),
        ("engines: [qnn, llvm]", NotInThisVersion, 3, "leave `engines` out"),
        ("quantize: {dtype: int8}", NotInThisVersion, 3, "float32"),
        ("quantize: {dtype: int4}", UnknownName, 3, "one of int8"),
        ("quantize: {calibration: no.npz}", FileMissing, 3, "calibration data 'no.npz'"),
        ("quantize: {method: best}", UnknownName, 3, "one of minmax, percentile, entropy"),
        ("quantize: {per_channel: 1}", ManifestError, 3, "not true or false"),
        ("engines: [snpe, llvm]", ManifestError, 3, "takes whole networks for Qualcomm's HTP"),
        ("toolchain: podman", UnknownName, 3, "one of auto, docker, local"),
        ("verify: {inputs: no.npz}", FileMissing, 3, "there is no file"),
        ("verify: {atol: -1}", ManifestError, 3, "from 0 to"),
        ("verify: {atol: .nan}", ManifestError, 3, "from 0 to"),
        ("verify: {atol: 1e999}", ManifestError, 3, "from 0 to"),
        ("verify: {atol: small}", ManifestError, 3, "is not a number"),
        ("preprocess: {x: {std: [1, 0, 1]}}", ManifestError, 3, "but not 0"),
        ("preprocess: {x: {mean: []}}", ManifestError, 3, "list of 0"),
        ("preprocess: {x: {fill: 300}}", ManifestError, 3, "from 0 to 255"),
        ("preprocess: {x: {resize: letterbocks}}", UnknownName, 3, "perhaps you meant 'letterbox'"),
        ("preprocess: [x]", ManifestError, 3, "a mapping from input name"),
    ],
)
def test_one_wrong_line(folder: Path, line: str, kind: type[PackError], at: int, says: str) -> None:
    (error,) = errors(SHORT + line)
    assert isinstance(error, kind)
    assert error.where == f"manifest.yaml:{at}"
    assert says in str(error)


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("", ManifestError, "nothing is not a mapping"),
        ("- a", ManifestError, "a list of 1 is not a mapping"),
        ("{}", ManifestError, "has no 'model'"),
        ("model: no.onnx\ntargets: [armv7]", FileMissing, "no.onnx"),
        ("model: .\ntargets: [armv7]", FileMissing, "is a folder"),
        ("model: m.onnx", ManifestError, "no target"),
        ("model: m.onnx\ntargets: []", ManifestError, "a list of 0"),
        ("model: m.onnx\ntargets: [aarch64, {target: aarch64}]", ManifestError, "twice"),
        ("model: m.onnx\ntargets: [{budget: {ram: 1}}]", ManifestError, "has no 'target'"),
        ("model: m.onnx\ntargets: [x86-64-v9]", UnknownName, "perhaps you meant 'x86-64-v"),
        ("model: m.onnx\ntargets: [AArch64]", UnknownName, "perhaps you meant 'aarch64'"),
        ("model: m.onnx\ntargets: [cortex-m4]", NotInThisVersion, "known: aarch64"),
        ("model: m.onnx\ntargets: [aarch64-dotprod]", NotInThisVersion, "build for aarch64"),
        ("model: m.onnx\ntargets: [./my.yaml]", FileMissing, "my.yaml"),
        ("model: m.onnx\ntargets: [[aarch64]]", ManifestError, "a list of 1 is not a target"),
        ("model: {}\ntargets: [aarch64]", ManifestError, "model has no 'path'"),
        ("model: {path: m.onnx, sha256: 12}\ntargets: [aarch64]", ManifestError, "64 hex digits"),
        ("model: {path: m.onnx, inputs: {x: [1, -1]}}\ntargets: [aarch64]", ManifestError, "from 1 to"),
        ("model: {path: m.onnx, inputs: {x: [N]}}\ntargets: [aarch64]", ManifestError, "model.inputs.x[0]"),
        ("model: {path: m.onnx, inputs: {x: 3}}\ntargets: [aarch64]", ManifestError, "not a list"),
        ("model: {path: m.onnx, outputs: []}\ntargets: [aarch64]", ManifestError, "model.outputs"),
    ],
)
def test_one_wrong_file(folder: Path, text: str, kind: type[PackError], says: str) -> None:
    (error,) = errors(text)
    assert isinstance(error, kind)
    assert says in str(error)


MISTAKES = """\
name: Yolox
model: {path: nope.onnx, inputs: {images: [1, 3, -1, x]}}
targets:
  - x86-64-v9
  - {target: cortex-m4, budget: {ram: 256kb}, quantise: 1}
  - {target: snpe, soc: sm8550}
budget: {binray: 95kB, weights: 4 mb}
threads: 4
engines: [snpe, llvm]
preprocess: {images: {std: 0, resize: letterbocks}}
verify: {inputs: none.npz}
"""


def test_all_mistakes_of_a_file_at_once(folder: Path, golden: Callable[[str, str], None]) -> None:
    text = "\n".join(map(str, errors(MISTAKES, sets=("toolchain=dockr",))))
    golden(text.replace(str(folder), "$DIR") + "\n", "mistakes.txt")


def test_set_overrides_values(folder: Path) -> None:
    m = load(
        SHORT,
        sets=("budget.ram=4MB", "optimize=size", 'model.inputs."a.b"=[1, 2]', "targets.0.weights=embed",
              "verify={inputs: s.npz, atol: 1}", "verify.atol=2"),
    )  # fmt: skip
    assert m.budget.ram == 4_000_000
    assert m.optimize == m.targets[0].optimize == "size"
    assert m.model.inputs == {"a.b": (1, 2)}
    assert (m.weights, m.targets[0].weights) == ("file", "embed")
    assert m.verify == Verify(folder / "s.npz", 2, 1e-3)
    assert str(m.at("budget.ram")) == "--set budget.ram=4MB"


def test_paths_of_the_command_line_start_at_the_current_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(SHORT)
    (folder / "sub").mkdir()
    (folder / "sub" / "o.onnx").write_bytes(b"")
    (folder / "sub" / "board.yaml").write_text("like: aarch64\nname: board\n")
    monkeypatch.chdir(folder / "sub")
    m = manifest.load("../manifest.yaml", sets=("model=o.onnx",), targets=("./board.yaml",))
    assert m.model.path == folder / "sub" / "o.onnx"
    assert m.targets[0].target.name == "board"
    assert manifest.load("../manifest.yaml").model.path.resolve() == folder / "m.onnx"


@pytest.mark.provokes("E100")
@pytest.mark.parametrize("option", ["", "a", "=1", ".a=1", "a..b=1", "targets.1=aarch64", "targets.x=1", "name.x=1"])
def test_options_that_are_no_assignment(folder: Path, option: str) -> None:
    (error,) = errors(SHORT + "name: n", sets=(option,))
    assert isinstance(error, Usage)


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("budget.ram=4Mb", "perhaps you meant '4MB'"),
        ("bugdet.ram=1", "perhaps you meant 'budget'"),
        ("name=[", "not valid"),
    ],
)
def test_mistakes_in_options_point_at_the_option(folder: Path, option: str, says: str) -> None:
    (error,) = errors(SHORT, sets=(option,))
    assert error.where == f"--set {option}"
    assert says in str(error)


def test_target_options_replace_the_manifest_s_targets_and_keep_their_options(folder: Path) -> None:
    m = load("model: m.onnx\ntargets: [aarch64, {target: armv7, optimize: size}]", targets=("armv7", "x86-64-v2"))
    assert [(r.target.name, r.optimize) for r in m.targets] == [("armv7", "size"), ("x86-64-v2", "speed")]
    assert [r.target.name for r in load("model: m.onnx", targets=("armv7",)).targets] == ["armv7"]
    (error,) = errors("model: m.onnx", targets=("armv8",))
    assert error.where == "--target armv8"


def test_names_of_inputs_are_checked_against_the_model(folder: Path) -> None:
    m = load("model: {path: m.onnx, inputs: {imgs: [1]}}\ntargets: [armv7]\npreprocess: {\n images: {}, iamges: {}}")
    m.models[0].check_inputs(["imgs", "images", "iamges"])
    with pytest.raises(PackErrors) as caught:
        m.models[0].check_inputs(["images"])
    assert [e.where for e in caught.value.errors] == ["manifest.yaml:1", "manifest.yaml:4"]
    assert "perhaps you meant 'images'" in str(caught.value)


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("YOLOX_nano.v2", "yolox_nano_v2"),
        ("m", "m"),
        ("3d-net", "m3d-net"),
        ("模型", "model"),
        ("_x_", "x"),
        ("a" * 90, "a" * 64),
    ],
)
def test_a_name_is_made_of_the_model_s_file_name(stem: str, name: str) -> None:
    assert default_name(stem) == name


def test_the_schema_is_current() -> None:
    assert resources.schema().read_text(encoding="utf-8") == schema.text(), "run python scripts/schema_json.py"


@pytest.mark.parametrize("text", [SHORT, FULL])
def test_the_schema_accepts_what_the_reader_accepts(folder: Path, text: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    yaml = pytest.importorskip("yaml")
    data = yaml.safe_load(text.replace("1e-4", "1.0e-4").replace("1e-3", "1.0e-3"))
    jsonschema.Draft202012Validator(json.loads(schema.text())).validate(data)
    load(text)


@pytest.mark.parametrize(
    "line",
    [
        "xyzzy: 1",
        "quantize: {bits: 4}",
        "threads: 0",
        "budget: {ram: 95kb}",
        "weights: in",
        "name: A",
        "engines: [qnn]",
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(folder: Path, line: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    yaml = pytest.importorskip("yaml")
    errors(SHORT + line)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(json.loads(schema.text())).validate(yaml.safe_load(SHORT + line))


# --- target files ---


def test_the_shipped_targets_are_those_of_the_contract() -> None:
    assert target.names() == ("aarch64", "armv7", "x86-64-v2", "x86-64-v3", "x86-64-v4")
    assert target.known() == (*target.names(), "snpe")
    for name in target.names():
        t = target.load(name)
        assert t.name == name
        assert t.vec * 4 in (16, 32, 64)


@pytest.mark.provokes("E106")
@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("tiles: [6x3]\nvec: 8", "needs 22 vector registers of 16"),
        ("vec: 16\nregisters: 32", "its vectors have 16 lanes, those of the target 16"),
        (
            "wide: {flag: avx512f, features: +avx512f, vec: 16, registers: 8, tiles: [12x2], gemv: 1x4}",
            "registers of 8",
        ),
        ("gemv: 2x4", "gemv has several rows"),
        ("gemv: 1x20", "vector registers of 16"),
        ("pointer: 4", "write `pointer: 8`"),
        ("vec: 6", "a power of two"),
        ("features: +avx2", "add +fma"),
        ("triple: riscv64-unknown-linux-gnu", "no code for 'riscv64'"),
        ("triple: x86_64-unknown-none-elf", "not a Linux triple"),
        ("triple: aarch64-unknown-linux-gnu\nfma: false", "a feature of x86_64"),
        ("triple: armv7-unknown-linux-gnueabi\npointer: 4\nfma: false", "hard-float"),
        ("name: cortex-m4", "the name is reserved"),
    ],
)
def test_target_files_that_contradict_themselves(folder: Path, line: str, says: str) -> None:
    head = "" if line.startswith("name") else "name: board\n"
    Path("board.yaml").write_text(f"like: x86-64-v3\n{head}{line}\n")
    (error,) = errors("model: m.onnx\ntargets: [./board.yaml]")
    assert isinstance(error, TargetInvalid)
    assert says in str(error)
    assert error.where.startswith("./board.yaml:")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("like: x86-64-v3", "has no 'name'"),
        ("name: board", "has no 'triple'"),
        ("like: z80\nname: b", "unknown target 'z80'"),
        ("like: x86-64-v3\nname: b\ntiels: [6x2]", "perhaps you meant 'tiles'"),
        ("like: x86-64-v3\nname: b\ntiles: [6by2]", "write for example 6x2"),
        ("like: x86-64-v3\nname: b\ntriple: arm-linux-gnueabihf", "a target triple of four parts"),
        ("like: x86-64-v3\nname: b\ncflags: [evil]", "is not an option"),
        ("like: x86-64-v3\nname: ../b", "is not a name"),
        ("like: x86-64-v3\nname: b\nfeatures: avx2", "write +this,-that"),
        ("[]", "is not a mapping"),
    ],
)
def test_target_files_with_wrong_values(folder: Path, text: str, says: str) -> None:
    Path("board.yaml").write_text(text)
    assert says in "\n".join(map(str, errors("model: m.onnx\ntargets: [board.yaml]")))


def test_names_that_llvm_would_ignore(folder: Path) -> None:
    Path("board.yaml").write_text("like: aarch64\nname: board\ncpu: cortexa72\nfeatures: +neon,+foo\n")
    found = errors("model: m.onnx\ntargets: [./board.yaml]")
    assert [(type(e), e.where) for e in found] == [(TargetInvalid, "./board.yaml:3"), (TargetInvalid, "./board.yaml:4")]
    assert "no processor 'cortexa72'" in str(found[0])
    assert "no feature '+foo'" in str(found[1])


@pytest.mark.parametrize("name", target.names())
def test_llvm_knows_the_shipped_targets(name: str) -> None:
    path = resources.folder("targets") / f"{name}.yaml"
    assert target.load(str(path)) == target.load(name)


def test_a_target_file_of_the_user(folder: Path) -> None:
    Path("board.yaml").write_text("like: aarch64\nname: board\nsummary: mine\ncpu: cortex-a72\nqemu_cpu: ''\n")
    got = load("model: m.onnx\ntargets: [{target: ./board.yaml, optimize: size}]").targets[0].target
    assert (got.name, got.cpu, got.qemu_cpu, got.vec) == ("board", "cortex-a72", "", 4)


@pytest.mark.provokes("E110")
def test_an_installation_without_its_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from packager.errors import InstallBroken

    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "packager")
    with pytest.raises(InstallBroken, match="targets"):
        target.names()
