"""libQnnSystem and libQnnHtp through ctypes: read a context binary, compile and run a DLC without Qualcomm's SDK.

    compiled: dlcCreateFromFile -> backendCreate -> deviceCreate -> contextCreate -> composeGraphs -> graphFinalize

Only in a worker process: a mistake here or there ends it. The function tables are plain arrays of pointers; their order
is that of Qualcomm's public ctypes declarations (see structs.py). `composeGraphs` takes such a table by value, whose
size no document states: it is known for one version of the API, and refused for any other.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_uint32, c_uint64, c_void_p
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from packager.snpe import structs
from packager.snpe.install import Wheel

API = (2, 40)
"""Version of QNN's core API that the structures are checked for; that of onnxruntime-qnn 2.7.0."""

CORE = {
    "backendCreate": 1, "backendFree": 8, "contextCreate": 9, "contextFree": 14, "graphSetConfig": 17,
    "graphFinalize": 19, "graphRetrieve": 20, "graphExecute": 21, "deviceCreate": 40, "deviceFree": 43,
}  # fmt: skip
SYSTEM = {
    "contextCreate": 0, "contextGetBinaryInfo": 1, "contextFree": 3, "dlcCreateFromFile": 8, "dlcComposeGraphs": 10,
    "dlcFree": 12,
}  # fmt: skip

DTYPES: Mapping[int, str] = {
    0x0008: "int8", 0x0016: "int16", 0x0032: "int32", 0x0064: "int64", 0x0108: "uint8", 0x0116: "uint16",
    0x0132: "uint32", 0x0164: "uint64", 0x0216: "float16", 0x0232: "float32", 0x0308: "int8", 0x0316: "int16",
    0x0332: "int32", 0x0408: "uint8", 0x0416: "uint16", 0x0432: "uint32", 0x0508: "bool",
}  # fmt: skip
"""QNN's element types as numpy's; 0x3xx and 0x4xx are quantised."""

PRECISION, FLOAT16 = 2, 1
"""Option of a graph of the HTP, and its value."""


class QnnError(Exception):
    """A function of QNN failed; the text says which, and with what code."""


def binary_info(wheel: Wheel, path: Path) -> dict[str, Any]:
    """What the context binary says of itself: SoC, versions, graphs with the names, types and shapes at their ends."""
    table = _Table(wheel.system, "QnnSystemInterface_getProviders", structs.SystemProvider, SYSTEM)
    content = path.read_bytes()
    handle, info, size = c_void_p(), POINTER(structs.Binary)(), c_uint64()
    buffer = ctypes.create_string_buffer(content, len(content))
    table("contextCreate", byref(handle))
    try:
        table("contextGetBinaryInfo", handle, buffer, c_uint64(len(content)), byref(info), byref(size))
        return _described(info.contents)
    finally:
        table("contextFree", handle)


def _described(info: structs.Binary) -> dict[str, Any]:
    if info.version not in (1, 2, 3):
        raise QnnError(f"the binary's description has version {info.version}; pack knows 1 to 3")
    of = info.of.v3 if info.version == 3 else info.of.v1
    versions = {name: _version(getattr(of, name)) for name in ("core_api", "backend_api", "blob_version")}
    return {
        "build": (of.build or b"").decode(errors="replace"),
        "soc_model": int(of.soc_model) if info.version == 3 else 0,
        **versions,
        "graphs": [
            {
                "name": (graph.name or b"").decode(errors="replace"),
                "inputs": [_tensor(graph.inputs[i]) for i in range(graph.input_count)],
                "outputs": [_tensor(graph.outputs[i]) for i in range(graph.output_count)],
            }
            for graph in (of.graphs[i] for i in range(of.graph_count))
        ],
    }


def _version(version: structs.Version) -> str:
    return f"{version.major}.{version.minor}.{version.patch}"


def _tensor(tensor: structs.Tensor) -> dict[str, Any]:
    quantised = tensor.quantization.defined == 1 and tensor.quantization.kind == 0
    encoding = tensor.quantization.encoding.scale_offset
    return {
        "name": (tensor.name or b"").decode(errors="replace"),
        "dtype": DTYPES.get(tensor.dtype, hex(tensor.dtype)),
        "dims": [int(tensor.dims[i]) for i in range(tensor.rank)],
        "scale": float(encoding.scale) if quantised else None,
        "offset": int(encoding.offset) if quantised else None,
    }


class _Table:
    """A function table: call a function by its name, get a QnnError unless it returns 0."""

    def __init__(self, library: Path, getter: str, kind: type[ctypes.Structure], slots: Mapping[str, int]) -> None:
        try:
            self.library = ctypes.CDLL(str(library))
            providers, count = POINTER(POINTER(kind))(), c_uint32()
            status = getattr(self.library, getter)(byref(providers), byref(count))
        except (OSError, AttributeError) as error:
            raise QnnError(f"{library.name}: {error}") from error
        if status or not count.value:
            raise QnnError(f"{library.name}: {getter} gives no provider (status {status})")
        self.provider = providers[0].contents
        self.name, self.slots = library.name, slots
        self.address = ctypes.addressof(self.provider)
        self.functions = (c_void_p * (max(slots.values()) + 1)).from_address(self.address + ctypes.sizeof(kind))

    def __call__(self, function: str, *arguments: object) -> None:
        pointer = self.functions[self.slots[function]]
        if not pointer:
            raise QnnError(f"{self.name} has no {function}")
        status = ctypes.CFUNCTYPE(c_uint64)(pointer)(*arguments)
        if status:
            raise QnnError(f"{self.name}: {function} failed with {status & 0xFFFF}")


