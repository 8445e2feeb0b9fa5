"""Several models in one build, all the way: what they share, how each is run, checked and called from C."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
import yaml
from elftools.elf.elffile import ELFFile
from onnx import TensorProto, helper

import packager
from packager.check.oracle import reference_outputs
from packager.check.probe import probe
from packager.check.verify import verify
from packager.errors import LibraryUnusable, OverBudget, PackErrors, RunFailed, Usage
from packager.graph import Array
from packager.pipeline.explain import explain
from packager.report.types import Report
from packager.run.dist import Dist, open_dist
from packager.run.execute import bench_run, run
from packager.toolchain.local import LocalToolchain
from tests.binary.sample import local_toolchain
from tests.e2e.conftest import HERE, toy_model

pytestmark = [pytest.mark.toolchain, pytest.mark.usefixtures("local_toolchain")]
Pack = Callable[..., tuple[int, str, str]]

DIGITS = Path(__file__).parents[2] / "examples" / "digits"
MODELS = {
    "digits": {"model": str(DIGITS / "digits.onnx"), "verify": {"inputs": str(DIGITS / "sample.npz")}},
    "toy-1": {"model": {"path": "toy.onnx", "inputs": {"x": [1, 3, 12, 12]}}},
    "toy-2": {"model": {"path": "toy.onnx", "inputs": {"x": [2, 3, 12, 12]}}},
}
"""Two networks, one of them at two shapes."""


def written(folder: Path, name: str, models: dict[str, object], target: str = HERE, **more: object) -> Path:
    """A manifest that lists `models`; each has a manifest of its own."""
    if not (folder / "toy.onnx").exists():
        toy_model(folder / "toy.onnx")
    for one, says in models.items():
        (folder / f"{one}.yaml").write_text(json.dumps({"name": one, **says}))
    says = {"name": name, "models": [f"{one}.yaml" for one in models], "targets": [target], **more}
    (folder / f"{name}.yaml").write_text(json.dumps(says))
    return folder / f"{name}.yaml"


def build(folder: Path, name: str, models: dict[str, object], target: str = HERE, **more: object) -> Dist:
    """The output folder of `models` in one build."""
    [report] = packager.build(written(folder, name, models, target, **more), out=folder / "out", toolchain="local")
    return open_dist(folder / "out" / report.name / report.target)


@pytest.fixture(scope="module")
def three(local_toolchain: None, tmp_path_factory: pytest.TempPathFactory) -> Dist:
    """The three models in one build. Not to be changed."""
    return build(tmp_path_factory.mktemp("several"), "all-three", MODELS)


@pytest.fixture(scope="module")
def alone(local_toolchain: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Each of the three in a build of its own."""
    folder = tmp_path_factory.mktemp("alone")
    toy_model(folder / "toy.onnx")
    found = {}
    for name, says in MODELS.items():
        (folder / f"{name}.yaml").write_text(json.dumps({"name": name, "targets": [HERE], **says}))
        [found[name]] = packager.build(folder / f"{name}.yaml", out=folder / "out", toolchain="local")
    return found


def inputs_of(dist: Dist, name: str) -> dict[str, Array]:
    rng = np.random.default_rng(5)
    return {t.name: rng.standard_normal(t.shape).astype(np.float32) for t in dist.of(name).report.inputs}


def model_of(dist: Dist, name: str) -> Path:
    return (dist.folder / dist.of(name).report.source["model"]).resolve()


# --- what is shared ---


