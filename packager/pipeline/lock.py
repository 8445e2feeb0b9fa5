"""manifest.lock.yaml: everything that decides the bytes, and the hash of each file. (request, ids) -> lock.

A build whose lock would be the same, and whose files still have the hashes of it, has nothing to do. That question is
asked before anything heavy is imported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import yaml

from packager import resources
from packager.errors import DistInvalid, ModelChanged, ModelInvalid
from packager.manifest.types import Manifest, Network, TargetRequest
from packager.pipeline.kinds import Decides
from packager.run.dist import LOCK, Dist, changed_files, content, file_hash, open_dist, read_lock
from packager.toolchain.base import ToolchainId
from packager.version import VERSION

SCHEMA = 1
TOOLS = ("llvmlite", "numpy", "onnx", "onnx_ir", "onnxscript", "protobuf")
"""Packages that compute on the way from model to bytes; kinds of targets have more."""


def tree_hash(files: Iterable[tuple[str, Path]]) -> str:
    """sha256 over names and contents, whatever the order they come in."""
    digest = hashlib.sha256()
    for name, path in sorted(files):
        digest.update(f"{name}\0{file_hash(path)}\n".encode())
    return digest.hexdigest()


def source_hash() -> str:
    """sha256 of pack's own code and runtime: a changed compiler builds anew even if its version stayed."""
    roots = (("packager", resources.PACKAGE), ("runtime", resources.folder("runtime")))
    return tree_hash(
        (f"{name}/{path.relative_to(root).as_posix()}", path)
        for name, root in roots
        for path in root.rglob("*")
        if path.suffix in (".py", ".c", ".h", ".ld", ".s", ".S", ".sh") and "_data" not in path.relative_to(root).parts
    )


def model_hash(network: Network) -> str:
    """sha256 of the ONNX file; raises ModelInvalid where it cannot be read, ModelChanged where another is pinned."""
    model = network.model
    try:
        found = file_hash(model.path)
    except OSError as error:
        raise ModelInvalid(
            f"cannot read the model '{model.path.name}'",
            where=model.where,
            why=error.strerror or str(error),
            fix="check the path and the permissions of the file",
        ) from error
    if model.sha256 and found != model.sha256:
        raise ModelChanged(
            f"'{model.path.name}' is not the model that the manifest pins",
            where=network.at("model.sha256"),
            why=f"its sha256 is {found}",
            fix="put the right file there, or change `sha256`",
        )
    return found


def tool_version(name: str) -> str:
    """Version of an installed package, 'none' where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def make_key(
    manifest: Manifest,
    request: TargetRequest,
    sha256: Sequence[str],
    data: Sequence[Mapping[str, str]],
    toolchain: ToolchainId,
    decides: Decides,
    stop: int | None = None,
) -> dict[str, Any]:
    """The lock without the files' hashes. `sha256` has the hash of each model, `data` maps the files of its external
    data to theirs; `decides` is what counts for the target's kind; with `stop` the passes end after that many patches,
    so the bytes are those of no other build."""
    target = yaml.safe_dump(_plain(asdict(request.target)))
    stopped = {} if stop is None else {"stop": stop}
    return {
        "schema": SCHEMA,
        "name": manifest.name,
        "target": request.target.name,
        **_models(manifest, sha256, data),
        "options": _plain(decides.options) | stopped,
        **_plain(decides.more),
        **({"ops": tree_hash((path.name, path) for path in request.ops)} if request.ops else {}),
        "checks": {
            "budget": request.budget.limits(),
            **_checks(manifest, request),
        },
        "target_data": hashlib.sha256(target.encode()).hexdigest(),
        "toolchain": {k: getattr(toolchain, k) for k in ("kind", "image", "digest", "version")},
        "pack": {"version": VERSION, "source": source_hash()},
        "tools": {name: tool_version(name) for name in (*TOOLS, *decides.tools)},
    }


def _models(manifest: Manifest, sha256: Sequence[str], data: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """What the model is, or each of several by its name."""
    found = {
        network.name: {
            "file": network.model.path.name,
            "sha256": digest,
            "data": dict(files),
            "inputs": _plain(dict(network.model.inputs)),
            "outputs": list(network.model.outputs),
        }
        for network, digest, files in zip(manifest.models, sha256, data, strict=True)
    }
    return {"models": found} if manifest.several else {"model": found[manifest.models[0].name]}


def with_data(key: Mapping[str, Any], data: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The lock with the hashes of each model's external data, which the front end found."""
    if "model" in key:
        return {**key, "model": {**key["model"], "data": dict(data[0])}}
    pairs = zip(key["models"].items(), data, strict=True)
    return {**key, "models": {name: {**model, "data": dict(files)} for (name, model), files in pairs}}