class Backend:
    """The HTP's compiler and simulator. Raises QnnError for another version of the API than `API`."""

    def __init__(self, wheel: Wheel) -> None:
        self.core = _Table(wheel.htp, "QnnInterface_getProviders", structs.Provider, CORE)
        self.system = _Table(wheel.system, "QnnSystemInterface_getProviders", structs.SystemProvider, SYSTEM)
        api = self.core.provider.core_api
        if (api.major, api.minor) != API:
            raise QnnError(f"{wheel.htp.name} has core API {_version(api)}; pack knows {API[0]}.{API[1]}")
        self.handle = c_void_p()

    def __enter__(self) -> Backend:
        self.core("backendCreate", None, None, byref(self.handle))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.core("backendFree", self.handle)

    @contextmanager
    def compiled(self, dlc: Path, *, number: int, arch: int, precision: str, **_: object) -> Iterator[Network]:
        """The one graph of `dlc`, compiled for a chip, ready to run."""
        device, context, container = c_void_p(), c_void_p(), c_void_p()
        graphs, count = POINTER(structs.Graph)(), c_uint32()
        chosen = [structs.HtpDeviceConfig(0, number, 0), structs.HtpDeviceConfig(1, 0, arch)]
        wrapped = [structs.DeviceConfig(0, ctypes.addressof(c)) for c in chosen]
        configs = (POINTER(structs.DeviceConfig) * 3)(*(ctypes.pointer(w) for w in wrapped))
        self.core("deviceCreate", None, configs, byref(device))
        self.core("contextCreate", self.handle, device, None, byref(context))
        self.system("dlcCreateFromFile", None, c_char_p(str(dlc).encode()), byref(container))
        interface = structs.Interface.from_address(self.core.address)
        self.system(
            "dlcComposeGraphs", container, None, c_uint32(0), self.handle, context, interface, c_uint32(1),
            byref(graphs), byref(count),
        )  # fmt: skip
        if count.value != 1:
            raise QnnError(f"{dlc.name} holds {count.value} graphs where one belongs")
        handle = c_void_p()
        self.core("graphRetrieve", context, c_char_p(graphs[0].name), byref(handle))
        if precision == "fp16":
            half = structs.HtpGraphConfig(PRECISION, FLOAT16)
            config = structs.GraphConfig(0, ctypes.addressof(half))
            self.core("graphSetConfig", handle, (POINTER(structs.GraphConfig) * 2)(ctypes.pointer(config)))
        self.core("graphFinalize", handle, None, None)
        try:
            yield Network(self.core, handle, graphs[0])
        finally:
            self.core("contextFree", context, None)
            self.core("deviceFree", device)
            self.system("dlcFree", container)


def plain(name: str) -> str:
    """A tensor's name as `composeGraphs` spells it: other characters than letters, digits and _ become _."""
    return re.sub("[^0-9A-Za-z_]", "_", name)


class Network:
    """A compiled graph."""

    def __init__(self, core: _Table, handle: c_void_p, graph: structs.Graph) -> None:
        self.core, self.handle, self.graph = core, handle, graph

    def run(self, feeds: Mapping[str, Any]) -> dict[str, Any]:
        """Outputs by plain name, for inputs by name; arrays of the types and shapes that the graph states."""
        graph, given = self.graph, {plain(name): array for name, array in feeds.items()}
        results: dict[str, Any] = {}
        for i in range(graph.input_count):
            tensor = graph.inputs[i]
            about = _tensor(tensor)
            array = np.ascontiguousarray(given[plain(about["name"])], about["dtype"]).reshape(about["dims"])
            results[f"<{about['name']}"] = array  # kept until the run is over
            _point(tensor, array)
        for i in range(graph.output_count):
            about = _tensor(graph.outputs[i])
            results[plain(about["name"])] = np.zeros(about["dims"], about["dtype"])
            _point(graph.outputs[i], results[plain(about["name"])])
        self.core(
            "graphExecute", self.handle, graph.inputs, c_uint32(graph.input_count), graph.outputs,
            c_uint32(graph.output_count), None, None,
        )  # fmt: skip
        return {name: array for name, array in results.items() if not name.startswith("<")}


def _point(tensor: structs.Tensor, array: Any) -> None:
    """Let the tensor's data be the array's memory."""
    tensor.memory_kind = 0
    tensor.memory.buffer = structs.Buffer(array.ctypes.data, array.nbytes)
