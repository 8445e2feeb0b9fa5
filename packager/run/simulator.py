"""What ships for a chip, run: Qualcomm's simulator executes the very context binary of an output folder.

Same interface as the executable's: arrays by name in, arrays by name out. It needs the extra `snpe`, and says nothing
about how long a device would take.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from packager.chip import SIMULATOR
from packager.graph import Array
from packager.run.dist import Dist

NOTE = f"run on the {SIMULATOR}, not on a device: no word about its speed"


def demand(dist: Dist) -> None:
    """Raise SnpeMissing where the simulator is not installed, ArtefactBroken for a file that is not as it was built."""
    from packager.snpe import install, package

    install.demand()
    package.check(dist.folder)


def run(dist: Dist, inputs: Mapping[str, Array]) -> dict[str, Array]:
    """Outputs of the context binary by name. Raises SnpeMissing, SnpeFailed, ArtefactBroken."""
    import onnx
    from onnx import helper

    from packager.dtype import BY_NAME
    from packager.report.types import Tensor
    from packager.snpe.verify import Shipped, simulated

    demand(dist)
    chip, report = dist.target.chip, dist.report
    assert chip is not None, "a folder for a chip"

    def end(tensor: Tensor) -> onnx.ValueInfoProto:
        kind = helper.np_dtype_to_tensor_dtype(BY_NAME[tensor.dtype].np)
        return helper.make_tensor_value_info(tensor.name, kind, tensor.shape)

    ends = helper.make_graph([], report.name, [end(t) for t in report.inputs], [end(t) for t in report.outputs])
    binary = dist.file("context").read_bytes()
    shipped = Shipped(report.name, chip, helper.make_model(ends), b"", binary)
    with tempfile.TemporaryDirectory(prefix="pack-run-") as temporary:
        folder = Path(temporary)
        (folder / "model.bin").write_bytes(binary)
        [outputs] = simulated(shipped, [inputs], folder)
    return {t.name: outputs[t.name] for t in report.outputs}
