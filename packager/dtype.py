"""Element types of tensors: name, size and the numpy type that holds them.

Quantisation parameters will ride beside the type on a `graph.Value`; the type says how an element is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

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
        return self.name.startswith("f")

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

ALL: tuple[DType, ...] = (F32, U8, I8, U16, I16, I32, I64, BOOL, F16, F64, U32, U64)
BY_NAME = {d.name: d for d in ALL}
BY_ONNX = {d.onnx: d for d in ALL}


def from_numpy(dtype: np.dtype[np.generic] | type[np.generic] | str) -> DType:
    """The element type that `dtype` stores; raises KeyError for a numpy type that no tensor of ours can have."""
    return {d.numpy: d for d in ALL}[np.dtype(dtype).name]
