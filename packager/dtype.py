"""Element types of tensors: name, size and the numpy type that holds them.

Quantisation parameters will ride beside the type on a `graph.Value`; the type says how an element is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

import ml_dtypes  # makes its types known to numpy by their names
import numpy as np


@dataclass(frozen=True)
class DType:
    """How one element is stored: `name` as printed (`f32`), `bytes` per element, `onnx` its TensorProto.DataType."""

    name: str
    bytes: int
    onnx: int
    numpy: str

    @property
    def np(self) -> np.dtype[np.generic]:
        """The numpy dtype that holds one element."""
        return np.dtype(self.numpy)

    @property
    def is_float(self) -> bool:
        """True for the floating-point types."""
        return self.name.startswith(("f", "bf"))

    @property
    def is_bool(self) -> bool:
        """True for truth values."""
        return self.name == "bool"

    @property
    def is_unsigned(self) -> bool:
        """True for the unsigned integers."""
        return self.name.startswith("u")

    @property
    def is_int(self) -> bool:
        """True for the integers."""
        return not self.is_float and not self.is_bool

    @property
    def bits(self) -> int:
        """The bits that an element has: fewer than its bytes hold for the types of 2 and 4 bits."""
        return {"i4": 4, "u4": 4, "i2": 2, "u2": 2, "f4e2m1": 4}.get(self.name, 8 * self.bytes)

    def __str__(self) -> str:
        return self.name


F32 = DType("f32", 4, 1, "float32")
U8 = DType("u8", 1, 2, "uint8")
I8 = DType("i8", 1, 3, "int8")
U16 = DType("u16", 2, 4, "uint16")
I16 = DType("i16", 2, 5, "int16")
I32 = DType("i32", 4, 6, "int32")
I64 = DType("i64", 8, 7, "int64")
BOOL = DType("bool", 1, 9, "bool")
F16 = DType("f16", 2, 10, "float16")
F64 = DType("f64", 8, 11, "float64")
U32 = DType("u32", 4, 12, "uint32")
U64 = DType("u64", 8, 13, "uint64")
BF16 = DType("bf16", 2, 16, "bfloat16")
F8E4M3FN = DType("f8e4m3fn", 1, 17, "float8_e4m3fn")
F8E4M3FNUZ = DType("f8e4m3fnuz", 1, 18, "float8_e4m3fnuz")
F8E5M2 = DType("f8e5m2", 1, 19, "float8_e5m2")
F8E5M2FNUZ = DType("f8e5m2fnuz", 1, 20, "float8_e5m2fnuz")
F8E8M0 = DType("f8e8m0", 1, 24, "float8_e8m0fnu")
# Types of 2 and 4 bits take a byte each, as in numpy: kernels then address every element.
F4E2M1 = DType("f4e2m1", 1, 23, "float4_e2m1fn")
U4 = DType("u4", 1, 21, "uint4")
I4 = DType("i4", 1, 22, "int4")
U2 = DType("u2", 1, 25, "uint2")
I2 = DType("i2", 1, 26, "int2")

_NATIVE = (F32, U8, I8, U16, I16, I32, I64, BOOL, F16, F64, U32, U64)
_EXTENDED = (BF16, F8E4M3FN, F8E4M3FNUZ, F8E5M2, F8E5M2FNUZ, F8E8M0, F4E2M1, U4, I4, U2, I2)

ALL: tuple[DType, ...] = (*_NATIVE, *(d for d in _EXTENDED if hasattr(ml_dtypes, d.numpy)))
"""Every element type; the newest ones only where the installed ml_dtypes has them."""

BY_NAME = {d.name: d for d in ALL}
BY_ONNX = {d.onnx: d for d in ALL}


def from_numpy(dtype: np.dtype[np.generic] | type[np.generic] | str) -> DType:
    """The element type that `dtype` stores; raises KeyError for a numpy type that no tensor of ours can have."""
    return {d.numpy: d for d in ALL}[np.dtype(dtype).name]
