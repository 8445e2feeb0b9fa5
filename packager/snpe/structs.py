"""QNN's C structures as ctypes, in our own words.

Written from Qualcomm's own ctypes declarations in its Python samples (qnn_types.py, system_structs.py; licence
BSD-3-Clause-Clear) and its public reference (document 80-63442-10), not from the headers of the SDK. Only what pack
reads or fills is named; the rest is padding of the right size. `tests/snpe` checks sizes and offsets.
"""

from __future__ import annotations

from ctypes import POINTER, Structure, Union, c_char_p, c_float, c_int32, c_uint8, c_uint32, c_uint64, c_void_p


class Version(Structure):
    """Qnn_Version_t."""

    _fields_ = [("major", c_uint32), ("minor", c_uint32), ("patch", c_uint32)]


class ScaleOffset(Structure):
    """Qnn_ScaleOffset_t: real = (stored + offset) * scale."""

    _fields_ = [("scale", c_float), ("offset", c_int32)]


class Encoding(Union):
    """The encodings that fit a value; the largest has 32 bytes."""

    _fields_ = [("scale_offset", ScaleOffset), ("raw", c_uint64 * 4)]


class Quantization(Structure):
    """Qnn_QuantizeParams_t. `kind` 0 is one scale and offset; `defined` 1 says that it holds."""

    _fields_ = [("defined", c_uint32), ("kind", c_uint32), ("encoding", Encoding)]


class Buffer(Structure):
    """Qnn_ClientBuffer_t."""

    _fields_ = [("data", c_void_p), ("bytes", c_uint32)]


class Memory(Union):
    """Where a tensor's data is: a buffer, or a handle."""

    _fields_ = [("buffer", Buffer), ("handle", c_void_p)]


class Tensor(Structure):
    """Qnn_Tensor_t, version 1 or 2: the second adds what stands behind `memory`."""

    _fields_ = [
        ("version", c_uint32),
        ("unused", c_uint32),
        ("id", c_uint32),
        ("name", c_char_p),
        ("type", c_uint32),
        ("format", c_uint32),
        ("dtype", c_uint32),
        ("quantization", Quantization),
        ("rank", c_uint32),
        ("dims", POINTER(c_uint32)),
        ("memory_kind", c_uint32),
        ("memory", Memory),
        ("dynamic", POINTER(c_uint8)),
        ("sparse", c_uint32 * 3),
        ("produced", c_uint8),
    ]


class Graph(Structure):
    """QnnSystemContext_GraphInfo_t, versions 1 to 3: each adds at the end."""

    _fields_ = [
        ("version", c_uint32),
        ("name", c_char_p),
        ("input_count", c_uint32),
        ("inputs", POINTER(Tensor)),
        ("output_count", c_uint32),
        ("outputs", POINTER(Tensor)),
        ("more", c_uint64 * 5),
    ]


class BinaryV1(Structure):
    """QnnSystemContext_BinaryInfoV1_t and V2_t, up to the graphs."""

    _fields_ = [
        ("backend", c_uint32),
        ("build", c_char_p),
        ("core_api", Version),
        ("backend_api", Version),
        ("soc_version", c_char_p),
        ("hardware_version", Version),
        ("blob_version", Version),
        ("hardware_bytes", c_uint32),
        ("hardware", c_void_p),
        ("blob_bytes", c_uint64),
        ("tensor_count", c_uint32),
        ("tensors", POINTER(Tensor)),
        ("graph_count", c_uint32),
        ("graphs", POINTER(Graph)),
    ]


class BinaryV3(Structure):
    """QnnSystemContext_BinaryInfoV3_t."""

    _fields_ = [
        ("backend", c_uint32),
        ("build", c_char_p),
        ("core_api", Version),
        ("backend_api", Version),
        ("soc_version", c_char_p),
        ("blob_version", Version),
        ("blob_bytes", c_uint64),
        ("tensor_count", c_uint32),
        ("tensors", POINTER(Tensor)),
        ("graph_count", c_uint32),
        ("graphs", POINTER(Graph)),
        ("platform", c_void_p),
        ("metadata_bytes", c_uint32),
        ("metadata", c_void_p),
        ("soc_model", c_uint32),
    ]


class BinaryUnion(Union):
    """By version."""

    _fields_ = [("v1", BinaryV1), ("v3", BinaryV3)]


class Binary(Structure):
    """QnnSystemContext_BinaryInfo_t."""

    _fields_ = [("version", c_uint32), ("of", BinaryUnion)]


class Provider(Structure):
    """QnnInterface_t up to its function table: backend, name, versions of the core and of the backend."""

    _fields_ = [("backend", c_uint32), ("name", c_char_p), ("core_api", Version), ("backend_api", Version)]


class SystemProvider(Structure):
    """QnnSystemInterface_t up to its function table."""

    _fields_ = [("backend", c_uint32), ("name", c_char_p), ("system_api", Version)]


SLOTS = 75
"""Functions in the table of core API 2.40: found in memory, not in a document, and so checked with the version."""


class Interface(Structure):
    """QnnInterface_t with its table, as it is passed by value."""

    _fields_ = [("provider", Provider), ("functions", c_void_p * SLOTS)]


class DeviceConfig(Structure):
    """QnnDevice_Config_t: `option` 0 is a custom one of the backend."""

    _fields_ = [("option", c_uint32), ("custom", c_void_p)]


class HtpDeviceConfig(Structure):
    """QnnHtpDevice_CustomConfig_t, with its 32-bit option and the padding behind it as one number.

    Option 0 is the SoC (`first` its number), 1 the architecture (`first` the device's number, `second` it).
    """

    _fields_ = [("option", c_uint64), ("first", c_uint32), ("second", c_uint32), ("room", c_uint64 * 6)]


class GraphConfig(Structure):
    """QnnGraph_Config_t: `option` 0 is a custom one of the backend."""

    _fields_ = [("option", c_uint32), ("custom", c_void_p)]


class HtpGraphConfig(Structure):
    """QnnHtpGraph_CustomConfig_t with a number as its value."""

    _fields_ = [("option", c_uint64), ("value", c_uint32), ("more", c_uint64 * 6)]
