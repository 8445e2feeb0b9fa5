"""One class for each engine: opens a converted model, keeps its buffers, runs it. Used inside the engine's own process.

Each has the settings that are known to be fastest for one thread, computes in float32, and reads inputs that are in
place already, where its interface allows that. `run` is one inference, `outputs` what the last one gave. Raises what
the engine raises: the caller tells it as the reason.
"""

from __future__ import annotations

import ctypes
import importlib.util
from importlib.metadata import distribution
from pathlib import Path
from typing import Protocol

import numpy as np

Arrays = dict[str, np.ndarray]


class Runner(Protocol):
    """A model in an engine, ready to run."""

    def run(self) -> None:
        """One inference."""

    def outputs(self) -> list[np.ndarray]:
        """What the last inference gave, in any order."""


class Pack:
    """Ours: the shared library, through ctypes."""

    def __init__(self, model: Path, inputs: Arrays) -> None:
        from native import Native

        self._native = Native(model, inputs)
        self.run = self._native.run

    def outputs(self) -> list[np.ndarray]:
        return list(self._native.outputs.values())


class OnnxRuntime:
    """All optimisations, one thread, no spinning, bound buffers."""

    def __init__(self, model: Path, inputs: Arrays) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        binding = session.io_binding()
        for name, array in inputs.items():
            binding.bind_cpu_input(name, array)
        names = [o.name for o in session.get_outputs()]
        self._values = [onnxruntime.OrtValue.ortvalue_from_numpy(a) for a in session.run(names, inputs)]
        for name, value in zip(names, self._values, strict=True):
            binding.bind_ortvalue_output(name, value)
        self._inputs, self._session, self._binding = inputs, session, binding

    def run(self) -> None:
        self._session.run_with_iobinding(self._binding)

    def outputs(self) -> list[np.ndarray]:
        return [value.numpy() for value in self._values]


class Ncnn:
    """Light mode, packing, Winograd, memory from pools without locks; a new extractor for every run: so is its API."""

    def __init__(self, model: Path, inputs: Arrays) -> None:
        import ncnn

        self._blobs, self._work = ncnn.UnlockedPoolAllocator(), ncnn.UnlockedPoolAllocator()
        self._net = net = ncnn.Net()
        net.opt.num_threads = 1
        net.opt.use_vulkan_compute = False
        net.opt.lightmode = net.opt.use_packing_layout = True
        net.opt.use_winograd_convolution = net.opt.use_sgemm_convolution = True
        net.opt.use_fp16_packed = net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = False
        net.opt.use_bf16_storage = False
        net.opt.blob_allocator, net.opt.workspace_allocator = self._blobs, self._work
        if net.load_param(str(model)) or net.load_model(str(model.with_suffix(".bin"))):
            raise ValueError("ncnn does not load what pnnx made: it has layers that ncnn lacks")
        names, made = net.input_names(), list(inputs.values())
        # A copy, because a Mat made from an array refers to the array's memory. The leading 1 is not a dimension here.
        self._inputs = [(n, ncnn.Mat(a[0]).clone()) for n, a in zip(names, made, strict=True)]
        self._names = list(net.output_names())
        self._results: list[object] = []

    def run(self) -> None:
        with self._net.create_extractor() as extractor:
            for name, mat in self._inputs:
                extractor.input(name, mat)
            found = [extractor.extract(name) for name in self._names]
        if any(status for status, _ in found):
            raise RuntimeError("ncnn's extract failed")
        self._results = [mat for _, mat in found]

    def outputs(self) -> list[np.ndarray]:
        return [np.array(mat) for mat in self._results]


class Mnn:
    """A session of one thread in high precision. Inputs are copied for every run where a second run differs without."""

    def __init__(self, model: Path, inputs: Arrays) -> None:
        import MNN

        self._net = MNN.Interpreter(str(model))
        self._session = self._net.createSession({"backend": "CPU", "numThread": 1, "precision": "high"})
        self._pairs = []
        self._arrays = {n: np.ascontiguousarray(a) for n, a in inputs.items()}  # MNN's tensors refer to their memory
        for name, array in self._arrays.items():
            if array.dtype != np.float32:
                raise ValueError(f"MNN's interface for Python takes float32, input '{name}' is {array.dtype}")
            tensor = self._net.getSessionInput(self._session, name)
            host = MNN.Tensor(array.shape, MNN.Halide_Type_Float, array, MNN.Tensor_DimensionType_Caffe)
            self._pairs.append((tensor, host))
        self._module = MNN
        self._copy()
        self._net.runSession(self._session)
        first = self.outputs()
        self._net.runSession(self._session)
        self._copies = not all(np.array_equal(a, b) for a, b in zip(first, self.outputs(), strict=True))

    def _copy(self) -> None:
        for tensor, host in self._pairs:
            tensor.copyFrom(host)

    def run(self) -> None:
        if self._copies:
            self._copy()
        self._net.runSession(self._session)

    def outputs(self) -> list[np.ndarray]:
        found = []
        for tensor in self._net.getSessionOutputAll(self._session).values():
            shape, place = tensor.getShape(), np.zeros(tensor.getShape(), np.float32)
            caffe = self._module.Tensor_DimensionType_Caffe
            host = self._module.Tensor(shape, self._module.Halide_Type_Float, place, caffe)
            tensor.copyToHostTensor(host)
            found.append(np.array(host.getNumpyData()).reshape(shape))
        return found


