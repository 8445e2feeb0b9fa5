"""Graphs that contradict themselves, and tensors that are not what they claim."""

from __future__ import annotations

import pytest
from onnx import TensorProto, helper

from packager.errors import DynamicShape, ModelInvalid, ModelTooLarge, PackErrors, Unsupported


def test_cycles(refused):
    error = refused("g (float[2] x) => (float[2] y) { a = Add(x, c) b = Relu(a) c = Neg(b) y = Abs(c) }")
    assert "cycle" in error.what
    assert "'Add#0', 'Relu#1', 'Neg#2'" in error.why
    assert "cycle" in refused("g (float[2] x) => (float[2] y) { y = Add(x, y) }").what


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("g (float[2] x) => (float[2] y) { y = Relu(x) y = Neg(x) }", "'y' is written twice"),
        ("g (float[2] x) => (float[2] x) { x = Relu(x) }", "'x' is written twice"),
        ("g (float[2] x) => (float[2] y) <float[2] y = {1.0, 2.0}> { y = Relu(x) }", "'y' is written twice"),
        ("g (float[2] inp) => (float[2] y) { y = Relu(imp) }", "'imp' does not exist"),
        ("g (float[2] x) => (float[2] z) { y = Relu(x) }", "'z' does not exist"),
        ("g (float[2] x) => (float[2] y, float[2] y) { y = Relu(x) }", "'y' is listed twice"),
        ("g (float[2] x, float[2] x) => (float[2] y) { y = Relu(x) }", "two inputs"),
        ("g (float[2] x) => (float[3] y) { y = Relu(x, x) }", "Relu is not valid"),
        ("g (float[2] x) => (float[2] y) { y = Relu<colour = 3>(x) }", "Relu is not valid"),
        ("g (float[2] x) => (float[2] y) { y = LeakyRelu<alpha = 1>(x) }", "LeakyRelu is not valid"),
        ("g (float[2,3] x, float[4] z) => (float[2,3] y) { y = Add(x, z) }", "Add is not valid"),
        ("g (float[2,3] x, float[4,2] z) => (float[2,2] y) { y = MatMul(x, z) }", "MatMul is not valid"),
        ("g (float[2,3] x) => (float[3,2] y) { y = Transpose<perm = [0, 0]>(x) }", "Transpose is not valid"),
        ("g (float[2,3] x) => (float[3] y) <int64[1] s = {5}> { y = Reshape(x, s) }", "Reshape is not valid"),
        ("g (float[2,3] x) => (float[3] y) <int64[2] s = {-1, -1}> { y = Reshape(x, s) }", "Reshape is not valid"),
        ("g (float[2,3] x) => (float[3] y) <int64[1] s = {9}> { y = Unsqueeze(x, s) }", "Unsqueeze is not valid"),
        ("g (float[2,3] x) => (float[3] y) <int64 s = {7}> { y = Gather(x, s) }", "Gather is not valid"),
        ("g (float[2,3] x, float[2] s) => (float[2,3] y) { y = PRelu(x, s) }", "PRelu is not valid"),
        ("g (float[2,3] x) => (float[2,3] y) <float s = {1.0}> { y = Expand(x, s) }", "Expand is not valid"),
    ],
)
@pytest.mark.provokes("E301")
def test_contradictions(refused, text, words):
    error = refused(text)
    first = error.errors[0] if isinstance(error, PackErrors) else error
    assert words in first.what
    assert isinstance(first, ModelInvalid)


