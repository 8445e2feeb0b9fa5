"""`model: {torch: ...}`: a network in PyTorch, exported in a process of its own and compiled. PyTorch is the oracle."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import packager
from packager import manifest, pytorch
from packager.errors import ExportFailed, FileMissing, ManifestError, PackError, TorchMissing, UnknownName
from packager.manifest import schema
from tests.inprocess import HOST_TARGETS

EXAMPLE = Path(__file__).parents[2] / "examples" / "pytorch"
OPERATORS = EXAMPLE.with_name("operators") / "my_ops.py"

torch_installed = pytest.mark.torch

MODULE = """
import os
import torch
from torch import nn

class Gap(nn.Module):
    "One input is left out in the middle, one is only by name."
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(7, 4)
    def forward(self, words, scale=None, *, mask=None):
        y = self.words(words)
        y = y * 2 if scale is None else y * scale
        return y.masked_fill(~mask[..., None], 0.5)

class Mine(nn.Module):
    def forward(self, x):
        return torch.onnx.ops.symbolic("mine::HardMish", (x * 2,), dtype=x.dtype, shape=x.shape)

class Undecided(nn.Module):
    def forward(self, x):
        return x if x.sum() > 0 else -x

class Misfit(nn.Module):
    def forward(self, x):
        return x @ torch.ones(5, 5)

ready = nn.ReLU()

def named():
    return Gap(), {"mask": torch.tensor([[True, False, True]]), "words": torch.tensor([[1, 6, 3]])}

def crash():
    print("about to go")
    os.abort()

def nothing():
    return 7

def raises():
    raise ValueError("no weights here")
"""


def line(part: str) -> int:
    """The number of MODULE's line that holds `part`."""
    return next(i for i, text in enumerate(MODULE.splitlines(), 1) if part in text)


@pytest.fixture(autouse=True)
def _has_torch(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("torch") and importlib.util.find_spec("torch") is None:
        pytest.skip("needs PyTorch")


def write(folder: Path, model: str, more: str = "") -> Path:
    (folder / "nets").mkdir(exist_ok=True)
    (folder / "nets" / "small.py").write_text(MODULE)
    path = folder / "m.yaml"
    path.write_text(f"name: net\ntargets: [{HOST_TARGETS[0]}]\ntoolchain: local\nmodel: {model}\n{more}")
    return path


def module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"pytorch_{path.stem}", path)
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


# --- without PyTorch ---


def test_what_the_manifest_says(tmp_path: Path) -> None:
    m = manifest.load(
        write(tmp_path, "{torch: 'nets.small:Gap.x', inputs: {a: [2, 3], b: {shape: [], dtype: i64}}, outputs: [y]}")
    )
    assert m.model.torch == manifest.Torch("nets.small", "Gap.x", tmp_path, {"b": "i64"})
    assert dict(m.model.inputs) == {"a": (2, 3), "b": ()}
    assert m.model.outputs == ("y",)
    assert m.model.path == tmp_path / "small.onnx"


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("{torch: nets.small}", "the text 'nets.small' is not MODULE:FACTORY"),
        ("{torch: 'nets/small.py:Gap'}", "is not MODULE:FACTORY"),
        ("{torch: 'a:b', path: m.onnx}", "unknown key 'path' in model"),
        ("{torch: 'a:b', inputs: {x: {dtype: i64}}}", "has no 'shape'"),
        ("{torch: 'a:b', inputs: {x: {shape: [1], dtype: int}}}", "unknown element type 'int'"),
        ("{torch: 'a:b', inputs: {x: [0]}}", "out of range"),
    ],
)
def test_what_it_must_not_say(tmp_path: Path, model: str, says: str) -> None:
    with pytest.raises(ManifestError, match="model") as caught:
        manifest.load(write(tmp_path, model))
    assert says in str(caught.value)
    assert f"{tmp_path / 'm.yaml'}:4" in str(caught.value)


def test_the_schema_says_the_same() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json.loads(schema.text()))
    torch = {"torch": "net:make", "inputs": {"x": [1, 3], "y": {"shape": [], "dtype": "i64"}}, "outputs": ["z"]}
    validator.validate({"model": torch, "targets": ["aarch64"]})
    for wrong in ({"path": "m.onnx"}, {"torch": "net"}, {"inputs": {"x": {"dtype": "i64"}}}, {"sha256": "0" * 64}):
        assert not validator.is_valid({"model": torch | wrong, "targets": ["aarch64"]})


