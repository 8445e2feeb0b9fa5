"""Graph -> ONNX, and ONNX run by a reference: the oracle of every pass, and the way to engines that read ONNX.

`to_onnx(graph)` gives a valid ModelProto of a graph before or after the passes; `reference(graph, feeds)` runs a graph
or a ModelProto with onnxruntime, or with onnx.reference where onnxruntime is not installed.
"""

from packager.export.evaluate import engine_name, reference
from packager.export.model import to_onnx

__all__ = ["engine_name", "reference", "to_onnx"]
