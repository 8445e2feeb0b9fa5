"""The oracle: the original ONNX file run by onnxruntime, or by onnx.reference. Model + inputs -> outputs.

Independent of our own reader and passes on purpose: it takes the file as it is, so a mistake of theirs shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from packager.dtype import BF16, F16
from packager.errors import ReferenceMissing
from packager.export import outputs_of
from packager.export.evaluate import Engine
from packager.graph import Array
from packager.lowering.base import OWN
from packager.own import meaning
from packager.run.dist import file_hash


def check_model(path: Path, sha256: str) -> None:
    """Raise ReferenceMissing unless `path` is there and its content has the hash it had when the binary was built."""
    try:
        found = file_hash(path)
    except OSError as error:
        raise ReferenceMissing(
            "the model that the binary was built from is gone",
            where=str(path),
            why=error.strerror or str(error),
            fix="put the ONNX file back, or build again where it is now",
        ) from error
    if found != sha256:
        raise ReferenceMissing(
            "the model has changed since the binary was built",
            where=str(path),
            why=f"its sha256 is {found[:16]}..., the binary was built from {sha256[:16]}...",
            fix="build again, or put the old ONNX file back",
        )


def reference_outputs(
    path: Path, inputs: Mapping[str, Array], outputs: Sequence[str], only: Engine = ""
) -> tuple[str, dict[str, Array]]:
    """(name and version of the oracle, its outputs by name) for the ONNX file `path`.

    `outputs` may be any tensors of the graph. `only` asks for one oracle ('onnxruntime' or 'onnx.reference'). Raises
    ReferenceMissing with every oracle's reason when none can run the model.
    """
    return outputs_of(adapted(path, inputs, outputs) or path, inputs, outputs, only, _own(path))


ROUNDOFF = {F16: 2**-11, BF16: 2**-8}
"""The largest relative error of rounding to a float type."""


def roundoff(path: Path) -> float:
    """The largest relative error of rounding to float16 or bfloat16, if numbers of the ONNX file `path` are kept in one
    of them; 0 where float32 is the coarsest. Smaller floats are like integers: what they stand for is exact."""
    graph = onnx.load(str(path), load_external_data=False).graph
    kinds = {t.data_type for t in graph.initializer}
    kinds |= {v.type.tensor_type.elem_type for v in (*graph.input, *graph.value_info, *graph.output)}
    kinds |= {a.i for n in graph.node if n.op_type == "Cast" for a in n.attribute if a.name == "to"}
    return max((error for d, error in ROUNDOFF.items() if d.onnx in kinds), default=0.0)


def adapted(path: Path, inputs: Mapping[str, Array], outputs: Sequence[str]) -> onnx.ModelProto | None:
    """The model with the sizes of `inputs` and with `outputs` as its outputs; None if it is so already."""
    model = onnx.load(str(path), load_external_data=False)
    graph = model.graph
    changed = [o.name for o in graph.output] != list(outputs)
    for value in graph.input:
        dims = value.type.tensor_type.shape.dim
        if value.name in inputs and [d.dim_value for d in dims] != list(inputs[value.name].shape):
            changed = True
            del dims[:]
            for size in inputs[value.name].shape:
                dims.add(dim_value=size)
    if not changed:
        return None
    types = {v.name: v.type.tensor_type.elem_type for v in (*graph.value_info, *graph.output)}
    del graph.output[:]
    for name in outputs:
        known = types.get(name, 0)
        # An output without a type is legal for both oracles, which infer it; one of the type 'undefined' is not.
        graph.output.append(
            onnx.helper.make_tensor_value_info(name, known, None) if known else onnx.ValueInfoProto(name=name)
        )
    del graph.value_info[:]  # they may state the old sizes
    onnx.load_external_data_for_model(model, str(path.parent))
    return model


def _own(path: Path) -> list[type]:
    """The user's own operators in the model, as onnx.reference takes them: their meaning over numpy arrays."""
    from onnx.reference.op_run import OpRun

    if not OWN:
        return []
    nodes = onnx.load(str(path), load_external_data=False).graph.node
    found = {(node.domain, node.op_type) for node in nodes if node.op_type in OWN}

    def made(domain: str, name: str) -> type:
        def run(_: Any, *inputs: Any, **attrs: Any) -> tuple[Any]:
            given = {k: v for k, v in attrs.items() if v is not None}
            return (np.asarray(meaning(OWN[name], list(inputs), given), inputs[0].dtype),)

        return type(name, (OpRun,), {"op_domain": domain, "_run": run})

    return [made(*one) for one in sorted(found)]
