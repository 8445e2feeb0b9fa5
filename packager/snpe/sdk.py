"""Qualcomm's full SDK, which the user has: its tools driven as its documentation says. DLC or ONNX + SDK -> answers.

Nothing of it comes with pack. The folder is the one that holds `bin/envsetup.sh`, on this machine or mounted read-only
into the container of containers/snpe-sdk. The tools' options are those of Qualcomm's public reference (80-63442-10).
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from packager.chip import Chip
from packager.errors import SdkUnusable
from packager.snpe import dlc
from packager.snpe.calibrate import Feeds

TIMEOUT = 1800.0
"""Seconds one tool may take: the quantiser runs the network on every sample."""

HOST = "x86_64-linux-clang"
"""Folder of the tools for this kind of machine."""

SETUP = "bin/envsetup.sh"
TOOLS = ("snpe-onnx-to-dlc", "snpe-dlc-quant", "snpe-dlc-graph-prepare", "snpe-dlc-info", "snpe-net-run")

LAUNCH = 'root=$1; shift; cd "$root/bin" && . ./envsetup.sh >/dev/null && cd "$OLDPWD" && exec "$@"'
"""What bash runs: the SDK's own environment, then the tool."""

BITS: Mapping[str, str] = {"int8": "8", "a16w8": "16"}


