"""The oracle: the original ONNX file run by onnxruntime, or by onnx.reference. Model + inputs -> outputs.

Independent of our own reader and passes on purpose: it takes the file as it is, so a mistake of theirs shows.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from packager.errors import ReferenceMissing
from packager.graph import Array
from packager.run.dist import file_hash

if TYPE_CHECKING:
    import onnx


COMPLETE_OPSET = 19
"""onnx.reference lacks the older forms of some operators (DequantizeLinear 10 and 13)."""


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
    path: Path, inputs: Mapping[str, Array], outputs: Sequence[str], only: str = ""
) -> tuple[str, dict[str, Array]]:
    """(name and version of the oracle, its outputs by name) for the ONNX file `path`.

    `outputs` may be any tensors of the graph. `only` asks for one oracle ('onnxruntime' or 'onnx.reference'). Raises
    ReferenceMissing with every oracle's reason when none can run the model.
    """
    reasons: list[str] = []
    for name, oracle in (("onnxruntime", _onnxruntime), ("onnx.reference", _onnx_reference)):
        if only not in ("", name):
            continue
        try:
            label, values = oracle(path, inputs, outputs)
        except ImportError:
            reasons.append(f"{name} is not installed")
            continue
        except Exception as error:  # whatever their C++ or numpy raises means "cannot run this"
            reasons.append(f"{name}: {' '.join(str(error).split())[:300]}")
            continue
        return label, dict(zip(outputs, values, strict=True))
    raise ReferenceMissing(
        "no reference can run the model",
        where=str(path),
        why="; ".join(reasons),
        fix='pip install "packager[verify]" for onnxruntime; if it is there, the model itself is at fault',
    )


def adapted(path: Path, inputs: Mapping[str, Array], outputs: Sequence[str]) -> onnx.ModelProto | None:
    """The model with the sizes of `inputs` and with `outputs` as its outputs; None if it is so already."""
    import onnx

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


def onnxruntime() -> Any:
    """The module. Raises ImportError. It is kept from writing into the home folder and calling home."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # it has to be there before the import
    return import_module("onnxruntime")


def averages_wrongly(version: str, path: Path) -> bool:
    """Whether this version of onnxruntime may be wrong on the ONNX file `path`: until 1.23, the last for Python 3.10,
    it divided by the wrong number where an AveragePool counts pads that differ from one another."""
    if tuple(int(part) for part in version.split(".")[:2]) >= (1, 24):
        return False
    import onnx

    for node in onnx.load(str(path), load_external_data=False).graph.node:
        attrs = {a.name: a for a in node.attribute}
        if node.op_type == "AveragePool" and "count_include_pad" in attrs and attrs["count_include_pad"].i:
            uneven = "pads" in attrs and len(set(attrs["pads"].ints)) > 1
            if uneven or ("auto_pad" in attrs and attrs["auto_pad"].s.startswith(b"SAME")):
                return True
    return False


def _onnxruntime(path: Path, inputs: Mapping[str, Array], outputs: Sequence[str]) -> tuple[str, list[Array]]:
    ort = onnxruntime()
    if averages_wrongly(ort.__version__, path):
        raise RuntimeError(f"version {ort.__version__} averages wrongly where pads that differ count")
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    model = adapted(path, inputs, outputs)
    source = str(path) if model is None else model.SerializeToString()
    session = ort.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    values = session.run(list(outputs), dict(inputs))
    return f"onnxruntime {ort.__version__}", [np.asarray(v) for v in values]


def _onnx_reference(path: Path, inputs: Mapping[str, Array], outputs: Sequence[str]) -> tuple[str, list[Array]]:
    import onnx
    import onnx.version_converter
    from onnx.reference import ReferenceEvaluator
    from onnx.reference.op_run import OpRun

    class BatchNormalization(OpRun):
        """Inference form. onnx.reference runs the operator of opsets 7 to 13 as in training."""

        op_domain = ""

        def _run(self, x: Any, *params: Any, epsilon: float = 1e-5, **_: object) -> tuple[Any]:
            scale, bias, mean, var = (p.reshape(-1, *(1,) * (x.ndim - 2)) for p in params)
            return ((scale * (x - mean) / np.sqrt(var + x.dtype.type(epsilon)) + bias).astype(x.dtype),)

    model = adapted(path, inputs, outputs) or onnx.load(str(path))
    opset = max((o.version for o in model.opset_import if o.domain in ("", "ai.onnx")), default=1)
    new = [*_own(model), *([BatchNormalization] if opset < 14 else [])]
    with np.errstate(all="ignore"):
        try:
            evaluator = ReferenceEvaluator(model, new_ops=new or None)
            values = evaluator.run(list(outputs), dict(inputs))
        except RuntimeError:  # an operator without an implementation for the model's opset
            newer = onnx.version_converter.convert_version(model, COMPLETE_OPSET)
            values = ReferenceEvaluator(newer).run(list(outputs), dict(inputs))
    return f"onnx.reference {onnx.__version__}", [np.asarray(v) for v in values]


def _own(model: onnx.ModelProto) -> list[type]:
    """The user's own operators in the model, as onnx.reference takes them: their meaning over numpy arrays."""
    from onnx.reference.op_run import OpRun

    from packager.lowering.base import OWN
    from packager.own import meaning

    found = {(node.domain, node.op_type) for node in model.graph.node if node.op_type in OWN}

    def made(domain: str, name: str) -> type:
        def run(_: Any, *inputs: Any, **attrs: Any) -> tuple[Any]:
            given = {k: v for k, v in attrs.items() if v is not None}
            return (np.asarray(meaning(OWN[name], list(inputs), given), inputs[0].dtype),)

        return type(name, (OpRun,), {"op_domain": domain, "_run": run})

    return [made(*one) for one in sorted(found)]
