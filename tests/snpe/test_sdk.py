"""Qualcomm's SDK, by a stand-in that records what is asked of it: the exact commands, and every way to fail."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from packager.chip import resolve
from packager.errors import SdkUnusable
from packager.snpe.sdk import Sdk, write_inputs


@pytest.fixture
def log(tmp_path: Path) -> Callable[[], list[str]]:
    """Commands so far, with the test's folder as `@`."""
    return lambda: (tmp_path / "log").read_text().replace(str(tmp_path), "@").splitlines()


def test_the_commands_are_those_of_the_reference(sdk: Sdk, tmp_path: Path, log: Callable[[], list[str]]) -> None:
    feeds = [{"x": np.ones((1, 2), np.float32), "z": np.zeros(3, np.float32)}] * 2
    chip = resolve(soc="sm8550", precision="a16w8")
    sdk.convert(tmp_path / "m.onnx", tmp_path / "m.dlc", {"x": (1, 2), "z": (3,)})
    sdk.quantise(tmp_path / "m.dlc", tmp_path / "q.dlc", feeds, chip, per_channel=True)
    sdk.prepare(tmp_path / "q.dlc", tmp_path / "c.dlc", chip)
    sdk.prepare(tmp_path / "q.dlc", tmp_path / "c.dlc", resolve(arch="v73"))
    sdk.info(tmp_path / "c.dlc")
    sdk.net_run(tmp_path / "c.dlc", tmp_path / "calibration" / "list.txt", tmp_path / "out")
    assert log() == [
        "snpe-onnx-to-dlc -i @/m.onnx -o @/m.dlc -d x 1,2 -d z 3 --preserve_io",
        "snpe-dlc-quant --input_dlc @/m.dlc --input_list @/calibration/list.txt --output_dlc @/q.dlc "
        "--weights_bitwidth 8 --act_bitwidth 16 --bias_bitwidth 32 --use_per_channel_quantization",
        "snpe-dlc-graph-prepare --input_dlc @/q.dlc --output_dlc @/c.dlc --htp_socs sm8550 --vtcm_override 8 "
        "--optimization_level 3",
        "snpe-dlc-graph-prepare --input_dlc @/q.dlc --output_dlc @/c.dlc --htp_archs v73 --vtcm_override 2 "
        "--optimization_level 3",
        "snpe-dlc-info -i @/c.dlc",
        "snpe-net-run --container @/c.dlc --input_list @/calibration/list.txt --output_dir @/out",
    ]
    listing = (tmp_path / "calibration" / "list.txt").read_text().replace(str(tmp_path), "@")
    assert listing.splitlines()[0] == "x:=@/calibration/0.0.raw z:=@/calibration/0.1.raw"
    assert (tmp_path / "calibration" / "1.0.raw").read_bytes() == np.ones((1, 2), "<f4").tobytes()
    assert sdk.version == "2.51.0.260929"


def test_the_gate_asks_three_tools(sdk: Sdk, tmp_path: Path, log: Callable[[], list[str]]) -> None:
    model = Path(__file__).parent / "small.dlc"
    found = sdk.gate(resolve(soc="sm8550"))(model)
    assert "snpe-net-run take it, 1 outputs" in found
    assert [line.split()[0] for line in log()] == ["snpe-dlc-info", "snpe-dlc-graph-prepare", "snpe-net-run"]


@pytest.mark.provokes("E513")
@pytest.mark.parametrize("tool", ["snpe-dlc-info", "snpe-dlc-graph-prepare", "snpe-net-run"])
def test_a_tool_that_refuses_is_named_with_its_words(sdk: Sdk, tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIL", tool)
    with pytest.raises(SdkUnusable) as caught:
        sdk.gate(resolve(soc="sm8550"))(Path(__file__).parent / "small.dlc")
    assert caught.value.what == f"{tool} of Qualcomm's SDK 2.51.0.260929 failed"
    assert f"the reason of {tool}" in caught.value.why
    assert caught.value.status == 5


def test_a_tool_that_makes_nothing_is_an_error(sdk: Sdk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "c.dlc").write_text("an older one")
    monkeypatch.setenv("EMPTY", "snpe-dlc-graph-prepare")
    with pytest.raises(SdkUnusable, match="failed"):
        sdk.prepare(tmp_path / "q.dlc", tmp_path / "c.dlc", resolve(soc="sm8550"))


def test_a_folder_that_is_no_sdk(tmp_path: Path) -> None:
    with pytest.raises(SdkUnusable, match="not Qualcomm's AI Runtime SDK") as caught:
        Sdk.open(tmp_path)
    assert "bin/envsetup.sh" in caught.value.fix


def test_the_containers_entry_sets_the_environment_up(sdk: Sdk, tmp_path: Path, log: Callable[[], list[str]]) -> None:
    script = (Path(__file__).parents[2] / "containers" / "snpe-sdk" / "entrypoint.sh").read_text()
    entry = tmp_path / "entrypoint.sh"
    entry.write_text(script.replace("/opt/qairt", str(sdk.root)))
    done = subprocess.run(
        ["bash", str(entry), "snpe-dlc-info", "-i", "c.dlc"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert log() == ["snpe-dlc-info -i c.dlc"]
    entry.write_text(script.replace("/opt/qairt", str(tmp_path / "absent")))
    done = subprocess.run(["bash", str(entry), "snpe-dlc-info"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 5
    assert "mount the folder" in done.stderr


def test_inputs_are_little_endian(tmp_path: Path) -> None:
    write_inputs(tmp_path / "in", [{"x": np.array([1.5], ">f4")}])
    assert (tmp_path / "in" / "0.0.raw").read_bytes() == np.array([1.5], "<f4").tobytes()
