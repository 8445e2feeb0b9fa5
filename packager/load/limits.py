"""What a model may ask for: bounds that keep a hostile or broken file from taking the machine's memory or time."""

from __future__ import annotations

FILE_BYTES = 2**30
"""Largest model file: reading one takes twice its size in memory. Bigger weights belong into external data."""

FIELDS = 1_000_000
"""Protobuf fields in the file, weights counted as one each: a real network has some ten thousand."""

NESTING = 24
"""Depth of nested protobuf messages; graphs inside graphs count several each."""

NUMBERS = 2**25
"""Bytes of numbers in the file that are packed into one field each, but are objects in memory: lists in attributes."""

ARITY = 2**25
"""Sum of the squares of the numbers of inputs, outputs and attributes of all nodes: what it costs to edit them."""

TENSORS = 100_000
"""Inputs and initialisers in the file."""

OUTPUTS = 4096
"""Outputs of the model: each edit of a graph looks at all of them."""

NODES = 2**14
"""Nodes in the file, with functions in place of their calls, and in normal form: 0.2 to 0.5 ms each."""

COPIES = 2000
"""Calls of one function: onnx_ir looks for the name of each copy of a node from the first one on."""

CALLS = 32
"""Depth of functions that call functions."""

TURNS = 1024
"""Turns of a Loop that does not say how many it has."""

STEPS = NODES // 4
"""Turns of a recurrent network in all its directions: each becomes four nodes at least."""

SEQUENCE = 4096
"""Tensors in a sequence."""

RANK = 16
"""Dimensions of a tensor."""

ELEMENTS = 2**31 - 1
"""Elements of any tensor: offsets in kernels are 32-bit on 32-bit targets."""

WEIGHT_BYTES = 2**31 - 1
"""Bytes of all constants read from the file and its external data."""

FOLD_ELEMENTS = 2**27
"""Elements of one constant that the graph computes, unless what it is made of is half as large: VGG's largest fits."""

FOLD_BYTES = 3 * 2**28
"""Bytes of all constants that the graph computes, beside FOLD_SHARE times the bytes of those in the file."""

FOLD_SHARE = 3
"""Weights may be converted, transposed and reshaped once each."""

SPARSE_BYTES = 2**28
"""Bytes of all sparse tensors with their zeros."""

FOLD_WORK = 2**28
"""Elements read and written to compute constants, beside twice the bytes stored in the file."""

FOLD_SLOW = 256
"""What an element counts for an operator that the reference computes in a Python loop."""

ERRORS = 500
"""Errors reported at once."""
