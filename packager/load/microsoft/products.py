"""Products with what is fused to them: transpositions before, activations behind."""

from __future__ import annotations

from packager.load.microsoft.activations import activate
from packager.load.microsoft.call import Call, Tensor
from packager.load.microsoft.table import operator


def _turned(op: Call, x: Tensor, last: bool, batch: bool) -> Tensor:
    """`x` as a factor: its first dimension is that of the rows with `batch`, and the `last` two change places."""
    if x.rank < 2 and (last or batch):
        op.unsupported("it transposes a vector")
    perm = list(range(x.rank))
    if batch:
        perm = [*perm[1:-1], 0, perm[-1]]
    if last:
        perm[-2:] = perm[:-3:-1]
    return op.Transpose(x, perm=perm) if perm != sorted(perm) else x


@operator("FusedMatMul")
def fused_mat_mul(
    op: Call,
    a: Tensor,
    b: Tensor,
    *,
    alpha: float = 1.0,
    transA: bool = False,
    transB: bool = False,
    transBatchA: bool = False,
    transBatchB: bool = False,
) -> Tensor:
    """MatMul of transposed factors, times a number."""
    y = op.MatMul(_turned(op, a, transA, transBatchA), _turned(op, b, transB, transBatchB))
    return y if alpha == 1.0 else y * alpha


@operator("TransposeMatMul")
def transpose_mat_mul(
    op: Call, a: Tensor, b: Tensor, *, alpha: float = 1.0, transA: bool = False, transB: bool = False
) -> Tensor:
    """MatMul of transposed factors, times a number."""
    return fused_mat_mul(op, a, b, alpha=alpha, transA=transA, transB=transB)


@operator("FusedMatMulActivation")
def fused_mat_mul_activation(
    op: Call,
    a: Tensor,
    b: Tensor,
    *,
    activation: str,
    activation_alpha: float | None = None,
    activation_beta: float | None = None,
    activation_gamma: float | None = None,
    activation_axis: int = -1,
    alpha: float = 1.0,
    transA: bool = False,
    transB: bool = False,
    transBatchA: bool = False,
    transBatchB: bool = False,
) -> Tensor:
    """FusedMatMul and an activation."""
    y = fused_mat_mul(
        op, a, b, alpha=alpha, transA=transA, transB=transB, transBatchA=transBatchA, transBatchB=transBatchB
    )
    if activation in ("Softmax", "LogSoftmax", "Hardmax"):
        return op.add(activation, y, axis=activation_axis)
    return activate(op, y, activation, _named(activation_alpha, activation_beta, activation_gamma))


@operator("FusedGemm")
def fused_gemm(
    op: Call,
    a: Tensor,
    b: Tensor,
    c: Tensor | None,
    *,
    activation: str = "",
    activation_alpha: float | None = None,
    activation_beta: float | None = None,
    activation_gamma: float | None = None,
    alpha: float = 1.0,
    beta: float = 1.0,
    transA: bool = False,
    transB: bool = False,
) -> Tensor:
    """Gemm and an activation."""
    op.ranks(a, 2, what="A")
    op.ranks(b, 2, what="B")
    if c is not None:  # onnx does not look at its shape
        op.broadcasts(c, (a.shape[int(transA)], b.shape[int(not transB)]), "C")
    y = op.Gemm(a, b, c, alpha=alpha, beta=beta, transA=transA, transB=transB)
    return activate(op, y, activation, _named(activation_alpha, activation_beta, activation_gamma))


def _named(alpha: float | None, beta: float | None, gamma: float | None) -> dict[str, float]:
    """The parameters that the file states."""
    given = {"alpha": alpha, "beta": beta, "gamma": gamma}
    return {key: value for key, value in given.items() if value is not None}


@operator("GemmFastGelu")
def gemm_fast_gelu(op: Call, x: Tensor, w: Tensor, bias: Tensor | None) -> Tensor:
    """Gelu by tanh of a product."""
    return op.Gelu(op.biased(op.MatMul(x, w), bias), approximate="tanh")


@operator("CDist", "f64 f32")
def c_dist(op: Call, a: Tensor, b: Tensor, *, metric: str = "sqeuclidean") -> Tensor:
    """Distances between the rows of two matrices."""
    op.ranks(a, 2, what="first input")
    op.ranks(b, 2, what="second input")
    if metric not in ("sqeuclidean", "euclidean"):
        op.unsupported(f"its metric '{metric:.40}' is not euclidean")
    # a² + b² - 2ab rather than (a - b)², which would take a tensor of three dimensions.
    squares = [op.ReduceSumSquare(x, (1,), keepdims=1) for x in (a, b)]
    y = op.Relu(squares[0] + op.Transpose(squares[1], perm=(1, 0)) - op.MatMul(a, op.Transpose(b, perm=(1, 0))) * 2.0)
    return y if metric == "sqeuclidean" else op.Sqrt(y)
