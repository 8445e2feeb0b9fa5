"""XNNPACK's microkernels, from Debian's libxnnpack-dev: float32 convolutions and products with constant weights."""

from collections.abc import Iterator

from packager import engine
from packager.engine import Array, Call, Claim, Decline, Graph, Region, Sources, Target

# Outputs that gemm and igemm compute at a time; channels that dwconv does with up to 9 taps, and with up to 25.
WIDTHS = {"x86_64+avx512f": (32, 16, 16), "x86_64+fma": (16, 16, 8), "x86_64": (8, 8, 8), "aarch64": (8, 8, 8)}


class Xnnpack(engine.Engine):
    """Takes a node and the bounds behind it; the C beside this file gives it to the microkernels in pieces."""

    name = "xnnpack"

    def claims(self, graph: Graph, target: Target) -> Iterator[Claim | Decline]:
        for node in (n for n in graph.nodes if n.op in ("Conv", "Gemm", "MatMul")):
            why = self.declined(graph, node) or engine.unsuited(WIDTHS, target) or engine.unpackable(graph, node)
            yield Decline(node.name, why) if why else Claim((node.name,), engine.bounds(node)[0])

    def scratch(self, region: Region, target: Target) -> int:
        (groups, _, rows, cols, inputs), _ = (array.shape for array in engine.weights(region))
        return 0 if engine.product(region) else 8 * (16 * rows * cols + groups * inputs + 4)

    def compile(self, region: Region, target: Target) -> Iterator[Call]:
        (x, y), (w, bias), (_, low, high) = region.ends, engine.weights(region), engine.bounds(region.only)
        (groups, outputs, rows, cols, inputs), (width, few, many) = w.shape, engine.suited(WIDTHS, target)
        kind, taps, args = "igemm", rows * cols, engine.arguments(region.graph, region.only)
        if product := engine.product(region):
            kind, args = "gemm" if product["rows"] > 1 else "gemv", product
        elif outputs == inputs == 1 and taps <= 25:
            taps = min(t for t in (3, 4, 9, 25) if t >= taps)
            kind, width, w = f"dwconv{taps}", many if taps > 9 else few, w.reshape(1, groups, rows, cols).swapaxes(2, 3)
        ends: dict[str, str | Array] = {"x": x.name, "w": engine.panels(w, bias, width, taps), "y": y.name}
        yield Call(f"xnnpack_{kind}", ends | region.memory, args | {"min": low, "max": high})

    def sources(self, target: Target) -> Sources:
        flags = (f"-DCOLUMNS={engine.suited(WIDTHS, target)[0]}",)
        return Sources((engine.beside(Xnnpack),), ("microkernels-prod",), flags, "libxnnpack-dev/trixie", 1280)