@pytest.mark.slow
def test_kernels_weights_and_memory_are_shared(three: Dist, alone: dict[str, Report]) -> None:
    size, sizes = three.report.size, {name: report.size for name, report in alone.items()}
    both = sizes["digits"]["binary"] + sizes["toy-1"]["binary"]
    assert size["binary"] < both - 2000, "one runtime, and shared kernels"
    assert size["binary"] < 0.6 * sum(one["binary"] for one in sizes.values())
    assert size["weights"] == sizes["digits"]["weights"] + sizes["toy-1"]["weights"], "the toy's are there once"
    arenas = {name: report.ram["arena"] for name, report in alone.items()}
    assert {m.name: m.arena for m in three.report.models} == arenas
    assert three.report.ram["arena"] == max(arenas.values())
    assert three.report.ram["arena_lower_bound"] == max(r.ram["arena_lower_bound"] for r in alone.values())
    users = {k.symbol: {node.split("/")[0] for node in k.nodes} for k in three.report.kernels}
    assert {"toy-1", "toy-2"} in users.values()
    assert set(MODELS) in users.values()
    assert sum(b.bytes for b in three.report.labels) == size["binary"] == three.file("exe").stat().st_size


def test_there_is_one_copy_of_each_kernel(three: Dist) -> None:
    symbols = {k.symbol for k in three.report.kernels}
    with three.file("shared").open("rb") as file:
        exported = [s.name for s in ELFFile(file).get_section_by_name(".dynsym").iter_symbols() if s.name]
    names = ("arena_bytes", "info", "run", "strerror")
    assert sorted(exported) == sorted(f"{m}_{n}" for m in ("digits", "toy_1", "toy_2") for n in names)
    listed = subprocess.run(["nm", "-A", three.file("static")], capture_output=True, text=True, check=True).stdout
    defined = Counter(line.split()[-1] for line in listed.splitlines() if " T " in line)
    prefix = "all_three_k_"
    assert {n.removeprefix(prefix) for n in defined if n.startswith(prefix)} == symbols
    assert set(defined.values()) == {1}


@pytest.mark.slow
def test_the_same_model_twice_costs_its_steps_only(tmp_path: Path) -> None:
    one = {"model": MODELS["digits"]["model"]}
    twice = build(tmp_path, "twice", {"first": one, "second": one}, optimize="size").report
    once = build(tmp_path, "once", {"first": one}, optimize="size").report
    assert twice.size["weights"] == once.size["weights"]
    assert twice.ram["arena"] == once.ram["arena"]
    assert {k.symbol: k.bytes for k in twice.kernels} == {k.symbol: k.bytes for k in once.kernels}
    assert twice.size["binary"] < once.size["binary"] + 800


def test_a_short_run_counts_as_much_as_a_long_one(tmp_path: Path) -> None:
    """Beside a network that takes two hundred times as long, the kernels of a small one are still the fast ones."""
    wide = {"model": {"path": "toy.onnx", "inputs": {"x": [100, 3, 12, 12]}}}
    small = {"model": MODELS["digits"]["model"]}

    def cycles(name: str, models: dict[str, object]) -> dict[str, float]:
        [found] = explain(written(tmp_path, name, models))
        sums = dict.fromkeys(models, 0.0)
        for row in found.rows:
            sums[row.node.split("/")[0]] += row.cycles
        return sums

    both, own = cycles("both", {"wide": wide, "digits": small}), cycles("own", {"digits": small})
    assert both["wide"] > 200 * both["digits"]
    assert both["digits"] <= own["digits"]


# --- how each is run and checked ---


def test_every_model_equals_the_reference(three: Dist) -> None:
    report = three.report
    assert report.verify.ok
    assert [o.name for o in report.verify.outputs] == [
        "digits/probabilities", "toy-1/features", "toy-1/scores", "toy-2/features", "toy-2/scores",
    ]  # fmt: skip
    assert verify(three, reference="onnx.reference").ok
    models = packager.load(three.folder).models
    for name in MODELS:
        feeds = inputs_of(three, name)
        got, model = run(three.of(name), feeds), models[name]
        assert model.runner == "library"
        assert (set(model.inputs), set(model.outputs)) == (set(feeds), set(got))
        _, want = reference_outputs(model_of(three, name), feeds, list(got))
        called = model.run(feeds)
        for key, array in want.items():
            np.testing.assert_allclose(got[key], array, rtol=1e-3, atol=1e-4 * max(1, np.abs(array).max()))
            np.testing.assert_array_equal(called[key], got[key])


