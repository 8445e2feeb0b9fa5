"""Which operators compute each element from the elements at the same place (after broadcasting), and nothing else."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


UNARY = _names(
    "Abs Acos Acosh Asin Asinh Atan Atanh Celu Ceil Clip Cos Cosh Elu Erf Exp Floor Gelu HardSigmoid HardSwish "
    "LeakyRelu Log Mish Neg Reciprocal Relu Round Selu Shrink Sigmoid Sign Sin Sinh Softplus Softsign Sqrt Swish Tan "
    "Tanh ThresholdedRelu"
)
"""One input of the output's shape."""

BINARY = _names("Add Div Max Min Mul PRelu Pow Sub")
"""Two inputs that broadcast."""

_OTHER = _names(
    "And BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor Cast Copy Equal Greater GreaterOrEqual Identity IsInf "
    "IsNaN Less LessOrEqual Mod Not Or Where Xor"
)


def is_elementwise(op: str) -> bool:
    """True for every operator that does not care in which order its elements lie."""
    return op in UNARY or op in BINARY or op in _OTHER