@dataclass(frozen=True)
class Sdk:
    """An SDK at `root`, in `version` (as the folder or its sdk.yaml says)."""

    root: Path
    version: str

    @staticmethod
    def open(root: Path) -> Sdk:
        """The SDK in `root`; raises SdkUnusable where its set-up script or one of the tools is missing."""
        root = root.absolute()
        absent = [name for name in (SETUP, *(f"bin/{HOST}/{tool}" for tool in TOOLS)) if not (root / name).is_file()]
        if absent:
            raise SdkUnusable(
                "this is not Qualcomm's AI Runtime SDK",
                where=str(root),
                why=f"it lacks {', '.join(absent[:3])}",
                fix=f"give the folder that holds `{SETUP}`, unpacked from the archive that Qualcomm offers",
            )
        described = root / "sdk.yaml"
        text = described.read_text(encoding="utf-8", errors="replace") if described.is_file() else root.name
        found = re.search(r"[0-9]+\.[0-9]+\.[0-9.]+[0-9]", text)
        return Sdk(root, found[0] if found else "unknown")

    def run(self, argv: Sequence[str], folder: Path) -> str:
        """What a tool prints, run in `folder` in the SDK's environment. Raises SdkUnusable."""
        command = ["bash", "-c", LAUNCH, "bash", str(self.root), *argv]
        with subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True, text=True, errors="replace",
        ) as process:  # fmt: skip
            try:
                output, _ = process.communicate(timeout=TIMEOUT)
            except BaseException as error:
                os.killpg(process.pid, signal.SIGKILL)
                if isinstance(error, subprocess.TimeoutExpired):
                    raise self._failed(argv, f"it did not end within {TIMEOUT:g} s") from error
                raise
        if process.returncode:
            tail = "\n       ".join(output.strip().splitlines()[-8:]) or "it printed nothing"
            raise self._failed(argv, f"status {process.returncode}: {tail}")
        return output

    def _failed(self, argv: Sequence[str], why: str) -> SdkUnusable:
        return SdkUnusable(
            f"{argv[0]} of Qualcomm's SDK {self.version} failed",
            where=shlex.join(argv),
            why=why,
            fix="`bin/envcheck` and `bin/check-linux-dependency.sh` of the SDK say what it lacks; docs/snpe.md has a "
            "container that has it",
        )

    def convert(self, model: Path, result: Path, inputs: Mapping[str, Sequence[int]]) -> Path:
        """ONNX -> float DLC, with the names and layouts that the network's ends have."""
        shapes = [word for name, dims in inputs.items() for word in ("-d", name, ",".join(map(str, dims)))]
        argv = ["snpe-onnx-to-dlc", "-i", str(model), "-o", str(result), *shapes, "--preserve_io"]
        return self._made(argv, result)

    def quantise(self, model: Path, result: Path, feeds: Sequence[Feeds], chip: Chip, *, per_channel: bool) -> Path:
        """Float DLC and real inputs -> quantised DLC; the inputs are written beside `result`."""
        listing = write_inputs(result.parent / "calibration", feeds)
        argv = [
            "snpe-dlc-quant", "--input_dlc", str(model), "--input_list", str(listing), "--output_dlc", str(result),
            "--weights_bitwidth", "8", "--act_bitwidth", BITS[chip.precision], "--bias_bitwidth", "32",
            *(["--use_per_channel_quantization"] if per_channel else []),
        ]  # fmt: skip
        return self._made(argv, result)

    def prepare(self, model: Path, result: Path, chip: Chip) -> Path:
        """Quantised DLC -> DLC with a record compiled for the chip."""
        which = ["--htp_socs", chip.soc] if chip.soc else ["--htp_archs", f"v{chip.arch}"]
        argv = [
            "snpe-dlc-graph-prepare", "--input_dlc", str(model), "--output_dlc", str(result), *which,
            "--vtcm_override", str(chip.vtcm), "--optimization_level", "3",
        ]  # fmt: skip
        return self._made(argv, result)

    def info(self, model: Path) -> str:
        """What snpe-dlc-info says of a DLC."""
        return self.run(["snpe-dlc-info", "-i", str(model)], model.parent)

    def net_run(self, model: Path, listing: Path, results: Path) -> list[Path]:
        """Run a DLC with SNPE's CPU runtime on this machine; the raw outputs, sorted by name."""
        argv = [
            "snpe-net-run", "--container", str(model), "--input_list", str(listing), "--output_dir", str(results),
        ]  # fmt: skip
        self.run(argv, model.parent)
        found = sorted(results.rglob("*.raw"))
        if not found:
            raise self._failed(argv, "it left no outputs")
        return found

    def gate(self, chip: Chip) -> Callable[[Path], str]:
        """L4: the SDK's own tools take a DLC: read it, compile it for the chip, run it. DLC -> what was found."""

        def ask(model: Path) -> str:
            with tempfile.TemporaryDirectory(prefix="pack-") as temporary:
                folder = Path(temporary)
                self.info(model)
                self.prepare(model, folder / "prepared.dlc", chip)
                inputs = dlc.read(model.read_bytes(), model.name).inputs
                zeros = {t.name: np.zeros(t.dims, np.dtype(t.dtype.removeprefix("q"))) for t in inputs}
                made = self.net_run(model, write_inputs(folder / "zeros", [zeros]), folder / "outputs")
            return f"SDK {self.version}: snpe-dlc-info, -graph-prepare and snpe-net-run take it, {len(made)} outputs"

        return ask

    def _made(self, argv: Sequence[str], result: Path) -> Path:
        result.unlink(missing_ok=True)  # a stale file must not pass for a result
        self.run(argv, result.parent)
        if not result.is_file() or not result.stat().st_size:
            raise self._failed(argv, f"it ended well, but left no {result.name}")
        return result


def write_inputs(folder: Path, feeds: Sequence[Feeds]) -> Path:
    """Raw little-endian files for `feeds` in the new `folder`, and the list that SNPE's tools read: a sample a line."""
    folder.mkdir(parents=True)
    lines = []
    for number, feed in enumerate(feeds):
        words = []
        for index, (name, array) in enumerate(feed.items()):
            path = folder / f"{number}.{index}.raw"
            dense = np.ascontiguousarray(array)
            dense.astype(dense.dtype.newbyteorder("<")).tofile(path)
            words.append(f"{name}:={path}")
        lines.append(" ".join(words))
    listing = folder / "list.txt"
    listing.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return listing
