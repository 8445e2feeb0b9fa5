"""OpenVINO, a compiler of whole graphs for x86-64: the wheel when pack builds, the user's installation when it runs."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zlib import crc32

from packager import engine
from packager.engine import MESSAGE, Call, Claim, Decline, Graph, Region, Sources, Target


class OpenVino(engine.Engine):
    """Takes all nodes that OpenVINO reads and its CPU plugin computes; openvino.c hands it each region as ONNX."""

    name, PACKAGES, ARCHITECTURES = "openvino", ("openvino",), ("x86_64",)
    runtime = "OpenVINO 2024.6 or newer (PACK_OPENVINO may name its libopenvino_c.so)"

    def claims(self, graph: Graph, target: Target) -> Iterable[Claim | Decline]:
        return self.all_but(graph, target, self.refusal)

    def refusal(self, region: Region) -> str:
        core = self.package("openvino").Core()
        model = core.read_model(region.onnx)
        known = core.query_model(model, "CPU")
        lacking = {op.get_type_name() for op in model.get_ops() if op.friendly_name not in known}
        return f"its CPU plugin lacks {', '.join(sorted(lacking))}" if lacking else ""

    def compile(self, region: Region, target: Target) -> Iterator[Call]:
        pointers = {"message": MESSAGE, "model": engine.block(region.onnx), **region.tensors}
        yield Call("openvino", pointers, {"id": crc32(region.onnx), "bytes": len(region.onnx), **region.counts})

    def sources(self, target: Target) -> Sources:
        name = Path(self.environment().get("PACK_OPENVINO", "libopenvino_c.so")).name
        flags = (f'-DOPENVINO_LIBRARY="{name}"',)
        return Sources((engine.beside(type(self)),), (), flags, hosted=True, varies=True, runtime=self.runtime)

    @classmethod
    def environment(cls) -> Mapping[str, str]:
        library = engine.packaged("openvino", "libs/libopenvino_c.so*")
        return {"PACK_OPENVINO": library} if library else {}