@pytest.mark.provokes("E514")
def test_without_pytorch_the_error_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytorch.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(TorchMissing) as caught:
        packager.build(write(tmp_path, "{torch: 'nets.small:Gap'}"), out=tmp_path / "out")
    error = caught.value
    assert (error.exit, error.where) == (5, f"{tmp_path / 'm.yaml'}:4")
    assert "python -m pip install 'packager[torch]'" in error.fix
    assert not (tmp_path / "out").exists()


@pytest.mark.provokes("E303")
@pytest.mark.parametrize(
    ("child", "says"),
    [
        ("import os; print('[]'); os.abort()", "signal 6 (SIGABRT) and without an answer"),
        ("import sys; print('{}'); sys.exit(3)", "status 3 and without an answer"),
        ("""print('{"kind": "done", "why": "", "known": []}')""", "it left no file"),
    ],
)
def test_a_process_that_dies_or_lies_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, child: str, says: str
) -> None:
    (tmp_path / "child.py").write_text(f"import sys; print('last words', file=sys.stderr)\n{child}\n")
    monkeypatch.setattr(pytorch, "CHILD", tmp_path / "child.py")
    monkeypatch.setattr(pytorch.importlib.util, "find_spec", lambda name: True)
    with pytest.raises(ExportFailed, match=r"could not export 'nets\.small:Gap'") as caught:
        packager.build(write(tmp_path, "{torch: 'nets.small:Gap'}"), out=tmp_path / "out")
    assert says in caught.value.why
    assert caught.value.details == "last words"


def test_an_export_that_does_not_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "child.py").write_text("import time; time.sleep(600)")
    monkeypatch.setattr(pytorch, "CHILD", tmp_path / "child.py")
    monkeypatch.setattr(pytorch, "TIMEOUT", 0.2)
    monkeypatch.setattr(pytorch.importlib.util, "find_spec", lambda name: True)
    with pytest.raises(ExportFailed, match="does not end"):
        packager.build(write(tmp_path, "{torch: 'nets.small:Gap'}"), out=tmp_path / "out")


# --- with PyTorch ---


@torch_installed
@pytest.mark.parametrize("factory", ["make", "with_examples"])
def test_the_example_computes_what_pytorch_computes(tmp_path: Path, factory: str) -> None:
    import torch

    target, work = HOST_TARGETS[0], tmp_path / "work"
    shutil.copytree(EXAMPLE, work)
    if factory == "with_examples":
        text = (work / "manifest.yaml").read_text().replace("net:make", "net:with_examples")
        (work / "manifest.yaml").write_text("".join(s for s in text.splitlines(True) if "inputs:" not in s))

    def build() -> packager.Report:
        return packager.build(work / "manifest.yaml", targets=[target], toolchain="local", out=tmp_path / "out")[0]

    report = build()
    assert report.verify.ok
    assert [(i.name, str(i.dtype), tuple(i.shape)) for i in report.inputs] == [
        ("x", "f32", (1, 16, 40)),
        ("before", "i64", (1,)),
    ]

    torch.manual_seed(0)
    network = getattr(module(work / "net.py"), factory)()
    network = (network[0] if isinstance(network, tuple) else network).eval()
    x = np.random.default_rng(1).standard_normal((1, 16, 40)).astype(np.float32)
    before = np.array([3])
    with torch.no_grad():
        scores, summary = network(torch.from_numpy(x), torch.from_numpy(before))
    found = packager.load(tmp_path / "out" / "keywords" / target).run({"x": x, "before": before})
    assert list(found) == ["scores", "summary"]
    np.testing.assert_allclose(found["scores"], scores, atol=1e-5)
    np.testing.assert_allclose(found["summary"], summary, atol=1e-5)

    if factory == "with_examples":
        return
    assert build().up_to_date, "the export is the same, byte for byte"
    (work / "net.py").write_text((work / "net.py").read_text().replace("nn.SiLU()", "nn.ReLU()"))
    assert not build().up_to_date
    shutil.rmtree(work)  # the output folder needs nothing else to be verified again
    from packager.check.verify import verify
    from packager.run.dist import open_dist

    assert verify(open_dist(tmp_path / "out" / "keywords" / target)).ok


@torch_installed
@pytest.mark.parametrize(
    "model",
    [
        "{torch: 'nets.small:Gap', inputs: {mask: {shape: [1, 3], dtype: bool}, words: {shape: [1, 3], dtype: i64}}}",
        "{torch: 'nets.small:named'}",
    ],
)
def test_inputs_go_by_name(tmp_path: Path, model: str) -> None:
    report = packager.build(write(tmp_path, model), out=tmp_path / "out")[0]
    words, mask = np.array([[1, 6, 3]]), np.array([[True, False, True]])
    found = packager.load(tmp_path / "out" / "net" / report.target).run({"words": words, "mask": mask})
    import torch

    torch.manual_seed(0)
    network = module(tmp_path / "nets" / "small.py").Gap()
    with torch.no_grad():
        want = network(torch.from_numpy(words), mask=torch.from_numpy(mask))
    np.testing.assert_allclose(next(iter(found.values())), want, atol=1e-6)


