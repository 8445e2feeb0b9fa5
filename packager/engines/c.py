"""The user's own kernel in C: `engines: [{c: {op: Conv, symbol: my_conv, sources: [my_conv.c]}}, llvm]`."""

from collections.abc import Iterator

from packager import engine
from packager.config.spec import choice, existing_file, integer, list_of, text
from packager.engine import Call, Claim, Decline, Graph, Key, Region, Sources, Target


class C(engine.Engine):
    """Takes the nodes of one operator; the generated header `<symbol>.h` says what its function gets."""

    name = "c"
    KEYS = (
        Key("op", text(), "ONNX's name of the operator", "Conv", required=True),
        Key("symbol", text("a C identifier", r"[A-Za-z_]\w*"), "its function", "my_conv", required=True),
        Key("sources", list_of(existing_file("source"), 1, 64), "C files and headers", "[a.c]", required=True),
        Key("scratch", integer(0, 2**31 - 1), "bytes of memory it needs for itself", "4096"),
        Key("layout", choice("layout", "NCHW", "NHWC"), "order of images; default: NCHW, as in ONNX", "NHWC"),
    )

    def claims(self, graph: Graph, target: Target) -> Iterator[Claim | Decline]:
        """All nodes of the operator that fit one header; what is fused behind them is left to others."""
        mine = [node for node in graph.nodes if node.op == self.options["op"]]
        for node in mine:
            alike = engine.signature(graph, node) == engine.signature(graph, mine[0])
            why = self.declined(graph, node) or ("" if alike else "its tensors are not like the first one's")
            yield Decline(node.name, why) if why else Claim((node.name,), 0, self.options.get("layout", "NCHW"))

    def scratch(self, region: Region, target: Target) -> int:
        return int(self.options.get("scratch", 0))

    def compile(self, region: Region, target: Target) -> Iterator[Call]:
        pointers = engine.operands(region.graph, region.only) | region.memory
        yield Call(self.options["symbol"], pointers, engine.arguments(region.graph, region.only))

    def sources(self, target: Target) -> Sources:
        return Sources(tuple((path.name, path.read_bytes()) for path in self.options["sources"]))
