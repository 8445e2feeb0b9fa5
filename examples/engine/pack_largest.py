"""MaxPool over images that lie NHWC, in C: an engine from outside of pack."""

from collections.abc import Iterator

from packager.engine import Call, Claim, Decline, Engine, Graph, Region, Target, arguments, operands


class Largest(Engine):
    """Takes every MaxPool of images whose window has no holes."""

    name = "largest"

    def claims(self, graph: Graph, target: Target) -> Iterator[Claim | Decline]:
        for node in (n for n in graph.nodes if n.op == "MaxPool"):
            why = self.declined(graph, node)
            if set(node.ints("dilations")) != {1} or graph[node.outputs[0]].rank != 4 or len(node.outputs) > 1:
                why = why or "only plain windows over images"
            yield Decline(node.name, why) if why else Claim((node.name,), stages=0)

    def compile(self, region: Region, target: Target) -> Iterator[Call]:
        yield Call("largest", operands(region.graph, region.only), arguments(region.graph, region.only))
