"""Names, inputs, outputs, order and origin: what of the model stays visible."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import onnx
import pytest

from packager.errors import DynamicShape, ModelChanged, ModelInvalid, UnknownName, Unsupported
from packager.load import load

CHAIN = "g (float[2] x, float[2] extra) => (float[2] z) { y = Relu(x) z = Neg(y) w = Abs(y) v = Add(w, extra) }"


def test_dead_code_goes_and_unused_inputs_stay(save):
    graph = load(save(CHAIN))
    assert [n.op for n in graph.nodes] == ["Relu", "Neg"]
    assert graph.inputs == ("x", "extra")


@pytest.mark.parametrize(
    ("outputs", "inputs", "ops"),
    [
        (["y"], ("x",), ["Relu"]),
        (["w", "z"], ("x",), ["Relu", "Neg", "Abs"]),
        (["v"], ("x", "extra"), ["Relu", "Abs", "Add"]),
    ],
)
def test_cutting_at_outputs(save, outputs, inputs, ops):
    graph = load(save(CHAIN), outputs=outputs)
    assert (graph.outputs, graph.inputs, [n.op for n in graph.nodes]) == (tuple(outputs), inputs, ops)


def test_cutting_at_an_unknown_value_names_the_nearest(save):
    path = save("g (float[2] x) => (float[2] score) { scores_raw = Relu(x) score = Neg(scores_raw) }")
    with pytest.raises(UnknownName) as caught:
        load(path, outputs=["scores_rav"])
    assert "scores_raw" in caught.value.fix
    assert caught.value.exit == 2


def test_cutting_away_what_is_not_supported(save):
    path = save("g (float[2] x) => (float[2] z) { y = Relu(x) z = local.Decode(y) }")
    with pytest.raises(Unsupported, match=r"local\.Decode"):
        load(path)
    assert load(path, outputs=["y"]).outputs == ("y",)


def test_initialisers_listed_as_inputs_are_constants(save):
    path = save("g (float[2] x, float[2] w) => (float[2] y) <float[2] w = {1.0, 2.0}> { y = Add(x, w) }")
    model = onnx.load(path)
    model.ir_version = 3
    onnx.save(model, path)
    graph = load(path)
    assert graph.inputs == ("x",)
    assert graph.const("w").tolist() == [1.0, 2.0]


def test_nodes_and_values_keep_their_names(save):
    path = save("g (float[2] x) => (float[2] z) { [first] y = Relu(x) z = Neg(y) }")
    graph = load(path, name="net")
    assert graph.name == "net"
    assert [(n.name, n.where.node, n.where.file) for n in graph.nodes] == [
        ("first", "first", "m.onnx"),
        ("Neg#1", "Neg#1", "m.onnx"),
    ]
    assert list(graph.values) == ["x", "y", "z"]


def test_two_nodes_of_one_name_get_two(save):
    graph = load(save("g (float[2] x) => (float[2] z) { [n] y = Relu(x) [n] z = Neg(y) }"))
    assert [n.name for n in graph.nodes] == ["n", "n.1"]
    assert [n.where.node for n in graph.nodes] == ["n", "n"]


def test_nodes_out_of_order_are_sorted(save):
    graph = load(save("g (float[2] x) => (float[2] z) { z = Neg(y) y = Relu(x) }"))
    assert [n.op for n in graph.nodes] == ["Relu", "Neg"]


def test_an_output_behind_identity_keeps_its_name(same):
    graph = same("g (float[2] x) => (float[2] z) { y = Relu(x) i = Identity(y) z = Identity(i) }")
    assert [(n.op, n.outputs) for n in graph.nodes] == [("Relu", ("z",))]


def test_outputs_that_are_the_same_value(same):
    graph = same("g (float[2] x) => (float[2] y, float[2] z) { y = Relu(x) z = Identity(y) }")
    assert [(n.op, n.inputs, n.outputs) for n in graph.nodes] == [
        ("Relu", ("x",), ("y",)),
        ("Identity", ("y",), ("z",)),
    ]


def test_an_output_that_is_an_input_under_another_name(same):
    graph = same("g (float[2] x) => (float[2] z) { z = Identity(x) }")
    assert [(n.op, n.inputs, n.outputs) for n in graph.nodes] == [("Identity", ("x",), ("z",))]


def test_an_output_that_is_a_constant(same):
    graph = same(
        "g (float[2] x) => (float[2] y, int64[1] s, float[2] k) <float[2] k = {1.0, 2.0}> { y = Relu(x) s = Shape(x) }"
    )
    assert [n.op for n in graph.nodes] == ["Relu", "Identity", "Identity"]
    assert graph["s"].const is None
    assert graph.const(graph.nodes[1].inputs[0]).tolist() == [2]


def test_an_output_that_is_an_input_itself_is_refused(save):
    path = save("g (float[2] x) => (float[2] y, float[2] x) { y = Relu(x) }")
    with pytest.raises(Unsupported, match="output 'x' is an input"):
        load(path)
    assert load(path, outputs=["y"]).outputs == ("y",)


def test_a_model_without_nodes(save):
    with pytest.raises(Unsupported, match="is an input"):
        load(save("g (float[2] x) => (float[2] x) { }"))
    with pytest.raises(ModelInvalid, match="no outputs"):
        load(save("g (float[2] x) => () { }"))


@pytest.mark.provokes("E302")
def test_the_hash_is_checked(save):
    path = save(CHAIN)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert load(path, sha256=digest.upper()).outputs == ("z",)
    with pytest.raises(ModelChanged) as caught:
        load(path, sha256="0" * 64)
    assert digest in caught.value.fix


def test_opset_and_ir_versions_out_of_range(save):
    path = save(CHAIN)
    model = onnx.load(path)
    for version in (6, 99):
        model.opset_import[0].version = version
        onnx.save(model, path)
        with pytest.raises(Unsupported, match=f"operator set {version}"):
            load(path)
    model.opset_import[0].version, model.ir_version = 13, 2
    onnx.save(model, path)
    with pytest.raises(Unsupported, match="IR version 2"):
        load(path)


def test_external_data_beside_the_model(save, tmp_path):
    weights = np.random.default_rng(0).normal(size=(64, 64)).astype(np.float32)
    path = save("g (float[1,64] x) => (float[1,64] y) { y = MatMul(x, w) }")
    model = onnx.load(path)
    model.graph.initializer.append(onnx.numpy_helper.from_array(weights, "w"))
    onnx.save(model, path, save_as_external_data=True, location="sub.bin", size_threshold=0)
    assert (tmp_path / "sub.bin").stat().st_size >= weights.nbytes
    np.testing.assert_array_equal(load(path).const("w"), weights)


def test_a_constant_keeps_its_name(save):
    path = save("g (float[2] x) => (float[2] y) { k = Constant<value = float[2] {1.0, 2.0}>() y = Add(x, k) }")
    assert load(path).nodes[0].inputs == ("x", "k")


@pytest.mark.slow
def test_what_only_reads_the_file_needs_no_library():
    code = "import sys, packager.load.model_file, packager.pipeline.build, packager.cli.init; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "packager.load" in done.stdout.split()
    assert not {"onnx_ir", "onnxscript"} & set(done.stdout.split())


@pytest.mark.slow
def test_libraries_are_silent(save):
    path = save("g (float[2] x) => (float[2] z) { y = Relu(x, ghost) z = local.Mystery(y) }")
    code = f"from packager.load import load\ntry: load({str(path)!r})\nexcept Exception as error: print(error)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "'ghost' does not exist" in done.stdout
    assert not done.stderr


def test_loading_twice_gives_the_same_graph(save):
    path = save(CHAIN)
    assert str(load(path)) == str(load(path))


def test_open_sizes_are_shown_as_they_are_with_lines_to_copy(save):
    with pytest.raises(DynamicShape) as caught:
        load(save("g (float[N, 3, H, 8] x, float[M] v) => (float[N, 3, H, 8] y) { y = Relu(x) }"))
    text = str(caught.value)
    assert "'x' has the shape [N, 3, H, 8], 'v' has the shape [M]\n" in text
    *_, model, path, inputs = text.splitlines()
    assert model == "         model:"
    assert path.startswith("           path: ")
    assert inputs == "           inputs: {x: [1, 3, H, 8], v: [M]}"


def test_a_name_cannot_begin_an_error_of_its_own():
    error = UnknownName("no such", why="there are: 'a\nerror[E100]: b'", fix="perhaps\nerror[E100]: \x1b[2Jc")
    assert str(error).splitlines()[1:] == [
        "  at:  (no place in a file)",
        "  why: there are: 'a",
        "       error[E100]: b'",
        "  fix: perhaps",
        "       error[E100]: \\x1b[2Jc",
    ]
