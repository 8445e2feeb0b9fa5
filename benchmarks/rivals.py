"""pack against onnxruntime, ncnn, MNN, OpenVINO and LiteRT (XNNPACK): one thread each, on one core, turn by turn.

    python benchmarks/rivals.py MODELS --work build/rivals [--networks NAME ...] [--avx2] [--write docs/benchmarks.md]

MODELS is a folder of float32 .onnx files; io/<name>.npz beside them holds inputs and outputs (`in:<name>`,
`out:<name>`), tflite/ holds .tflite files where the networks come from there. Needs the extra `bench`, and pnnx and
onnx2tf for the engines that read no ONNX (docs/dependencies.md); an engine that is missing, does not convert or run a
network, or gives a wrong result, is in the table with the reason and without a time.

Every engine has a process of its own, and one works while the others wait. In each round all get a block of the same
length, the order alternates, and the first inference of a block does not count. Given are the least and the median of
the process's CPU time per inference over all rounds, and of the time on the wall. A loop of nothing but multiply-adds
takes its turn like the engines and tells what the core can do. With --avx2 nobody uses AVX-512: see avx2_only.py.

Converted models, builds and results stay in the folder --work: a run that was cut short goes on where it stopped, and
networks whose results are there are not measured again, unless --again says so.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import avx2_only
from contest import page, plot
from contest.case import Case, core, whole
from contest.contender import Contender, Failed, Measured, race
from contest.convert import NotConverted, convert
from contest.respell import folded, plain
from contest.runners import ENGINES, missing
from contest.table import RIVALS, Result, cpu, milliseconds, table, versions
from onnx_build import build, name_of

from packager.errors import PackError
from packager.run.execute import pinned

NETWORKS = (
    "yolox_nano_416", "mobilenet_v2_100_224_f32", "ultraface_rfb_320", "ultraface_rfb_320_simplified",
    "resnet20_cifar10", "yunet_n_320", "person_reid_retail_0248", "ppocr_cls_v2", "mlperf_ic_resnet8_f32",
    "mlperf_vww_mnv1_025_f32", "mlperf_kws_dscnn_f32", "mlperf_ad_ae_f32", "mnist_8",
)  # fmt: skip
OTHER_WORDS = {"plain": ("litert",), "folded": ("mnn",)}
"""Ways to write a network (contest/respell.py) -> engines that get it where their result is wrong. ncnn always gets
plain ones, and onnx2tf folded ones where it fails."""

SECTION = "rivals.py"


def opened(name: str, cases: dict[str, Case], work: Path, onnx2tf: str) -> tuple[Contender | None, Measured]:
    """The engine `name` with the first of `cases` that it computes correctly; else why not.

    The network is tried as it is, then in words that the converter may understand better, then without 8-bit ends."""
    if reason := missing(name):
        return None, Measured(reason=reason)
    found = Measured()
    for kind, case in cases.items():
        core_only = kind == "core"
        if name not in OTHER_WORDS.get(kind, (name,)):
            continue
        try:
            model = convert(name, case, work, onnx2tf)
            process = Contender(name, model, arrays_of(case, work))
        except (NotConverted, Failed) as error:
            # What is wrong with the network as it is says more than what is wrong with its core.
            found = found if found.reason or found.wrong else Measured(reason=str(error), core=core_only)
            continue
        seen = process.opened
        kept = Measured(error=seen["error"], code=seen["code"], flops=seen["flops"], core=core_only)
        if kept.error <= 1:
            return process, kept
        process.close()
        kept.wrong = True
        found = kept
    return None, found


def arrays_of(case: Case, work: Path) -> Path:
    """Inputs and expected outputs of `case` in a file."""
    path = work / "cases" / f"{case.model.stem}.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    case.save(path)
    return path


def measure(model: Path, options: argparse.Namespace) -> Result:
    """Build, convert, check and time one network; or its result from an earlier run with the same builds."""
    work: Path = options.work
    reports = {}
    for kind, optimize in (("pack", "speed"), ("small", "size")):
        [reports[kind]] = build(
            model,
            [options.target],
            work / kind,
            artifacts="exe, shared",
            toolchain=options.toolchain,
            optimize=optimize,
        )
    folders = {kind: work / kind / name_of(model) / report.target for kind, report in reports.items()}
    libraries = [path.read_bytes() for folder in folders.values() for path in sorted(folder.glob("*.so"))]
    stamp = {
        "ours": hashlib.sha256(b"".join(libraries)).hexdigest(),
        "model": hashlib.sha256(model.read_bytes()).hexdigest(),
        "engines": {name: versions().get(ENGINES[name][1], "") for name in RIVALS},
        "cpu": cpu(),
        "avx2": avx2_only.masked(),
        "seconds": options.seconds,
    }
    stored = work / ("results-avx2" if avx2_only.masked() else "results") / f"{model.stem}.json"
    if stored.is_file() and not options.again:
        data = json.loads(stored.read_text(encoding="utf-8"))
        if data.pop("stamp") == stamp:
            return Result.of_json(data)

    case = whole(model)
    arrays = arrays_of(case, work)
    cases = {"whole": case}
    other = arrays.parent / f"{model.stem}.plain.onnx"
    if plain(model, other):
        cases["plain"] = replace(case, model=other)
    cases["folded"] = replace(case, model=arrays.parent / f"{model.stem}.folded.onnx")
    folded(model, cases["folded"].model)
    if inner := core(case, arrays.parent):
        cases["core"] = inner
    running: dict[str, tuple[Contender, Measured]] = {}
    rows: dict[str, Measured] = {}
    for name in ("pack", "small", "peak"):
        process = Contender(name, folders.get(name, work), arrays)
        seen = process.opened
        rows[name] = Measured(error=seen["error"], code=seen["code"], flops=seen["flops"])
        running[name] = (process, rows[name])
    for name in RIVALS:
        process_or_none, rows[name] = opened(name, cases, work, options.onnx2tf)
        if process_or_none:
            running[name] = (process_or_none, rows[name])
    race(running, options.seconds, options.rounds)
    for name in ("pack", "small", "peak"):
        if rows[name].reason or rows[name].wrong:
            raise SystemExit(f"{model.name}: {name} failed: {rows[name].reason or 'wrong result'}")
    sizes = [reports[kind].size["binary"] for kind in ("pack", "small")]
    macs = sum(node.macs for node in reports["pack"].nodes)
    result = Result(model.stem, macs, *sizes, reports["pack"].size["weights"], rows)
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_text(json.dumps({"stamp": stamp, **result.as_json()}), encoding="utf-8")
    return result


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path, metavar="MODELS", help="folder of .onnx files")
    parser.add_argument("--networks", nargs="+", default=NETWORKS, metavar="NAME", help="file names without .onnx")
    parser.add_argument("--target", default="x86-64-v3", metavar="T", help="one that this machine runs (x86-64-v3)")
    parser.add_argument("--toolchain", default="local")
    parser.add_argument("--seconds", type=float, default=30.0, help="of turns for each network, all engines (30)")
    parser.add_argument("--rounds", type=int, default=12, help="in how many turns of each (12)")
    parser.add_argument("--work", type=Path, default=Path("build/rivals"), help="what is kept (build/rivals)")
    parser.add_argument(
        "--onnx2tf", default="onnx2tf", metavar="PROGRAM", help="for LiteRT; may be in another environment"
    )
    parser.add_argument("--avx2", action="store_true", help="keep all from using AVX-512; section 'rivals.py avx2'")
    parser.add_argument("--again", action="store_true", help="measure what was measured already")
    parser.add_argument(
        "--write", type=Path, metavar="FILE.md", help=f"table for section {SECTION} of this page, plot beside it"
    )
    options = parser.parse_args(arguments)
    options.work = options.work.resolve()
    if options.avx2:
        avx2_only.again(Path(__file__), arguments, [ENGINES[name][1] for name in RIVALS], options.work)
    limited = avx2_only.masked()
    if limited:
        options.target = avx2_only.plain(options.target, options.work)
    results: list[Result] = []
    with pinned():
        for name in options.networks:
            model = (options.models / f"{name}.onnx").resolve()
            if not model.is_file():
                raise SystemExit(f"{model} is not there")
            try:
                results.append(measure(model, options))
            except PackError as error:
                raise SystemExit(str(error)) from None
            r = results[-1]
            print(f"{name}: pack {milliseconds(r.ours.least())} ms, fastest rival {milliseconds(r.fastest())} ms, "
                  f"ratio {r.ratio():.2f}", file=sys.stderr, flush=True)  # fmt: skip
    lines = table(results, Path(options.target).stem, limited)
    print("\n".join(lines))
    if options.write:
        picture = options.write.parent / ("rivals-avx2.svg" if limited else "rivals.svg")
        plot.draw(picture, [plot.panel(r, RIVALS) for r in results])
        page.put(options.write, f"{SECTION} avx2" if limited else SECTION, lines)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("MPLBACKEND", "svg")
    sys.exit(main(sys.argv[1:]))
