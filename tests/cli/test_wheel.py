"""The wheel: outside the repository, from an installation without it, everything that pack needs is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_an_installed_wheel_works_outside_the_repository(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(tmp_path), str(ROOT)], check=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(site), str(wheel)], check=True, timeout=300)
    # The dependencies are those of this interpreter; PYTHONPATH stands before an editable install of the checkout.
    env = {**os.environ, "PYTHONPATH": str(site)}

    def pack(*words: str) -> dict[str, list[dict[str, str]]]:
        done = subprocess.run(
            [sys.executable, "-m", "packager.cli", *words, "--json"],
            cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode in (0, 5), done.stderr
        found: dict[str, list[dict[str, str]]] = json.loads(done.stdout)
        return found

    assert {r["name"] for r in pack("targets")["targets"]} >= {"aarch64", "armv7", "x86-64-v3"}
    assert "Conv" in {r["op"] for r in pack("ops")["ops"]}
    checks = {c["name"]: c for c in pack("doctor")["checks"]}
    assert checks["files of pack"]["found"] == str(site / "packager" / "_data")
    assert pack("toolchain", "list")["toolchains"]
    script = site / "bin" / "pack"
    done = subprocess.run(
        [sys.executable, str(script), "--version"], env=env, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout.startswith("pack "), done.stderr
    schema = (site / "packager" / "schema" / "manifest.schema.json").read_text(encoding="utf-8")
    assert json.loads(schema)["title"] == "Manifest of pack"