@torch_installed
def test_networks_stand_beside_each_other_and_a_file(tmp_path: Path) -> None:
    """Two of PyTorch and one of ONNX in one binary; the second time nothing is to be done."""
    import torch

    (tmp_path / "nets").mkdir()
    (tmp_path / "nets" / "small.py").write_text(MODULE)
    shutil.copy(EXAMPLE.with_name("digits") / "digits.onnx", tmp_path)
    path = tmp_path / "m.yaml"
    path.write_text(
        f"name: three\ntargets: [{HOST_TARGETS[0]}]\ntoolchain: local\nmodels:\n"
        "  - {name: words, model: {torch: 'nets.small:named'}}\n"
        "  - {name: digits, model: digits.onnx}\n"
        "  - {name: flat, model: {torch: 'nets.small:ready', inputs: {input: [2, 5]}}}\n"
    )
    [report] = packager.build(path, out=tmp_path / "out")
    assert report.verify.ok
    assert packager.build(path, out=tmp_path / "out")[0].up_to_date
    dist = tmp_path / "out" / "three" / report.target
    x = np.linspace(-1, 1, 10, dtype=np.float32).reshape(2, 5)
    [flat] = packager.load(dist, model="flat").run({"input": x}).values()
    np.testing.assert_array_equal(flat, np.maximum(x, 0))

    torch.manual_seed(0)
    network, examples = module(tmp_path / "nets" / "small.py").named()
    with torch.no_grad():
        want = network(**examples)
    [words] = packager.load(dist, model="words").run({k: v.numpy() for k, v in examples.items()}).values()
    np.testing.assert_allclose(words, want, atol=1e-6)


@torch_installed
def test_an_operator_of_the_user_goes_from_pytorch_to_the_binary(tmp_path: Path) -> None:
    shutil.copy(OPERATORS, tmp_path)
    path = write(tmp_path, "{torch: 'nets.small:Mine', inputs: {x: [2, 9]}}", "ops: [my_ops.py]\n")
    report = packager.build(path, out=tmp_path / "out")[0]
    x = np.linspace(-3, 3, 18, dtype=np.float32).reshape(2, 9)
    found = packager.load(tmp_path / "out" / "net" / report.target).run({"x": x})
    want = 2 * x * 0.5 * np.minimum(np.maximum(2 * x + 2, 0), 2)
    np.testing.assert_allclose(next(iter(found.values())), want, atol=1e-6)


@torch_installed
@pytest.mark.parametrize(
    ("model", "kind", "says"),
    [
        ("{torch: 'nets.smell:Gap'}", FileMissing, "there is no module 'nets.smell'"),
        ("{torch: 'nets.small:gap'}", UnknownName, "perhaps you meant 'Gap'"),
        ("{torch: 'nets.small:Misfit'}", ManifestError, "neither the manifest nor the factory states any"),
        ("{torch: 'nets.small:ready', inputs: {x: [2]}, outputs: [a, b]}", ManifestError, "gives 1"),
        ("{torch: 'nets.small:Misfit', inputs: {x: [2, 3]}}", ExportFailed, f"nets/small.py:{line('x @')}, in forward"),
        (
            "{torch: 'nets.small:Undecided', inputs: {x: [3]}}",
            ExportFailed,
            f"nets/small.py:{line('x if')}, in forward",
        ),
        ("{torch: 'nets.small:crash'}", ExportFailed, "signal 6 (SIGABRT)"),
        ("{torch: 'nets.small:nothing'}", ExportFailed, "which is no torch.nn.Module"),
        (
            "{torch: 'nets.small:raises'}",
            ExportFailed,
            f"ValueError: no weights here (nets/small.py:{line('raise ValueError')}, in raises)",
        ),
        ("{torch: 'nets.small:named', inputs: {words: [1, 3], mask: [1, 4]}}", ManifestError, "[1, 3]"),
    ],
)
def test_errors_name_the_manifest_and_the_reason(tmp_path: Path, model: str, kind: type[PackError], says: str) -> None:
    with pytest.raises(kind) as caught:
        packager.build(write(tmp_path, model), out=tmp_path / "out")
    assert f"{tmp_path / 'm.yaml'}:4" in caught.value.where
    assert says in str(caught.value)
    assert "crash" not in model or "about to go" in caught.value.details
    assert not (tmp_path / "out").exists()
