"""examples/tensorrt, as far as a machine without an NVIDIA GPU can say: everything but TensorRT itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from packager.engine import Claim, Decline, Engine
from packager.errors import EngineMissing
from packager.passes.optimise import optimise
from packager.target import load
from packager.toolchain.base import Compile, Job, Link
from tests.binary.sample import local_toolchain
from tests.passes.net import Build

EXAMPLE = Path(__file__).parents[2] / "examples" / "tensorrt"
TARGET = "x86-64-v2"

BRIDGE = """
#include "bridge.h"

struct pack_trt { int built; };
static struct pack_trt only;

const char *pack_trt_open(const void *onnx, size_t bytes, struct pack_trt **network) {
    if (only.built++)
        return "built twice";
    *network = &only;
    return onnx && bytes > 100 ? NULL : "no model";
}

const char *pack_trt_run(struct pack_trt *network, void *const *tensors, size_t inputs, size_t outputs) {
    const float *x = tensors[0];
    float *y = tensors[1];
    if (network != &only || inputs != 1 || outputs != 1)
        return "wrong arguments";
    for (int i = 0; i < 15; i++)
        y[i] = x[i] > 0 ? x[i] : 0;
    return RESULT;
}
"""
"""Stands for the bridge: computes the one network of the tests, Relu over 15 numbers."""

HEADERS = {
    "NvInfer.h": """
#pragma once
#include <cuda_runtime_api.h>
#include <stddef.h>
#include <stdint.h>
namespace nvinfer1 {
enum class DataType : int32_t { kFLOAT, kHALF, kINT8, kINT32, kBOOL, kUINT8, kFP8, kBF16, kINT64, kINT4 };
enum class BuilderFlag : int32_t { kFP16, kTF32 };
struct Dims64 { int32_t nbDims; int64_t d[8]; };
using Dims = Dims64;
class ILogger {
public:
    enum class Severity : int32_t { kINTERNAL_ERROR, kERROR, kWARNING, kINFO, kVERBOSE };
    virtual void log(Severity severity, const char *message) noexcept = 0;
    virtual ~ILogger() = default;
};
struct ITensor {
    const char *getName() const noexcept;
    Dims getDimensions() const noexcept;
    DataType getType() const noexcept;
};
struct INetworkDefinition {
    int32_t getNbInputs() const noexcept;
    int32_t getNbOutputs() const noexcept;
    ITensor *getInput(int32_t index) const noexcept;
    ITensor *getOutput(int32_t index) const noexcept;
};
struct IHostMemory { void *data() const noexcept; size_t size() const noexcept; };
struct IBuilderConfig { void clearFlag(BuilderFlag flag) noexcept; };
struct IExecutionContext {
    bool setTensorAddress(const char *name, void *data) noexcept;
    bool enqueueV3(cudaStream_t stream) noexcept;
};
struct ICudaEngine { IExecutionContext *createExecutionContext() noexcept; };
struct IRuntime { ICudaEngine *deserializeCudaEngine(const void *plan, size_t size) noexcept; };
struct IBuilder {
    INetworkDefinition *createNetworkV2(uint32_t flags) noexcept;
    IBuilderConfig *createBuilderConfig() noexcept;
    IHostMemory *buildSerializedNetwork(INetworkDefinition &network, IBuilderConfig &config) noexcept;
};
IBuilder *createInferBuilder(ILogger &logger) noexcept;
IRuntime *createInferRuntime(ILogger &logger) noexcept;
}
""",
    "NvOnnxParser.h": """
#pragma once
#include <NvInfer.h>
namespace nvonnxparser {
struct IParser { bool parse(const void *model, size_t size, const char *path = nullptr) noexcept; };
IParser *createParser(nvinfer1::INetworkDefinition &network, nvinfer1::ILogger &logger) noexcept;
}
""",
    "cuda_runtime_api.h": """