def _checks(manifest: Manifest, request: TargetRequest) -> dict[str, Any]:
    found = {
        network.name: {
            "verify": _verify(mine),
            "preprocess": {name: _plain(asdict(p)) for name, p in network.preprocess.items()},
        }
        for network, mine in zip(manifest.models, manifest.of(request), strict=True)
    }
    return {"models": found} if manifest.several else found[manifest.models[0].name]


def _verify(request: TargetRequest) -> dict[str, Any]:
    inputs = request.verify.inputs
    sample = {"file": inputs.name, "sha256": file_hash(inputs)} if inputs else None
    keys = ("cosine",) if request.target.chip else ("atol", "rtol") if tolerance_given(request) else ()
    return {"inputs": sample, **{key: getattr(request.verify, key) for key in keys}}


def tolerance_given(request: TargetRequest) -> bool:
    """True where the manifest states a tolerance; else the default of `check/compare.py` holds."""
    return any(f"verify.{key}" in request.places for key in ("atol", "rtol"))


def _plain(value: Any) -> Any:
    """Tuples as lists, mappings as dicts: what YAML can hold."""
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(v) for v in value]
    return value


def write(folder: Path, key: Mapping[str, Any], compiler: str) -> None:
    """Write the lock: `key`, and the hash of every file in `folder` but the report (it holds times) and itself.

    `compiler` is what the toolchain called itself; a container's is known only after the first job.
    """
    key = {**key, "toolchain": {**key["toolchain"], "version": key["toolchain"]["version"] or compiler}}
    text = yaml.safe_dump(dict(key) | {"files": content(folder)}, sort_keys=False, width=120)
    (folder / LOCK).write_text(text, encoding="utf-8")


def data_files(folder: Path, manifest: Manifest) -> list[dict[str, str]]:
    """Of each model the present hashes of the external data files that the lock in `folder` names; a lost one has the
    hash ''."""
    lock, found = read_lock(folder), []
    for network in manifest.models:
        section = lock.get("models")
        section = section.get(network.name) if manifest.several and isinstance(section, dict) else lock.get("model")
        names = section.get("data") if isinstance(section, dict) else None
        paths = {str(n): network.model.path.parent / str(n) for n in names} if isinstance(names, dict) else {}
        found.append({name: file_hash(path) if path.is_file() else "" for name, path in paths.items()})
    return found


def external_data(model: Path) -> dict[str, str]:
    """Name and hash of every file beside the ONNX file that holds tensors of it."""
    import onnx
    from onnx.external_data_helper import uses_external_data

    def tensors(graph: onnx.GraphProto) -> Iterator[onnx.TensorProto]:
        yield from graph.initializer
        for sparse in graph.sparse_initializer:
            yield from (sparse.values, sparse.indices)
        for node in graph.node:
            for attribute in node.attribute:
                yield from (attribute.t, *attribute.tensors)
                for inner in (attribute.g, *attribute.graphs):
                    yield from tensors(inner)

    found = (t for t in tensors(onnx.load(str(model), load_external_data=False).graph) if uses_external_data(t))
    names = {entry.value for t in found for entry in t.external_data if entry.key == "location"}
    return {name: file_hash(model.parent / name) for name in sorted(names)}


def up_to_date(folder: Path, key: Mapping[str, Any]) -> Dist | None:
    """The output folder if it was built from `key` and every file in it is as it was left; else None."""
    lock = read_lock(folder)
    files = lock.pop("files", None)
    chain = lock.get("toolchain")
    if isinstance(chain, dict) and not key["toolchain"]["version"]:
        chain["version"] = ""  # the image's digest says it all
    if lock != key or not isinstance(files, dict):
        return None
    if changed_files(folder):
        return None
    try:
        return open_dist(folder)
    except DistInvalid:
        return None
