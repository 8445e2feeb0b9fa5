"""The folder that is handed out: whole or not at all, checked by its sums; the script for the device's libraries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from packager.chip import resolve
from packager.errors import ArtefactBroken
from packager.snpe import package

FILES = {"net.dlc": b"d" * 100, "net.bin": b"b" * 100, "qnn_runner": b"\x7fELF", "fetch_runtime.sh": b"#!/bin/sh\n"}


def test_files_and_their_sums(tmp_path: Path) -> None:
    package.write(tmp_path, FILES)
    assert {p.name for p in tmp_path.iterdir()} == {*FILES, "SHA256SUMS"}
    assert os.access(tmp_path / "qnn_runner", os.X_OK)
    assert not os.access(tmp_path / "net.dlc", os.X_OK)
    package.check(tmp_path)
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.provokes("E603")
@pytest.mark.parametrize("harm", ["flip", "cut", "gone", "no sums"])
def test_a_damaged_file_is_found(tmp_path: Path, harm: str) -> None:
    package.write(tmp_path, FILES)
    path = tmp_path / "net.bin"
    if harm == "flip":
        path.write_bytes(b"b" * 50 + b"c" + b"b" * 49)
    elif harm == "cut":
        path.write_bytes(b"b" * 99)
    elif harm == "gone":
        path.unlink()
    else:
        (tmp_path / "SHA256SUMS").unlink()
    with pytest.raises(ArtefactBroken) as caught:
        package.check(tmp_path)
    assert ("SHA256SUMS" if harm == "no sums" else "net.bin") in caught.value.what
    assert caught.value.status == 6


def test_all_files_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace
    monkeypatch.setattr(
        Path, "replace", lambda s, t: real(s, t) if "dlc" not in s.name else (_ for _ in ()).throw(OSError(28, "full"))
    )
    with pytest.raises(OSError, match="full"):
        package.write(tmp_path, FILES)
    assert list(tmp_path.iterdir()) == []


def test_io_json_lists_tensors_in_the_runners_order() -> None:
    about = json.loads(package.io_json("net", resolve(soc="sm8550"), [{"name": "x"}], [{"name": "b"}, {"name": "a"}]))
    assert about["chip"] == "sm8550 (v73)"
    assert [o["name"] for o in about["outputs"]] == ["b", "a"]


def test_the_script_fetches_the_same_release_for_the_same_architecture(tmp_path: Path) -> None:
    text = package.fetch_script(resolve(arch="v75")).decode()
    assert "@" not in text.replace("$@", "")
    assert "arch=75" in text
    assert "version=2.7.0" in text
    if shutil.which("shellcheck"):
        script = tmp_path / "fetch_runtime.sh"
        script.write_text(text)
        done = subprocess.run(["shellcheck", str(script)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_the_script_picks_the_libraries(tmp_path: Path) -> None:
    """With a pip that puts a made-up wheel where the real one would be."""
    import zipfile

    script = tmp_path / "fetch_runtime.sh"
    script.write_bytes(package.fetch_script(resolve(arch="v73")))
    names = (
        "libQnnHtp.so",
        "libQnnSystem.so",
        "libQnnHtpV73Stub.so",
        "libQnnHtpV73Skel.so",
        "libQnnHtpV68Skel.so",
        "Qualcomm_LICENSE.pdf",
    )
    with zipfile.ZipFile(tmp_path / "fake.whl", "w") as wheel:
        for name in names:
            wheel.writestr(f"onnxruntime_qnn/{name}", name)
    python = tmp_path / "python"
    python.write_text(
        "#!/bin/sh\n"
        f'if [ "$1 $2" = "-m pip" ]; then echo "$@" >>{tmp_path}/asked\n'
        f'  while [ $# -gt 0 ]; do if [ "$1" = --dest ]; then cp {tmp_path}/fake.whl "$2/a.whl"; fi; shift; done; exit 0\n'
        f'fi\nexec {shutil.which("python3")} "$@"\n'
    )
    python.chmod(0o755)
    done = subprocess.run(
        ["sh", str(script), str(tmp_path / "lib")],
        env={**os.environ, "PYTHON": str(python)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert {p.name for p in (tmp_path / "lib").iterdir()} == set(names) - {"libQnnHtpV68Skel.so"}
    assert "manylinux_2_34_aarch64" in (tmp_path / "asked").read_text()
    assert "onnxruntime-qnn==2.7.0" in (tmp_path / "asked").read_text()
    python.write_text('#!/bin/sh\n[ "$3" = --version ]\n')
    done = subprocess.run(
        ["sh", str(script)], env={**os.environ, "PYTHON": str(python)}, capture_output=True, text=True
    )
    assert done.returncode == 5
    assert "pip cannot download" in done.stderr
