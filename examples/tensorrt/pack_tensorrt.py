"""TensorRT, a compiler of whole graphs for NVIDIA's GPUs. A skeleton: nobody has run it on such hardware yet."""

from collections.abc import Iterable, Iterator
from zlib import crc32

from packager import engine
from packager.engine import MESSAGE, Call, Claim, Decline, Engine, Graph, Region, Sources, Target


class TensorRt(Engine):
    """Takes all nodes that TensorRT's parser reads; pack_tensorrt.c hands each region as ONNX to the bridge."""

    name, PACKAGES, ARCHITECTURES = "tensorrt", ("tensorrt",), ("x86_64", "aarch64")
    runtime = "an NVIDIA GPU, TensorRT 10 or newer and libpack_tensorrt.so (PACK_TENSORRT may name it)"

    def claims(self, graph: Graph, target: Target) -> Iterable[Claim | Decline]:
        return self.all_but(graph, target, self.refusal)

    def refusal(self, region: Region) -> str:
        trt = self.package("tensorrt", "tensorrt")
        log = trt.Logger(trt.Logger.ERROR)
        builder = trt.Builder(log)
        network = builder.create_network()
        parser = trt.OnnxParser(network, log)
        return "" if parser.parse(region.onnx) else f"its parser says: {parser.get_error(0).desc()}"

    def compile(self, region: Region, target: Target) -> Iterator[Call]:
        pointers = {"message": MESSAGE, "model": engine.block(region.onnx), **region.tensors}
        yield Call("tensorrt", pointers, {"id": crc32(region.onnx), "bytes": len(region.onnx), **region.counts})

    def sources(self, target: Target) -> Sources:
        files = tuple(engine.beside(type(self), name) for name in ("pack_tensorrt.c", "bridge.h"))
        return Sources(files, hosted=True, varies=True, runtime=self.runtime)
