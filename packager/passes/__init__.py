"""The optimiser: `optimise.optimise` takes the graph of a model and gives the graph that is lowered, for every target.

One file per pass; `optimise.py` has their order, `driver.py` runs them. What the lowering meets afterwards, beside
the normal form of `packager.load`:

* Image operators have `layout="NHWC"`; their tensors are [N, H, W, C], 1-D images [N, 1, L, C]. Weights and attributes
  keep ONNX's order: OIHW, `scales` and `sizes` of a Resize for N, C, H, W, `pads` for H, W. An image operator without
  `layout` is one that cannot have it: three spatial axes, weights computed at run time, a Resize over channels.
* Gemm is x[M,K] * constant w[K,N] + constant b[N], without attributes. A product of two run-time values is MatMul.
* Reductions have keepdims=1, and a Reshape behind them where the model drops the axes. GlobalAveragePool and pools of
  the whole image are ReduceMean and ReduceMax. Flatten, Squeeze and Unsqueeze are Reshape; Sum and Mean are Adds.
* Arithmetic with constants is Add or Mul, the constant on the right: one number, a vector over the last axis [C], or a
  tensor. Only x - y, x / y of two run-time values, c - x and c / x are left of Sub and Div.
* Activations have ONNX's names, Swish among them (attribute alpha). Elementwise operators are stages of an epilogue
  where one node alone reads what they work on.
* Identity stands only at an output of the graph that is an input, a constant or another output, or that an earlier
  node reads under its other name.
"""
