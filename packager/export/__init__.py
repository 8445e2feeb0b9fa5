"""Graph -> ONNX, and ONNX run by a reference: the oracle of every pass, and the way to engines that read ONNX.

`to_onnx(graph)` gives a valid ModelProto of a graph before or after the passes; `reference(graph, feeds)` runs a graph
or a ModelProto with onnxruntime, or with onnx.reference where onnxruntime cannot.
"""

from packager.export.evaluate import outputs_of, reference, reference_by
from packager.export.model import to_onnx

__all__ = ["outputs_of", "reference", "reference_by", "to_onnx"]