#pragma once
#include <stddef.h>
typedef struct CUstream_st *cudaStream_t;
enum cudaError_t { cudaSuccess };
enum cudaMemcpyKind { cudaMemcpyHostToDevice = 1, cudaMemcpyDeviceToHost = 2 };
cudaError_t cudaMalloc(void **memory, size_t bytes);
cudaError_t cudaMemcpyAsync(void *to, const void *from, size_t bytes, cudaMemcpyKind kind, cudaStream_t stream);
cudaError_t cudaStreamCreate(cudaStream_t *stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
const char *cudaGetErrorString(cudaError_t error);
""",
}
"""What bridge.cpp uses, as the documentation of TensorRT 10 and CUDA declares it."""


PARSER = """
class Logger:
    ERROR = 1
    def __init__(self, level): pass

class Builder:
    def __init__(self, logger): pass
    def create_network(self): return object()

class OnnxParser:
    def __init__(self, network, logger): pass
    def parse(self, model): return b"Softmax" not in model
    def get_error(self, index): return Error()

class Error:
    def desc(self): return "no Softmax today"
"""
"""Stands for the Python package tensorrt: its parser reads everything but Softmax."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of packages with the example, as pip would install it, and what stands for tensorrt."""
    folder = tmp_path / "site"
    info = folder / "pack_tensorrt-0.1.dist-info"
    info.mkdir(parents=True)
    project = (EXAMPLE / "pyproject.toml").read_text()
    (group,) = re.findall(r"(?m)^tensorrt = \"(.*)\"$", project)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pack-tensorrt\nVersion: 0.1\n")
    (info / "entry_points.txt").write_text(f"[packager.engines]\ntensorrt = {group}\n")
    for name in ("pack_tensorrt.py", "pack_tensorrt.c", "bridge.h"):
        (folder / name).write_bytes((EXAMPLE / name).read_bytes())
    (folder / "tensorrt.py").write_text(PARSER)
    monkeypatch.syspath_prepend(folder)
    yield folder
    for name in ("pack_tensorrt", "tensorrt"):
        sys.modules.pop(name, None)


def engine() -> Engine:
    made: Engine = import_module("pack_tensorrt").TensorRt()
    return made


@pytest.mark.usefixtures("site")
def test_it_claims_what_the_parser_reads(net: Build) -> None:
    n = net(x=(1, 3, 8, 8))
    graph = optimise(n.graph(n("Softmax", n.conv("x", 3, 4, 3), axis=1)))
    *declines, claim = engine().claims(graph, load(TARGET))
    (softmax,) = (node.name for node in graph.nodes if node.op == "Softmax")
    assert declines == [Decline(softmax, "its parser says: no Softmax today")]
    assert isinstance(claim, Claim)
    assert len(claim.nodes) == len(graph.nodes) - 1
    assert all("not for armv7" in d.why for d in engine().claims(graph, load("armv7")) if isinstance(d, Decline))


@pytest.mark.usefixtures("site")
def test_it_says_what_to_install(net: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorrt", None)
    n = net(x=(1, 4))
    with pytest.raises(EngineMissing) as caught:
        list(engine().claims(n.graph(n("Relu", "x")), load(TARGET)))
    assert "pip install 'tensorrt'" in caught.value.fix


@pytest.mark.slow
@pytest.mark.toolchain
@pytest.mark.parametrize("result", ["NULL", '"the GPU has left"'])
def test_its_c_over_something_that_stands_for_the_bridge(result: str, site: Path, net: Build, tmp_path: Path) -> None:
    n = net(x=(3, 5))
    n.graph(n("Relu", "x"))
    compiled = Compile("bridge.c", "bridge.o", ("-fPIC", "-fvisibility=default", f"-DRESULT={result}"))
    commands = (compiled, Link(("bridge.o",), "bridge.so", ("-shared",)))
    files = {"bridge.c": BRIDGE.encode(), "bridge.h": (EXAMPLE / "bridge.h").read_bytes()}
    made = local_toolchain(TARGET).build(Job(load(TARGET), files, commands, ("bridge.so",)))
    (tmp_path / "bridge.so").write_bytes(made.files["bridge.so"])
    says = {"name": "toy", "model": "net.onnx", "targets": [TARGET], "engines": ["tensorrt"], "toolchain": "local"}
    (tmp_path / "manifest.yaml").write_text(json.dumps(says))
    command = [sys.executable, "-m", "packager.cli", "build", str(tmp_path / "manifest.yaml"), "--out", str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(site), "PACK_TENSORRT": str(tmp_path / "bridge.so")}
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    if result == "NULL":
        assert done.returncode == 0, done.stderr
        report = json.loads((tmp_path / "toy" / TARGET / "report.json").read_text())
        assert report["verify"]["ok"]
        assert {k["engine"] for k in report["kernels"]} == {"tensorrt"}
    else:
        assert done.returncode == 7, done.stderr
        assert "toy: tensorrt: the GPU has left" in done.stderr
        assert "the binary needs an NVIDIA GPU" in done.stderr


@pytest.mark.toolchain
def test_the_bridge_fits_what_the_documentation_declares(tmp_path: Path) -> None:
    pytest.importorskip("ziglang", reason="needs a C++ compiler")
    for name, text in HEADERS.items():
        (tmp_path / name).write_text(text)
    flags = ["-target", "x86_64-linux-none", "-std=c++17", "-Wall", "-Wextra", "-Werror", f"-I{tmp_path}"]
    command = [
        sys.executable,
        "-m",
        "ziglang",
        "cc",
        "-x",
        "c++",
        *flags,
        "-c",
        str(EXAMPLE / "bridge.cpp"),
        "-o",
        "b.o",
    ]
    caches = {f"ZIG_{kind}_CACHE_DIR": str(tmp_path / "zig") for kind in ("LOCAL", "GLOBAL")}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env={**os.environ, **caches})
    assert done.returncode == 0, done.stderr
