"""docs/manifest.md names every key, and its examples are right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from packager import manifest, target
from packager.manifest.keys import MANIFEST
from packager.manifest.types import Options, Preprocess

PAGE = (Path(__file__).parents[2] / "docs" / "manifest.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def names(schema: dict[str, object]) -> set[str]:
    """All keys in a schema."""
    found: set[str] = set()
    for key, value in schema.items():
        if key == "properties" and isinstance(value, dict):
            found |= value.keys()
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        for part in (*parts, value):
            if isinstance(part, dict):
                found |= names(part)
    return found


def test_every_key_is_on_the_page() -> None:
    known = names(MANIFEST.schema) | names(target.TARGET.schema)
    assert {n for n in known if f"`{n}`" not in PAGE and f"`{n}:" not in PAGE and f"{{{n}:" not in PAGE} == set()


def test_the_examples_are_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("yolox_nano.onnx", "sample.npz"):
        Path(name).write_bytes(b"")
    Path("manifest.yaml").write_text(BLOCKS[0])
    assert manifest.load("manifest.yaml").targets[1].budget.ram == 16_000_000
    Path("manifest.yaml").write_text(BLOCKS[1])
    torch = manifest.load("manifest.yaml").model.torch
    assert torch
    assert (torch.module, torch.factory, dict(torch.dtypes)) == ("net", "make", {"before": "i64"})
    Path("photos").mkdir()
    Path("manifest.yaml").write_text("model: yolox_nano.onnx\n" + BLOCKS[2])
    assert [r.target.name for r in manifest.load("manifest.yaml").targets[1:]] == ["snpe-sm8550", "snpe-v73-fp16"]
    for name in ("yolox.onnx", "small.npz"):
        Path(name).write_bytes(b"")
    Path("faces.yaml").write_text("model: yolox_nano.onnx\nverify: {inputs: sample.npz}\n")
    Path("manifest.yaml").write_text(BLOCKS[3])
    assert [m.name for m in manifest.load("manifest.yaml").models] == ["yolox_nano", "small", "large"]
    Path("board.yaml").write_text(BLOCKS[4])
    assert target.load("./board.yaml").cpu == "cortex-a72"


def test_the_defaults_on_the_page_are_those_of_the_code() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]*)` \|", PAGE, re.MULTILINE))
    options, how = Options(), Preprocess()
    assert (rows["optimize"], rows["weights"], rows["toolchain"]) == (
        options.optimize,
        options.weights,
        options.toolchain,
    )
    assert (rows["resize"], rows["channels"]) == (how.resize, how.channels)
    assert (float(rows["fill"]), float(rows["scale"])) == (how.fill, how.scale)
