"""An ONNX file -> Graph: static shapes, constants folded, one spelling for every operator.

Opsets 7 to the newest that the installed onnx knows; ONNX's own operators, and model-local functions. Operators that
ONNX defines by others become those where pack has no kernel for them (`expand`), and so do those of ONNX Runtime's own
domain (`microsoft`); loops and branches become straight code (`control`), recurrent networks products and gates
(`normal/recurrent`). Nothing symbolic is left, no node computes what is known when pack builds, no node is dead.

Normalised form
---------------
Whatever decides the shape of the code is an attribute: resolved, in range, every attribute stated, axes counted from
the front. `x` is the first input. Operators that change nothing, and Constant, ConstantOfShape, Shape, Size, EyeLike,
Range, Identity, Dropout, CastLike, Flatten, Sum, Mean, Upsample, Scatter, If, Loop, Scan, RNN, GRU, LSTM, do not
occur (Identity: see below).

================================  ======================================================================================
operator(inputs)                  attributes
================================  ======================================================================================
Reshape(x)                        shape: without 0 and -1. Flatten is a Reshape. Never the shape that x has already
Squeeze(x), Unsqueeze(x)          axes: sorted; of the output for Unsqueeze
Transpose(x)                      perm: never the identity
Concat(a, b, ...)                 axis; at least two inputs, none of them empty
Split(x)                          axis, split: sizes of all parts; at least two parts
Slice(x)                          axes (sorted, only those that are cut), starts, ends, steps. In range; with a negative
                                  step an end of -1 means down to element 0, and element 0 included
Pad(x)                            pads: begins then ends of all axes, >= 0; mode constant, edge, reflect, wrap; value.
                                  Negative pads are a Slice before it
Expand(x)                         shape: the output's whole shape
Tile(x)                           repeats
Gather(x, indices)                axis; constant indices are >= 0
GatherElements, GatherND,         as in ONNX, axis >= 0, constant indices of the Elements >= 0
ScatterElements, ScatterND
NonZero(x), Compress(x, c),        the first output has the size of its bound, count (i64[1]) says how much of it there
Unique(x), NonMaxSuppression      is; axis, sorted (of the rows of a matrix), center_point_box
TopK(x)                           k, axis, largest, sorted
Trilu(x), CumSum(x)               k, upper; axis, exclusive, reverse
DepthToSpace(x), SpaceToDepth(x)  blocksize; mode (DCR, CRD) for DepthToSpace
Conv(x, w, [b])                   kernel_shape, strides, dilations, pads (begins then ends), group. No auto_pad
ConvTranspose(x, w, [b])          the same and output_padding; output_shape is resolved into pads
MaxPool(x), AveragePool(x),       kernel_shape, strides, dilations, pads, ceil_mode (the Value has the shape it leads
LpPool(x)                         to: the last window may hang over the padded input); storage_order;
                                  count_include_pad; p
GlobalAveragePool(x), ...         none
BatchNormalization(x, scale,      epsilon; one output
bias, mean, var)
GroupNormalization(x, s, b)       num_groups, epsilon; scale and bias per channel
Resize(x)                         mode (nearest, linear, cubic), scales and sizes of all axes in the order of x's dims,
                                  coordinate_transformation_mode, nearest_mode, cubic_coeff_a, exclude_outside,
                                  extrapolation_value, antialias; roi (starts, ends of all axes) only for
                                  tf_crop_and_resize. Sampling uses `scales`, which need not be sizes / shape exactly
Softmax(x), LogSoftmax, Hardmax   axis: that one axis (the flattening form of old opsets stands between two Reshapes)
ReduceX(x)                        axes: sorted, all that are reduced; () reduces nothing; keepdims
ArgMax(x), ArgMin(x)              axis, keepdims, select_last_index
Clip(x)                           min, max: numbers, infinite where open. Computed bounds: Clip(x, min, max), no attrs
Cast(x)                           to: ONNX's number of the type, never the one x has
Max(a, b), Min(a, b), Add(a, b)   exactly two inputs; Sum and Mean are chains of Add
Gemm(a, b, [c])                   alpha, beta, transA, transB
QuantizeLinear, DequantizeLinear  axis only where the scale is not a scalar; block_size, output_dtype, saturate where
                                  they differ from ONNX's default. On constants they are folded
everything else                   inputs as in ONNX, attributes of the newest operator set, those with a default stated
================================  ======================================================================================

A value keeps its ONNX name, with a number behind it where another value has it. A node is called as in the file, or
`<op>#<index>`; inside a function or a branch the names of the nodes around it stand before it (`call/inner`). The
graph's outputs are always written by a node: an output that is a constant, an input under another name, or a second
name of another output is written by an Identity, the only place for one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from packager.errors import PackError, Where
from packager.graph import Graph, Node

if TYPE_CHECKING:
    from packager.load.interface import Pins

_NO_PINS: Pins = MappingProxyType({})


def load(
    path: Path | str,
    *,
    name: str = "",
    sha256: str = "",
    inputs: Pins = _NO_PINS,
    outputs: Sequence[str] = (),
    where: Where = Where(),
    lacks: Callable[[Graph, Node], PackError | None] = lambda *_: None,
) -> Graph:
    """The graph of the ONNX file `path`, as the module describes it.

    `name` names the graph (default: the file's stem). `sha256` is the file's expected hash. `inputs` fixes the shapes
    of inputs (`{name: shape}`) and `outputs` names the values that become the graph's outputs, any of the model's own;
    `where` is the place in the manifest that says so. Inputs that no chosen output needs are dropped, if `outputs` is
    given. Where the model has errors, `lacks` says what else cannot be compiled of it.

    Raises FileMissing, UnknownName (exit 2), ModelInvalid, ModelChanged, ModelTooLarge, Unsupported, DynamicShape
    (exit 3), or PackErrors with everything that was found.
    """
    # Imported here: what reads only the file, such as `pack init`, needs none of the libraries.
    from onnx_ir.passes.common import RemoveUnusedNodesPass

    from packager.load import counts, interface, model_file, result, source
    from packager.load.fold import Folder
    from packager.load.inline import inline

    path = Path(path)
    read = source.read(model_file.read(path, sha256, where), path)
    wanted = interface.cut(read, outputs, where)
    interface.pin(read, inputs, bool(outputs), where)
    inline(read)
    Folder(read, lacks)(read.model)
    cuts = counts.expose(read.model.graph, wanted)
    RemoveUnusedNodesPass()(read.model)
    return replace(result.graph(read, wanted, name or path.stem, bool(outputs)), cuts=MappingProxyType(cuts))
