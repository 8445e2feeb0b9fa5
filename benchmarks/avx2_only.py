"""ONNX Runtime without AVX-512, for fair comparisons of x86-64-v3 code on a CPU that has it: a patched temporary copy.

ONNX Runtime has no switch for this. Its matrix library (MLAS) looks once whether the CPU has AVX-512F and the system
saves the registers; in the copy one byte makes that check always fail, so that it takes its AVX2 kernels. Other
functions of ONNX Runtime may still look for themselves; none of the float32 kernels measured here does.
"""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

NAME = "onnxruntime-avx2"

# test r10d, 0x10000 (CPUID leaf 7, EBX bit 16: AVX512F); je over; ...; test al, 0xe0 (XCR0: the system saves ZMM)
CHECK = re.compile(rb"\x41\xf7[\xc0-\xc7]\x00\x00\x01\x00(\x74).[^\xc3]{0,12}?\xa8\xe0", re.DOTALL)
JUMP = 0xEB


def limited_copy(folder: Path) -> Path:
    """A folder for PYTHONPATH, inside `folder`, with the patched copy of the installed ONNX Runtime."""
    spec = find_spec("onnxruntime")
    if spec is None or spec.origin is None:
        raise SystemExit("onnxruntime is not installed")
    target = folder / NAME
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(Path(spec.origin).parent, target / "onnxruntime")
    (native,) = (target / "onnxruntime" / "capi").glob("onnxruntime_pybind11_state*.so")
    code = bytearray(native.read_bytes())
    found = [m.start(1) for m in CHECK.finditer(code)]
    if len(found) != 1:
        raise SystemExit(f"{native.name} has {len(found)} places that look like the check for AVX-512F, must be one")
    code[found[0]] = JUMP
    native.write_bytes(code)
    return target
