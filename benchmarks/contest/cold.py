"""A rival's cold start in a process of its own: `python -m contest.cold NAME MODEL CASE.npz` prints one line of JSON.

{"wall": ns, "rss": KiB}: from before the engine's library is loaded until its first result, and how much the process
has grown at its peak. Python and numpy are there before, and not counted: this is less than a whole program needs.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter_ns

import numpy as np

from contest.arrays import stored

Arrays = dict[str, np.ndarray]


def _onnxruntime(model: str, inputs: Arrays) -> object:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session, session.run(None, inputs)


def _ncnn(model: str, inputs: Arrays) -> object:
    import ncnn

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


def _litert(model: str, inputs: Arrays) -> object:
    from ai_edge_litert.interpreter import Interpreter

    net = Interpreter(model_path=model, num_threads=1)
    net.allocate_tensors()
    for detail, array in zip(net.get_input_details(), inputs.values(), strict=True):
        fits = tuple(detail["shape"]) == array.shape
        net.set_tensor(detail["index"], array if fits else np.ascontiguousarray(np.moveaxis(array, 1, -1)))
    net.invoke()
    return net, [net.get_tensor(d["index"]) for d in net.get_output_details()]


STARTS: dict[str, Callable[[str, Arrays], object]] = {"onnxruntime": _onnxruntime, "ncnn": _ncnn, "litert": _litert}


def memory(key: str) -> int:
    """KiB of this process, by the key of /proc/self/status."""
    found = re.search(rf"^{key}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) if found else 0


def main(name: str, model: str, case: str) -> int:
    inputs = stored(Path(case), "in")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins here
    before, start = memory("VmRSS"), perf_counter_ns()
    kept = STARTS[name](model, inputs)
    wall = perf_counter_ns() - start
    print(json.dumps({"wall": wall, "rss": memory("VmHWM") - before}))
    del kept
    return 0


if __name__ == "__main__":
    import os

    status = main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(status)  # see worker.py