@pytest.mark.parametrize(
    "attrs",
    [
        "strides = [0, 1]",
        "strides = [-1, 1]",
        "strides = [1]",
        "dilations = [0, 0]",
        "dilations = [9223372036854775807, 1]",
        "pads = [-1, 0, 0, 0]",
        "pads = [1, 1]",
        "pads = [4000000000, 4000000000, 4000000000, 4000000000]",
        "group = 0",
        "group = -1",
        "group = 3",
        "kernel_shape = [5, 5]",
        'auto_pad = "SOME"',
    ],
)
def test_windows_that_make_no_sense(refused, attrs):
    text = f"g (float[1,2,8,8] x, float[4,2,3,3] w) => (float[a,b,c,d] y) {{ y = Conv<{attrs}>(x, w) }}"
    assert refused(text).exit == 3
    if "group" not in attrs:
        pool = attrs if "kernel" in attrs else f"{attrs}, kernel_shape = [3, 3]"
        pool = pool.replace("[5, 5]", "[0, 0]")
        assert refused(f"g (float[1,2,8,8] x) => (float[a,b,c,d] y) {{ y = MaxPool<{pool}>(x) }}").exit == 3


@pytest.mark.parametrize("dims", [[2**31], [2**40, 2**40], [65536, 65536, 2], [1] * 100, [2**62, 4]])
def test_huge_inputs(refused, model, dims):
    shape = model.graph.input[0].type.tensor_type.shape
    del shape.dim[:]
    for size in dims:
        shape.dim.add(dim_value=size)
    assert isinstance(refused(model), (ModelTooLarge, ModelInvalid))


@pytest.mark.parametrize("size", [0, -1, -(2**63)])
def test_empty_and_negative_inputs(refused, model, size):
    model.graph.input[0].type.tensor_type.shape.dim[2].dim_value = size
    assert isinstance(refused(model), (ModelInvalid, DynamicShape))


def test_huge_intermediates(refused):
    text = "g (float[65536,1] x, float[1,65536] z) => (float[a,b] y) { y = Add(x, z) }"
    assert "too large" in refused(text).what


@pytest.mark.parametrize("dims", [[2**28], [2**31], [-4], [2**62, 2], [1] * 50, [0]])
def test_initialisers_that_claim_what_they_do_not_hold(refused, model, dims):
    weights = model.graph.initializer[0]
    raw = bytes(16)
    for tensor in (
        TensorProto(name="w", data_type=1, dims=dims, raw_data=raw),
        TensorProto(name="w", data_type=1, dims=dims, float_data=[1.0] * 4),
        TensorProto(name="w", data_type=10, dims=dims, int32_data=[1] * 4),
    ):
        weights.CopyFrom(tensor)
        assert isinstance(refused(model), (ModelInvalid, ModelTooLarge))


@pytest.mark.parametrize("kind", [0, 8, 14, 15, 27, 99, -1])
def test_element_types_without_a_place(refused, model, kind):
    weights = model.graph.initializer[0]
    weights.data_type = kind
    assert isinstance(refused(model), Unsupported)
    weights.data_type = 1
    model.graph.input[0].type.tensor_type.elem_type = kind
    assert isinstance(refused(model), Unsupported)


@pytest.mark.provokes("E310")
@pytest.mark.parametrize(
    "kind", ["seq(float[2])", "optional(float[2])", "map(int64, float[2])", "sparse_tensor(float[2])"]
)
def test_inputs_that_are_no_tensors(refused, kind):
    assert isinstance(refused(f"g ({kind} x) => (float[2] y) {{ y = Relu(x) }}"), Unsupported)


def test_inputs_of_the_wrong_type(refused):
    assert refused("g (int64[2] x, float[2] z) => (float[2] y) { y = Add(x, z) }").exit == 3
    assert refused("g (float[2] x) => (float[2] y) <float[1] s = {1.0}> { y = Reshape(x, s) }").exit == 3


def test_sparse_tensors_that_lie(refused, model):
    values = TensorProto(name="w", data_type=1, dims=[2], float_data=[1.0, 2.0])
    for dims, indices in (([2**40], [0, 1]), ([4], [0, 7]), ([4], [-1, 0]), ([4], [0]), ([2, 2], [0, 1])):
        del model.graph.initializer[:1], model.graph.sparse_initializer[:]
        places = TensorProto(data_type=7, dims=[len(indices)], int64_data=indices)
        model.graph.sparse_initializer.add(values=values, indices=places, dims=dims)
        assert refused(model).exit == 3
        model.graph.initializer.insert(0, TensorProto(name="unused", data_type=1, dims=[1], float_data=[0.0]))