class OpenVino:
    """The latency hint, one thread, float32; through its C library, whose call costs less than Python's."""

    def __init__(self, model: Path, inputs: Arrays) -> None:
        import openvino

        folder = Path(openvino.__file__).parent / "libs"
        [path] = folder.glob("libopenvino_c.so*")
        self._c = ctypes.CDLL(str(path))
        self._c.ov_get_last_err_msg.restype = ctypes.c_char_p
        core, net, compiled, self._request = (ctypes.c_void_p() for _ in range(4))
        self._check(self._c.ov_core_create(ctypes.byref(core)))
        self._check(self._c.ov_core_read_model(core, str(model).encode(), None, ctypes.byref(net)))
        settings = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": "1",
            "NUM_STREAMS": "1",
            "INFERENCE_PRECISION_HINT": "f32",
            "ENABLE_CPU_PINNING": "NO",
        }
        words = [ctypes.c_char_p(word.encode()) for pair in settings.items() for word in pair]
        size = ctypes.c_size_t(len(words))
        self._check(self._c.ov_core_compile_model(core, net, b"CPU", size, ctypes.byref(compiled), *words))
        self._check(self._c.ov_compiled_model_create_infer_request(compiled, ctypes.byref(self._request)))
        for name, array in inputs.items():
            tensor = ctypes.c_void_p()
            self._check(self._c.ov_infer_request_get_tensor(self._request, name.encode(), ctypes.byref(tensor)))
            self._place(tensor, array.dtype, array.size)[:] = array.ravel()
        self._outputs = []
        for k, output in enumerate(openvino.Core().read_model(str(model)).outputs):
            tensor, index = ctypes.c_void_p(), ctypes.c_size_t(k)
            call = self._c.ov_infer_request_get_output_tensor_by_index
            self._check(call(self._request, index, ctypes.byref(tensor)))
            self._outputs.append((tensor, np.dtype(output.get_element_type().to_dtype())))

    def _check(self, status: int) -> None:
        if status:
            raise RuntimeError((self._c.ov_get_last_err_msg() or b"").decode(errors="replace") or f"status {status}")

    def _place(self, tensor: ctypes.c_void_p, dtype: np.dtype, size: int | None = None) -> np.ndarray:
        data, number = ctypes.c_void_p(), ctypes.c_size_t()
        self._check(self._c.ov_tensor_data(tensor, ctypes.byref(data)))
        self._check(self._c.ov_tensor_get_byte_size(tensor, ctypes.byref(number)))
        if size is not None and number.value != size * dtype.itemsize:
            raise RuntimeError(f"an input has {number.value} bytes, not {size * dtype.itemsize}")
        raw = (ctypes.c_uint8 * number.value).from_address(data.value or 0)
        return np.frombuffer(raw, dtype)

    def run(self) -> None:
        if self._c.ov_infer_request_infer(self._request):
            self._check(-1)

    def outputs(self) -> list[np.ndarray]:
        return [self._place(tensor, kind).copy() for tensor, kind in self._outputs]


class LiteRt:
    """The interpreter with XNNPACK, which it uses by itself, and one thread."""

    def __init__(self, model: Path, inputs: Arrays) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._net = net = Interpreter(model_path=str(model), num_threads=1)
        net.allocate_tensors()
        left = list(inputs.values())
        for detail in net.get_input_details():
            shape, dtype = tuple(detail["shape"]), detail["dtype"]
            ways = [(k, w) for k, a in enumerate(left) for w in (a, np.moveaxis(a, 1, -1)) if a.dtype == dtype]
            fitting = [(k, w) for k, w in ways if w.shape == shape]
            if not fitting:
                raise ValueError(f"the converted model wants an input {dtype.__name__}{list(shape)}")
            net.set_tensor(detail["index"], np.ascontiguousarray(fitting[0][1]))
            left.pop(fitting[0][0])
        self.run = net.invoke

    def outputs(self) -> list[np.ndarray]:
        return [self._net.get_tensor(d["index"]) for d in self._net.get_output_details()]


class Peak:
    """No engine: the fastest multiply-adds that this core does, whose rate stands beside the others' in each round."""

    def __init__(self, model: Path, inputs: Arrays) -> None:
        from contest.peak import Chains

        del model, inputs
        self._chains = Chains()
        self.run = self._chains.run

    def outputs(self) -> list[np.ndarray]:
        return []


ENGINES: dict[str, tuple[type[Runner], str]] = {
    "pack": (Pack, "packager"),
    "small": (Pack, "packager"),
    "onnxruntime": (OnnxRuntime, "onnxruntime"),
    "ncnn": (Ncnn, "ncnn"),
    "mnn": (Mnn, "MNN"),
    "openvino": (OpenVino, "openvino"),
    "litert": (LiteRt, "ai-edge-litert"),
    "peak": (Peak, "llvmlite"),
}
"""Name -> class, and the distribution on PyPI that holds it."""


def code_bytes(name: str) -> int:
    """Bytes of the shared libraries of the engine's distribution that this process has mapped."""
    files = {str(Path(f.locate()).resolve()) for f in distribution(ENGINES[name][1]).files or ()}
    with Path("/proc/self/maps").open(encoding="utf-8") as lines:
        mapped = {line.split(maxsplit=5)[5].strip() for line in lines if line.count("/")}
    return sum(Path(path).stat().st_size for path in mapped & files)


def missing(name: str) -> str:
    """Why the engine cannot be used here, '' when it can."""
    module = {"pack": "packager", "small": "packager", "peak": "llvmlite", "mnn": "MNN", "litert": "ai_edge_litert"}
    found = importlib.util.find_spec(module.get(name, name))
    return "" if found else f"not installed: pip install {ENGINES[name][1]}"
