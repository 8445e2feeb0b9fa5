"""ONNX's backend interface: `packager.backend.prepare(model).run(inputs)` runs compiled code in this process.

The code is the one that `pack build` links, from the same stages: front end, planner, solver, LLVM. Where the size of
something is an input of the model, such as the axes of a reduction, it is compiled again for the values that it gets,
which is what a manifest's pinned inputs do. What was compiled stays in memory, so that many models can be run.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.backend.base import Backend, BackendRep

from packager import manifest, own
from packager import target as targets
from packager.debug import QUIET, Clock
from packager.engines import llvm
from packager.errors import DynamicShape, OperatorBroken, PackError
from packager.graph import Array, Graph
from packager.kernels.base import Program
from packager.pipeline import program
from packager.pipeline.build import FrontEnd
from packager.pipeline.search import Search
from packager.program.lower import lower
from packager.run import inprocess
from packager.run.execute import runs_natively
from packager.run.inprocess import Session
from packager.target import Target


@dataclass(frozen=True)
class Compiled:
    """A model as machine code in this process."""

    graph: Graph
    program: Program
    session: Session


@lru_cache(maxsize=1)
def host() -> Target:
    """The newest of our targets whose code this machine's processor runs."""
    return [t for t in map(targets.load, targets.names()) if runs_natively(t)][-1]


class PackRep(BackendRep):
    """A model that is ready to run."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self._model = model
        self._key = hashlib.sha256(model.SerializeToString()).hexdigest()
        initialisers = {i.name for i in model.graph.initializer}
        self._names = [i.name for i in model.graph.input if i.name not in initialisers]
        self._outputs = [o.name for o in model.graph.output]
        self._known: tuple[str, ...] = ()
        """Inputs whose content decides about sizes."""
        try:
            self._compiled({})
        except PackError as error:
            if not _wanted(error):
                raise

    def run(self, inputs: Any, **_: Any) -> tuple[Array, ...]:
        """The outputs for `inputs`, a list in the model's order or a mapping by name."""
        given = inputs if isinstance(inputs, Mapping) else dict(zip(self._names, inputs, strict=False))
        feeds = {name: np.asarray(array) for name, array in given.items()}
        compiled = self._compiled(feeds)
        found = compiled.session.run({n: feeds[n] for n in compiled.graph.inputs})
        return tuple(found[name] for name in self._outputs)

    def _compiled(self, feeds: Mapping[str, Array]) -> Compiled:
        """The model compiled for the content of those inputs that decide about sizes."""
        while True:
            fixed = {name: feeds[name] for name in self._known}
            try:
                return _compile(self._model, self._key, fixed)
            except PackError as error:
                more = [name for name in _wanted(error) if name in feeds and name not in fixed]
                if not more:
                    raise
                self._known = (*self._known, *more)


def _wanted(error: PackError) -> tuple[str, ...]:
    """The inputs whose content would help against `error`; none if it is of another kind."""
    if not all(isinstance(e, DynamicShape) for e in error.each):
        return ()
    return tuple(dict.fromkeys(name for e in error.each if isinstance(e, DynamicShape) for name in e.inputs))


_CACHE: dict[tuple[str, ...], Compiled] = {}


def _compile(model: onnx.ModelProto, key: str, fixed: Mapping[str, Array]) -> Compiled:
    """Through the stages of `pack build`, up to the link."""
    known = (key, *(f"{n} {a.dtype} {a.shape} {a.tobytes().hex()}" for n, a in fixed.items()))
    if known not in _CACHE:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            path.write_bytes(with_constants(model, fixed).SerializeToString())
            _CACHE[known] = _built(path)
    return _CACHE[known]


def _built(path: Path) -> Compiled:
    source = path.with_name("manifest.yaml")
    source.write_text(f"model: {path.name}\ntargets: [{host().name}]\n", encoding="utf-8")
    m = manifest.load(source)
    (request,) = m.targets
    graph = FrontEnd(m, Clock(QUIET), QUIET).graph(passes=True)
    made = Search(program.planned(graph, request), request).first
    code = lower(made.plan, made.assigned, made.choice)
    return Compiled(made.plan.graph, code, Session(code, made.plan, request.target))


