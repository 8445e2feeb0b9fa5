"""One job of Qualcomm's compiler or simulator in a process of its own: JSON on stdin -> JSON on stdout.

    python -m packager.snpe.worker < job.json

The HTP backend keeps state for the life of a process, and may crash: each job gets a fresh one (`child.py` starts it).
A job is a mapping with `action` and what `ACTIONS` says it needs; the answer is `{"ok": true, ...}` or
`{"ok": false, "kind": "unsupported" | "fallback" | "failed", "why": ..., "nodes": [...]}`.

onnxruntime falls back to the CPU in three ways, all silent and all looking perfect: when the provider cannot be made,
for nodes that it does not take, and when a run fails. Here each is an error: nodes for the CPU are forbidden, the
session must have the provider, a run must not be tried again, and a compile must leave exactly the file it was for.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from packager.snpe import qnn
from packager.snpe.install import find, onnxruntime

PROVIDER = "QNNExecutionProvider"
Job = Mapping[str, Any]


class Refused(Exception):
    """The job cannot be done; `kind` says what sort of reason `why` is, `nodes` which nodes are at fault."""

    def __init__(self, kind: str, why: str, nodes: list[str] | None = None) -> None:
        super().__init__(why)
        self.kind, self.why, self.nodes = kind, why, nodes or []


def session(model: bytes | str, options: Mapping[str, str], config: Mapping[str, str]) -> Any:
    """A session that the QNN provider has taken whole. Raises Refused."""
    ort = onnxruntime()
    wheel = find()
    ort.register_execution_provider_library(PROVIDER, str(wheel.provider))
    devices = [d for d in ort.get_ep_devices() if d.ep_name == PROVIDER]
    if not devices:
        raise Refused("fallback", "onnxruntime has loaded the QNN provider, but it offers no device")

    def make(config: Mapping[str, str]) -> Any:
        settings = ort.SessionOptions()
        settings.log_severity_level = 3
        for key, value in config.items():
            settings.add_session_config_entry(key, value)
        settings.add_provider_for_devices(devices, dict(options))
        made = ort.InferenceSession(model, settings)
        made.disable_fallback()
        return made

    try:
        made = make({**config, "session.disable_cpu_ep_fallback": "1"})
    except Exception as error:  # onnxruntime's own, and what its Python raises
        why = " ".join(str(error).split())
        nodes = _left_over(make) if "fallback to CPU EP" in why or "was not selected by that EP" in why else []
        raise Refused("unsupported" if nodes else "failed", why, nodes) from error
    if not made.get_providers() or made.get_providers()[0] != PROVIDER:
        raise Refused("fallback", f"the session was given to {', '.join(made.get_providers())}, not to {PROVIDER}")
    return made


def _left_over(make: Callable[[Mapping[str, str]], Any]) -> list[str]:
    """Nodes that the provider does not take, as `name (operator)`."""
    try:
        lenient = make({"session.record_ep_graph_assignment_info": "1"})
        parts = lenient.get_provider_graph_assignment_info()
    except Exception:  # the reason for the first failure is what counts
        return []
    return [f"{n.name or '?'} ({n.op_type})" for part in parts if part.ep_name != PROVIDER for n in part.get_nodes()]


def _chip(job: Job) -> dict[str, str]:
    """Provider options for the chip that the job names."""
    chip = job["chip"]
    options = {"backend_path": str(find().htp), "htp_arch": str(chip["arch"]), "soc_model": str(chip["number"])}
    if chip["precision"] == "fp16":
        options["enable_htp_fp16_precision"] = "1"
    return options


def _only(folder: Path, pattern: str) -> Path:
    """The one file in `folder` that fits; raises Refused."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1 or not found[0].stat().st_size:
        names = ", ".join(f.name for f in found) or "none"
        raise Refused("fallback", f"the compiler left {len(found)} files {pattern} where one belongs: {names}")
    return found[0]


