"""What folding costs, known before anything is evaluated; onnxscript, which folds, knows it afterwards."""

from __future__ import annotations

from math import prod

import onnx_ir as ir

from packager.errors import Unsupported, Where
from packager.load import limits

_VIEWS = frozenset(("Flatten", "Reshape", "Split", "Squeeze", "Transpose", "Unsqueeze"))
"""Operators that numpy computes without touching an element."""

_FAST_TEXT = """
Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh BatchNormalization BitCast BitShift BitwiseAnd BitwiseNot
BitwiseOr BitwiseXor Cast Ceil Celu Clip Concat ConstantOfShape Cos Cosh CumSum DepthToSpace DequantizeLinear Div
DynamicQuantizeLinear Elu Equal Exp Expand Floor Gather GatherElements Gemm GlobalAveragePool GlobalMaxPool Greater
GreaterOrEqual HardSigmoid HardSwish Hardmax InstanceNormalization IsInf IsNaN LRN LayerNormalization LeakyRelu Less
LessOrEqual Log LogSoftmax LpNormalization MatMul Max MeanVarianceNormalization Min Mish Mod Mul Neg NonZero Not
OneHot OptionalHasElement Or PRelu Pad Pow QuantizeLinear RMSNormalization Reciprocal ReduceL1 ReduceL2 ReduceLogSum
ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Round Selu Shrink Sign Sin
Sinh Slice Softmax Softplus Softsign SpaceToDepth Sqrt Sub Swish Tan Tanh ThresholdedRelu Tile Trilu Where Xor
"""
_FAST = frozenset(_FAST_TEXT.split())
"""Operators that the reference computes in a few calls of numpy: 0.1 to 10 ns for an element read or written."""

_SLOW_TEXT = """
AffineGrid BlackmanWindow CenterCropPad Compress CumProd DFT Det Erf GatherND HammingWindow HannWindow MatMulInteger
MelWeightMatrix NonMaxSuppression QLinearMatMul ReverseSequence ScatterElements ScatterND Sigmoid TopK Unique
"""
_SLOW = frozenset(_SLOW_TEXT.split())
"""Operators that it computes, in one version of onnx or another, in Python loops: 10 to 200 ns. All others are left to
run time: those that are random, take longer (Resize: milliseconds), or whose cost does not show in their sizes, such as
that of a window over padding."""

FOLDABLE = _VIEWS | _FAST | _SLOW

_COUNTED = frozenset(("Compress", "NonMaxSuppression", "NonZero", "Unique"))
"""Operators whose output's size depends on what their inputs hold: at most RANK elements for each of an input."""


class Budget:
    """What folding a model may still cost: bytes of results, and elements read and written.

    The constants in its file have `stored` bytes.
    """

    def __init__(self, stored: int) -> None:
        self.stored = stored
        self.nbytes = self.work = 0

    def allows(self, node: ir.Node, where: Where) -> bool:
        """Whether to evaluate the FOLDABLE `node`, whose inputs are constants; counts it if so.

        Its outputs have been inferred. Raises Unsupported where they are too large.
        """
        op = node.op_type
        tensors = [v.const_value for v in node.inputs if v and v.const_value is not None]
        given = [t.size for t in tensors]
        shapes = [v.shape.numpy() for v in node.outputs if v.shape is not None and v.shape.is_static()]
        if len(shapes) < len(node.outputs):
            if op not in _COUNTED:
                return False
            shapes = [(limits.RANK, sum(given))]
        made = [prod(shape) for shape in shapes]
        if min(made, default=0) < 0:
            return False
        for size, shape in zip(made, shapes, strict=True):
            if size > max(limits.FOLD_ELEMENTS, 2 * sum(given)):
                raise Unsupported(
                    f"{op} computes a constant of {size} elements",
                    where=where,
                    why=f"shape {list(shape)} is more than the {limits.FOLD_ELEMENTS} elements that pack computes",
                    fix="let the model compute it from smaller tensors by broadcasting, or store it as an initialiser",
                )
        work = 0 if op in _VIEWS else sum(given) + sum(made)
        if op in ("MatMul", "Gemm"):
            work += made[0] * max(tensors[0].shape.numpy(), default=1)
        elif op == "NonMaxSuppression":
            work = sum(given) ** 2
        work *= limits.FOLD_SLOW if op in _SLOW else 1
        if self.work + work > limits.FOLD_WORK + 2 * self.stored:
            return False
        self.work += work
        self.count(int(sum(made) * max((v.dtype.itemsize if v.dtype else 8 for v in node.outputs), default=8)), where)
        return True

    def count(self, nbytes: int, where: Where) -> None:
        """Count a constant that is computed. Raises Unsupported where all of them together are too large."""
        self.nbytes += nbytes
        if self.spent:
            raise Unsupported(
                "the model computes too many constants",
                where=where,
                why=f"together they have {self.nbytes} bytes, those stored in the file {self.stored}",
                fix="store them as initialisers, or let the model broadcast smaller tensors",
            )

    @property
    def spent(self) -> bool:
        """Whether the constants have used up what they may."""
        return self.nbytes > limits.FOLD_BYTES + limits.FOLD_SHARE * self.stored