def test_a_function_that_calls_itself(refused):
    imports = [helper.make_opsetid("", 13), helper.make_opsetid("local", 1)]
    call = helper.make_node("f", ["a"], ["b"], domain="local")
    function = helper.make_function("local", "f", ["a"], ["b"], [call], imports)
    graph = helper.make_graph(
        [helper.make_node("f", ["x"], ["y"], domain="local")],
        "g",
        [helper.make_tensor_value_info("x", 1, [2])],
        [helper.make_tensor_value_info("y", 1, [2])],
    )
    model = helper.make_model(graph, functions=[function], opset_imports=imports, ir_version=8)
    assert "calls itself" in refused(model).why


@pytest.mark.slow
def test_functions_that_multiply(refused):
    imports = [helper.make_opsetid("", 13), helper.make_opsetid("local", 1)]
    functions = []
    for level in range(30):
        op, domain = (f"f{level + 1}", "local") if level < 29 else ("Relu", "")
        nodes = [helper.make_node(op, ["a"], ["t"], domain=domain), helper.make_node(op, ["t"], ["b"], domain=domain)]
        functions.append(helper.make_function("local", f"f{level}", ["a"], ["b"], nodes, imports))
    graph = helper.make_graph(
        [helper.make_node("f0", ["x"], ["y"], domain="local")],
        "g",
        [helper.make_tensor_value_info("x", 1, [2])],
        [helper.make_tensor_value_info("y", 1, [2])],
    )
    model = helper.make_model(graph, functions=functions, opset_imports=imports, ir_version=8)
    assert "too many nodes" in refused(model).what


LOOPS = {
    "endless": ("y = Loop(, , x)", Unsupported, "turns"),
    "as good as endless": ("m = Constant<value = int64 {99999999}>() y = Loop(m, , x)", Unsupported, "turns"),
    "never decided": ("t = Constant<value = bool {1}>() y = Loop(, t, x)", Unsupported, "turns"),
}


@pytest.mark.parametrize(
    "name", ["endless", "as good as endless", pytest.param("never decided", marks=pytest.mark.slow)]
)
def test_loops_that_do_not_end(refused, name):
    text, kind, why = LOOPS[name]
    body = "(int64 i, bool c, float[2] a) => (bool d, float[2] b) { d = Identity(c) b = Neg(a) }"
    text = text.replace("x)", f"x) <body = l {body}>")
    error = refused(f"g (float[2] x) => (float[2] y) {{ {text} }}")
    assert isinstance(error, kind)
    assert why in error.why


@pytest.mark.parametrize("op", ["Loop", "Scan"])
def test_bodies_that_do_not_fit(refused, op):
    body = helper.make_graph(
        [helper.make_node("Identity", ["a"], ["b"])],
        "body",
        [helper.make_tensor_value_info(n, 1, [2]) for n in "ac"],
        [helper.make_tensor_value_info("b", 1, [2])],
    )
    attrs = {"num_scan_inputs": 1} if op == "Scan" else {}
    trips = helper.make_tensor("m", 7, [], [2])
    graph = helper.make_graph(
        [helper.make_node(op, ["x"] if op == "Scan" else ["m", "", "x"], ["y"], body=body, **attrs)],
        "g",
        [helper.make_tensor_value_info("x", 1, [2, 2])],
        [helper.make_tensor_value_info("y", 1, [2, 2])],
        [] if op == "Scan" else [trips],
    )
    error = refused(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8))
    assert isinstance(error, ModelInvalid)


def test_many_faults_are_reported_together(refused):
    nodes = " ".join(f"a{i} = Concat<axis = 5>(x, x)" for i in range(200))
    names = ", ".join(f"float[2] a{i}" for i in range(200))
    error = refused(f"g (float[2] x) => ({names}) {{ {nodes} }}")
    assert isinstance(error, PackErrors)
    assert len(error.errors) == 200