def test_the_report_says_what_each_model_is(three: Dist) -> None:
    report = json.loads((three.folder / "report.json").read_text())
    assert (report["inputs"], report["outputs"]) == ([], [])
    rows = {m["name"]: m for m in report["models"]}
    assert [(t["name"], t["shape"]) for t in rows["toy-2"]["outputs"]] == [
        ("features", [2, 17, 6, 6]),
        ("scores", [2, 5]),
    ]
    assert (rows["toy-1"]["prefix"], rows["toy-1"]["source"]["inputs"]) == ("toy_1", {"x": [1, 3, 12, 12]})
    assert rows["digits"]["checks"]["inputs"].endswith("sample.npz")
    assert Report.of_json(json.dumps(report), "report.json") == three.report
    assert {n["name"].split("/")[0] for n in report["nodes"]} == set(MODELS)
    lock = yaml.safe_load((three.folder / "manifest.lock.yaml").read_text())
    assert list(lock["models"]) == list(MODELS)
    assert "model" not in lock


def test_the_executable_takes_a_model_s_name(three: Dist, tmp_path: Path) -> None:
    weights = str(three.file("weights"))
    for name in MODELS:
        for number, array in enumerate(inputs_of(three, name).values()):
            array.tofile(tmp_path / f"{name}.in{number}")

    def start(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([three.file("exe"), *words], cwd=tmp_path, capture_output=True, text=True, check=False)

    done = start("toy-1", weights, "toy-1.in0", "features", "scores")
    assert (done.returncode, done.stderr) == (0, "")
    np.testing.assert_array_equal(
        np.fromfile(tmp_path / "scores", np.float32),
        run(three.of("toy-1"), inputs_of(three, "toy-1"))["scores"].ravel(),
    )
    assert start("--bench", "2", "digits", weights, "digits.in0", "p").stdout.strip().isdigit()
    usage = start("--help")
    assert (usage.returncode, usage.stderr) == (0, "")
    for name in MODELS:
        assert f"./all-three [--bench N] {name} all-three.weights" in usage.stdout.replace("[--base] ", "")
    for words in ((), ("toy-3", weights), ("toy-1",), ("toy-1", weights, "toy-1.in0", "f"), (weights, "toy-1.in0")):
        done = start(*words)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", usage.stdout)
    done = start("digits", weights, "digits.in0", "p", "more")
    assert done.returncode == 2
    done = start("toy-2", weights, "toy-1.in0", "f", "s")
    assert (done.returncode, done.stderr) == (7, "all-three: toy-1.in0: has 1728 bytes, must have 3456\n")
    damaged = bytearray(three.file("weights").read_bytes())
    damaged[100] ^= 1
    (tmp_path / "damaged").write_bytes(damaged)
    for name in MODELS:
        outputs = ["o"] if name == "digits" else ["o", "p"]
        done = start(name, "damaged", f"{name}.in0", *outputs)
        assert (done.returncode, done.stderr) == (7, "all-three: damaged: damaged, or the weights of another build\n")


def test_commands_ask_which_model(three: Dist, pack: Pack, tmp_path: Path) -> None:
    for command in ("run", "bench"):
        status, _, err = pack(command, three.folder)
        assert status == 2
        assert "which of several models?" in err
        assert "`--model digits`" in err
    status, _, err = pack("run", three.folder, "--model", "digit")
    assert (status, "no model 'digit'" in err) == (2, True)
    out = tmp_path / "o.npz"
    status, text, _ = pack("run", three.folder, "--model", "digits", "--input", DIGITS / "sample.npz", "--output", out)
    assert (status, text.startswith("probabilities: float32[1, 10]")) == (0, True)
    assert pack("bench", three.folder, "--model", "toy-2", "--runs", "2")[0] == 0
    status, text, _ = pack("verify", three.folder)
    assert (status, text.count(", ok")) == (0, 5)
    status, text, _ = pack("verify", three.folder, "--model", "toy-2", "--per-node", "--json")
    assert (status, [o["name"] for o in json.loads(text)["outputs"]]) == (0, ["toy-2/features", "toy-2/scores"])
    status, text, _ = pack("report", three.folder, "--no-color")
    assert status == 0
    assert all(name in text for name in MODELS)
    assert pack("diff", three.folder, three.folder)[0] == 0


def test_functions_of_python_ask_too(three: Dist) -> None:
    for call in (lambda: run(three, {}), lambda: bench_run(three, {}, 1), lambda: probe(three), lambda: three.of("x")):
        with pytest.raises(Usage):
            call()
    model = packager.load(three.folder)
    with pytest.raises(Usage, match="which of several"):
        model.run({})
    model.close()
    with pytest.raises(LibraryUnusable, match="closed"):
        model.models["digits"].run({})
    assert packager.load(three.folder, "toy-1").run(inputs_of(three, "toy-1"))["scores"].shape == (1, 5)


def test_a_wrong_model_is_named(three: Dist, monkeypatch: pytest.MonkeyPatch, pack: Pack) -> None:
    """Where the bits of one model are wrong the others' verification does not hide it."""

    def changed(path: Path, feeds: dict[str, Array], names: list[str], only: str = "") -> tuple[str, dict[str, Array]]:
        label, values = reference_outputs(path, feeds, names, only)
        return label, {k: v + np.float32(path.name == "toy.onnx" and len(v) == 2) for k, v in values.items()}

    monkeypatch.setattr("packager.check.verify.reference_outputs", changed)
    found = verify(three)
    assert not found.ok
    assert [o.name for o in found.outputs if not o.ok] == ["toy-2/features", "toy-2/scores"]
    status, _, err = pack("verify", three.folder)
    assert (status, "of toy-2 for" in err) == (6, True)


# --- in C ---

PROGRAM = """
#include <stdio.h>
#include <stdlib.h>
#include "all-three.h"

static _Alignas(64) unsigned char arena[PACK_ALL_THREE_ARENA_BYTES];

static int call(const pack_model_info *model, size_t arena_bytes, const void *weights, const char *given,
                int (*run)(const void *, size_t, void *, size_t, const void *const *, void *const *)) {
    float *input = malloc(model->inputs[0].bytes), *outputs[2] = {0};
    FILE *file = fopen(given, "rb");
    if (!file || fread(input, 1, model->inputs[0].bytes, file) != model->inputs[0].bytes || fclose(file))
        return 100;
    for (uint32_t i = 0; i < model->output_count; i++)
        outputs[i] = malloc(model->outputs[i].bytes);
    const void *in[1] = {input};
    void *out[2] = {outputs[0], outputs[1]};
    if (arena_bytes > sizeof arena || run(weights, model->weights_bytes, arena, arena_bytes - 1, in, out) != PACK_EARENA)
        return 101;
    int error = run(weights, model->weights_bytes, arena, arena_bytes, in, out);
    for (size_t i = 0; i < model->outputs[0].bytes / 4; i++)
        printf("%a\\n", (double)outputs[0][i]);
    return error;
}

int main(void) {
    size_t bytes = digits_info.weights_bytes;
    void *weights = aligned_alloc(64, bytes);
    FILE *file = fopen("all-three.weights", "rb");
    if (!file || fread(weights, 1, bytes, file) != bytes || digits_info.weights_hash != toy_1_info.weights_hash)
        return 102;
    int error = call(&digits_info, digits_arena_bytes(), weights, "digits.in0", digits_run);
    error = error ? error : call(&toy_2_info, toy_2_arena_bytes(), weights, "toy-2.in0", toy_2_run);
    return error ? error : call(&toy_1_info, toy_1_arena_bytes(), weights, "toy-1.in0", toy_1_run);
}
"""


@pytest.mark.parametrize("library", ["static", "shared"])
def test_a_c_program_calls_all_in_one_arena(library: str, three: Dist, tmp_path: Path) -> None:
    toolchain = local_toolchain(HERE)
    assert isinstance(toolchain, LocalToolchain)
    (tmp_path / "main.c").write_text(PROGRAM)
    (tmp_path / "twice.cpp").write_text('#include "all-three.h"\n#include "all-three.h"\nint main() { return 0; }\n')
    flags = ["-Wall", "-Wextra", "-Werror", f"-I{three.folder}", f"-Wl,-rpath,{three.folder}"]
    subprocess.run([*toolchain.cc, "-xc++", *flags[:4], "-c", "twice.cpp"], cwd=tmp_path, check=True)
    command = [*toolchain.cc, "-std=c11", *flags, "main.c", str(three.file(library)), "-o", "main"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    (tmp_path / "all-three.weights").symlink_to(three.file("weights"))
    order = ("digits", "toy-2", "toy-1")
    for name in order:
        inputs_of(three, name)[three.of(name).report.inputs[0].name].tofile(tmp_path / f"{name}.in0")
    done = subprocess.run([tmp_path / "main"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    first = [next(iter(run(three.of(name), inputs_of(three, name)).values())).ravel() for name in order]
    got = np.array([float.fromhex(line) for line in done.stdout.split()], np.float32)
    np.testing.assert_array_equal(got, np.concatenate(first))


# --- options, limits and failures ---


@pytest.mark.slow
@pytest.mark.parametrize("more", [{"threads": 3}, {"weights": "embed"}], ids=["threads", "embed"])
def test_threads_and_embedded_weights(more: dict[str, object], three: Dist, tmp_path: Path) -> None:
    built = build(tmp_path, "other", MODELS, **more)
    assert built.report.verify.ok
    assert built.report.size["binary"] + built.report.size["weights"] * ("weights" in more) == (
        built.file("exe").stat().st_size
    )
    assert sum(b.bytes for b in built.report.labels if b.kind != "weights") == built.report.size["binary"]
    models = packager.load(built.folder).models
    for name in MODELS:
        feeds = inputs_of(three, name)
        want = run(three.of(name), feeds)
        for got in (run(built.of(name), feeds), models[name].run(feeds)):
            for key, array in want.items():
                np.testing.assert_array_equal(got[key], array)
    if "threads" in more:
        assert "int toy_2_run_with(" in built.file("header").read_text()


@pytest.mark.slow
@pytest.mark.usefixtures("runs_here")
@pytest.mark.parametrize("target_name", ["x86-64-v2", "x86-64-v3", "aarch64", "armv7"])
def test_every_target(target_name: str, tmp_path: Path) -> None:
    report = build(tmp_path, "both", {k: MODELS[k] for k in ("digits", "toy-1")}, target_name).report
    assert report.verify.ok
    assert len(report.verify.outputs) == 3


@pytest.mark.slow
def test_budgets_are_those_of_all_together(tmp_path: Path, three: Dist) -> None:
    used = {k: row for k, row in three.report.size.items() if k in ("binary", "weights")}
    limits = {**used, "ram": three.report.ram["total"]}
    assert all(row.ok for row in build(tmp_path, "fits", MODELS, budget=limits).report.budget.values())
    with pytest.raises((OverBudget, PackErrors)) as caught:
        build(tmp_path, "small", MODELS, budget={"weights": used["weights"] - 8000, "ram": 4000})
    assert {e.where for e in caught.value.each} == {f"{tmp_path / 'small.yaml'}:1"}
    assert {e.code for e in caught.value.each} == {OverBudget.code}
    assert any("digits/" in e.why or "toy-" in e.why for e in caught.value.each)


@pytest.mark.slow
def test_it_is_built_again_when_one_of_them_changes(tmp_path: Path) -> None:
    models = {"digits": MODELS["digits"], "toy-1": MODELS["toy-1"]}
    assert not build(tmp_path, "both", models).report.up_to_date
    before = open_dist(tmp_path / "out" / "both" / HERE).report.seconds
    assert build(tmp_path, "both", models).report.seconds == before
    assert (
        build(tmp_path, "both", {**models, "digits": {**MODELS["digits"], "verify": {"atol": 1e-3}}}).report.checks
        == {}
    )
    again = open_dist(tmp_path / "out" / "both" / HERE).report
    assert again.seconds != before
    assert again.models[0].checks == {"atol": 1e-3, "rtol": 1e-3}
    toy_model(tmp_path / "toy.onnx", classes=6)
    build(tmp_path, "both", models)
    assert open_dist(tmp_path / "out" / "both" / HERE).report.models[1].outputs[1].shape == (1, 6)


@pytest.mark.slow
def test_files_do_not_depend_on_where_they_were_built(tmp_path: Path, three: Dist) -> None:
    (tmp_path / "elsewhere").mkdir()
    other = build(tmp_path / "elsewhere", "all-three", MODELS)
    names = [p.name for p in three.folder.iterdir() if p.name != "report.json"]
    assert len(names) == 6
    assert all((three.folder / n).read_bytes() == (other.folder / n).read_bytes() for n in names)


def test_errors_of_all_models_name_their_own_lines(tmp_path: Path) -> None:
    for name in ("one", "two"):
        x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, [2, 3]) for n in "xy")
        node = helper.make_node("RandomNormalLike", ["x"], ["y"], f"dice-{name}")
        graph = helper.make_graph([node], name, [x], [y])
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
        onnx.save(made, str(tmp_path / f"{name}.onnx"))
    models = {name: {"model": f"{name}.onnx"} for name in ("one", "two")}
    with pytest.raises(PackErrors) as caught:
        build(tmp_path, "both", models)
    wheres = [e.where for e in caught.value.each]
    assert [any(f"{name}.yaml:1" in w and f"dice-{name}" in w for w in wheres) for name in models] == [True, True]
    assert not any("both.yaml" in w for w in wheres)


@pytest.mark.slow
def test_outputs_of_unknown_size_keep_their_names(tmp_path: Path) -> None:
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [3, 4])
    y = helper.make_tensor_value_info("y", TensorProto.INT64, None)
    graph = helper.make_graph([helper.make_node("NonZero", ["x"], ["y"], "where")], "some", [x], [y])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(made, str(tmp_path / "some.onnx"))
    built = build(tmp_path, "both", {"some": {"model": "some.onnx"}, "toy-1": MODELS["toy-1"]})
    assert [(t.name, t.count) for t in built.of("some").report.outputs] == [("y", "y.count"), ("y.count", "")]
    feeds = {"x": np.eye(3, 4, dtype=np.float32)}
    for got in (run(built.of("some"), feeds), packager.load(built.folder, "some").run(feeds)):
        np.testing.assert_array_equal(got["y"], np.nonzero(feeds["x"]))


@pytest.mark.slow
def test_a_binary_that_loses_its_weights(tmp_path: Path) -> None:
    built = build(tmp_path, "both", {"toy-1": MODELS["toy-1"], "toy-2": MODELS["toy-2"]})
    built.file("weights").write_bytes(b"")
    with pytest.raises(RunFailed, match="both"):
        run(built.of("toy-1"), inputs_of(built, "toy-1"))


def test_explain_shows_the_nodes_of_all(tmp_path: Path, pack: Pack) -> None:
    manifest = written(tmp_path, "both", {"digits": MODELS["digits"], "toy-1": MODELS["toy-1"]})
    status, out, _ = pack("explain", manifest, "--json")
    assert status == 0
    [found] = json.loads(out)["targets"]
    assert {row["node"].split("/")[0] for row in found["rows"]} == {"digits", "toy-1"}
