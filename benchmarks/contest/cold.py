"""A rival's cold start in a process of its own: `python -m contest.cold NAME MODEL CASE.npz` prints one line of JSON.

{"wall": ns, "rss": KiB}: from when the engine's library has been loaded until its first result, and how much the
process has grown at its peak since before that. What Python and its packages take is not in the time, numpy's not in
the memory: both are less than a whole program needs.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter_ns
from typing import Any

import numpy as np

from contest.arrays import stored

Arrays = dict[str, np.ndarray]


def _onnxruntime(onnxruntime: Any, model: str, inputs: Arrays) -> object:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session, session.run(None, inputs)


def _ncnn(ncnn: Any, model: str, inputs: Arrays) -> object:
    net = ncnn.Net()
    net.opt.num_threads = 1
    net.opt.use_vulkan_compute = False
    net.opt.lightmode = True
    net.load_param(model)
    net.load_model(str(Path(model).with_suffix(".bin")))
    extractor = net.create_extractor()
    for name, array in zip(net.input_names(), inputs.values(), strict=True):
        extractor.input(name, ncnn.Mat(array[0]).clone())
    return net, extractor, [extractor.extract(name) for name in net.output_names()]


def _litert(litert: Any, model: str, inputs: Arrays) -> object:
    net = litert.Interpreter(model_path=model, num_threads=1)
    net.allocate_tensors()
    for detail, array in zip(net.get_input_details(), inputs.values(), strict=True):
        fits = tuple(detail["shape"]) == array.shape
        net.set_tensor(detail["index"], array if fits else np.ascontiguousarray(np.moveaxis(array, 1, -1)))
    net.invoke()
    return net, [net.get_tensor(d["index"]) for d in net.get_output_details()]


STARTS: dict[str, tuple[str, Callable[[Any, str, Arrays], object]]] = {
    "onnxruntime": ("onnxruntime", _onnxruntime),
    "ncnn": ("ncnn", _ncnn),
    "litert": ("ai_edge_litert.interpreter", _litert),
}
"""Engine -> its Python module, and what is to be done with it."""


def memory(key: str) -> int:
    """KiB of this process, by the key of /proc/self/status."""
    found = re.search(rf"^{key}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) if found else 0


def main(name: str, model: str, case: str) -> int:
    inputs = stored(Path(case), "in")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins here
    before, (package, first_result) = memory("VmRSS"), STARTS[name]
    module = importlib.import_module(package)
    start = perf_counter_ns()
    kept = first_result(module, model, inputs)
    wall = perf_counter_ns() - start
    print(json.dumps({"wall": wall, "rss": memory("VmHWM") - before}))
    del kept
    return 0


if __name__ == "__main__":
    import os

    status = main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(status)  # see worker.py
