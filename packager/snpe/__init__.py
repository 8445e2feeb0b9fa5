"""Qualcomm's tensor processor (HTP): an ONNX network -> DLC, context binary and runners, verified on the simulator.

    prepare -> quantise -> compile (a process each: DLC, context binary) -> verify -> package

`compile_network` is the only door. Everything of Qualcomm's is used where the user installed it: through the extra
`snpe` (onnxruntime-qnn), or as a full SDK that is mounted or lies in a folder (`sdk.py`).
"""

from packager.chip import PRECISIONS, Chip, resolve
from packager.snpe.build import Built, SnpeTarget, compile_network
from packager.snpe.quantise import Options, Quantisation
from packager.snpe.verify import Level, Verification

__all__ = [
    "PRECISIONS",
    "Built",
    "Chip",
    "Level",
    "Options",
    "Quantisation",
    "SnpeTarget",
    "Verification",
    "compile_network",
    "resolve",
]