def with_constants(model: onnx.ModelProto, fixed: Mapping[str, Array]) -> onnx.ModelProto:
    """The model with the inputs `fixed` as initialisers."""
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    for info in [i for i in changed.graph.input if i.name in fixed]:
        changed.graph.input.remove(info)
        changed.graph.initializer.append(numpy_helper.from_array(np.asarray(fixed[info.name]), info.name))
    return changed


class PackBackend(Backend):
    """Compiles models for this machine's processor."""

    @classmethod
    def prepare(cls, model: onnx.ModelProto, device: str = "CPU", **_: Any) -> PackRep:
        """Compile `model`; raises PackError where it cannot be compiled."""
        if not cls.supports_device(device):
            raise ValueError(f"pack runs models on the CPU, not on {device}")
        return PackRep(model)

    @classmethod
    def run_model(cls, model: onnx.ModelProto, inputs: Any, device: str = "CPU", **kwargs: Any) -> tuple[Array, ...]:
        """Compile and run `model`."""
        return cls.prepare(model, device, **kwargs).run(inputs)

    @classmethod
    def run_node(
        cls,
        node: onnx.NodeProto,
        inputs: Any,
        device: str = "CPU",
        outputs_info: Sequence[tuple[np.dtype[Any], tuple[int, ...]]] | None = None,
        **kwargs: Any,
    ) -> tuple[Array, ...]:
        """Compile and run a model of one node."""
        given = [np.asarray(a) for a in inputs]
        names = [i for i in node.input if i]
        kinds = [onnx.helper.np_dtype_to_tensor_dtype(a.dtype) for a in given]
        infos = [onnx.helper.make_tensor_value_info(n, k, a.shape) for n, k, a in zip(names, kinds, given, strict=True)]
        outputs = [onnx.helper.make_empty_tensor_value_info(o) for o in node.output if o]
        for info, (dtype, shape) in zip(outputs, outputs_info or (), strict=False):
            kind = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
            info.CopyFrom(onnx.helper.make_tensor_value_info(info.name, kind, shape))
        graph = onnx.helper.make_graph([node], "node", infos, outputs)
        return cls.run_model(onnx.helper.make_model(graph, **kwargs), given, device)

    @classmethod
    def supports_device(cls, device: str) -> bool:
        """The CPU is all there is."""
        return device.split(":")[0] == "CPU"


def _forget() -> None:
    """Drop all that was compiled."""
    llvm.forget()
    inprocess.loaded.cache_clear()
    _CACHE.clear()


@dataclass(frozen=True)
class Case:
    """An operator of the user's that was run on inputs of these shapes, and how far it was from its meaning."""

    op: str
    shapes: tuple[tuple[int, ...], ...]
    error: float


def check_own(path: Path) -> tuple[Case, ...]:
    """Run the cases of all operators in a file; raises OperatorBroken where one is not what it means."""
    results: list[Case] = []
    for op in own.load([path], _forget):
        for inputs in own.cases(op):
            names = [f"x{i}" for i in range(len(inputs))]
            infos = [onnx.helper.make_tensor_value_info(n, 1, a.shape) for n, a in zip(names, inputs, strict=True)]
            node = onnx.helper.make_node(op.name, names, ["y"], domain="own")
            graph = onnx.helper.make_graph([node], "case", infos, [onnx.helper.make_empty_tensor_value_info("y")])
            imports = [onnx.helper.make_opsetid("", 21), onnx.helper.make_opsetid("own", 1)]
            (got,) = run_model(onnx.helper.make_model(graph, opset_imports=imports, ir_version=10), inputs)
            want = own.meaning(op, inputs, {})
            error = (
                float(np.abs(np.subtract(got, want, dtype=np.float64)).max())
                if got.shape == want.shape
                else float("inf")
            )
            shapes = tuple(a.shape for a in inputs)
            if not error <= 1e-5 * max(1.0, float(np.abs(want).max())):
                why = f"{op.name} of {list(shapes)} gives {got.shape}, off by {error:.3g}, from what it means"
                raise OperatorBroken.of(str(path), why)
            results.append(Case(op.name, shapes, error))
    return tuple(results)


prepare = PackBackend.prepare
run_model = PackBackend.run_model
run_node = PackBackend.run_node
supports_device = PackBackend.supports_device