def make_dlc(job: Job) -> dict[str, Any]:
    """`model` (a file) -> a DLC in the empty folder `folder`; a session makes that or a context binary, not both."""
    wheel, folder = find(), Path(job["folder"])
    options = {
        "backend_path": str(wheel.htp),
        "dump_qnn_ir_dlc": "1",
        "dump_qnn_ir_dlc_dir": str(folder),
        "qnn_ir_backend_path": str(wheel.ir),
    }
    if job["chip"]["precision"] == "fp16":
        options |= {"soc_model": str(job["chip"]["number"]), "enable_htp_fp16_precision": "1"}
    session(Path(job["model"]).read_bytes(), options, {})
    return {"file": str(_only(folder, "*.dlc"))}


def make_context(job: Job) -> dict[str, Any]:
    """`model` -> a context binary for `chip` in the empty folder `folder`, and the ONNX file that wraps it."""
    import onnx

    folder = Path(job["folder"])
    wrapper = folder / "context.onnx"
    options = {
        **_chip(job),
        "enable_htp_prepare_only": "1",
        "htp_graph_finalization_optimization_mode": "3",
        "vtcm_mb": str(job["chip"]["vtcm"]),
    }
    config = {
        "ep.context_enable": "1",
        "ep.context_file_path": str(wrapper),
        "ep.context_embed_mode": "0",
    }
    session(Path(job["model"]).read_bytes(), options, config)
    nodes = [n.op_type for n in onnx.load(str(_only(folder, wrapper.name)), load_external_data=False).graph.node]
    if nodes != ["EPContext"]:
        raise Refused("fallback", f"the compiled model holds {', '.join(nodes)} where one EPContext belongs")
    return {"file": str(_only(folder, "*.bin")), "wrapper": str(wrapper)}


def run_context(job: Job) -> dict[str, Any]:
    """The simulator runs the context binary that `wrapper` names on `inputs` (npz: `<run>:<name>`), into `outputs`."""
    loaded = session(job["wrapper"], _chip(job), {})
    names = [o.name for o in loaded.get_outputs()]
    try:
        results = {
            f"{run}:{name}": value
            for run, feeds in _runs(job["inputs"]).items()
            for name, value in zip(names, loaded.run(names, feeds), strict=True)
        }
    except Exception as error:
        raise Refused("failed", " ".join(str(error).split())) from error
    np.savez(job["outputs"], **results)
    return {"runs": len(results) // len(names)}


def run_dlc(job: Job) -> dict[str, Any]:
    """The simulator compiles the DLC `dlc` for `chip` by itself and runs it on `inputs`, into `outputs`."""
    results: dict[str, Any] = {}
    with qnn.Backend(find()) as backend, backend.compiled(Path(job["dlc"]), **job["chip"]) as network:
        for run, feeds in _runs(job["inputs"]).items():
            results |= {f"{run}:{name}": value for name, value in network.run(feeds).items()}
    np.savez(job["outputs"], **results)
    return {"runs": len(_runs(job["inputs"]))}


def inspect(job: Job) -> dict[str, Any]:
    """What the context binary `binary` says of itself."""
    return {"info": qnn.binary_info(find(), Path(job["binary"]))}


def _runs(path: str) -> dict[str, dict[str, Any]]:
    """The npz as run -> input name -> array."""
    runs: dict[str, dict[str, Any]] = {}
    with np.load(path) as file:
        for key in file.files:
            run, _, name = key.partition(":")
            runs.setdefault(run, {})[name] = file[key]
    return runs


ACTIONS: Mapping[str, Callable[[Job], dict[str, Any]]] = {
    "dlc": make_dlc,
    "context": make_context,
    "run_context": run_context,
    "run_dlc": run_dlc,
    "inspect": inspect,
}


def main() -> int:
    """Do the job on standard input; 0 also where the answer is no."""
    # Qualcomm's libraries print on standard output, which is for the answer alone.
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    job = json.load(sys.stdin)
    try:
        result = {"ok": True, **ACTIONS[job["action"]](job)}
    except Refused as refused:
        result = {"ok": False, "kind": refused.kind, "why": refused.why, "nodes": refused.nodes}
    except qnn.QnnError as error:
        result = {"ok": False, "kind": "failed", "why": str(error), "nodes": []}
    json.dump(result, answer)
    answer.flush()
    sys.stdout.flush()
    # Without the destructors of the backend, which crash at times after all work is done.
    os._exit(0)


if __name__ == "__main__":
    main()
