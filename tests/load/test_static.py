"""What folds to static shapes is never refused as dynamic; what is dynamic says how to fix it."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from packager.errors import DynamicShape, ManifestError, PackErrors, Unsupported
from packager.load import load

FLATTEN = """
    g (float[N,3,H,W] x) => (float[N,M] y)
    <int64 zero = {0}, int64[1] minus = {-1}, int64[1] first = {0}>
    {
        s = Shape(x)
        n = Gather<axis = 0>(s, zero)
        u = Unsqueeze<axes = [0]>(n)
        t = Concat<axis = 0>(u, minus)
        y = Reshape(x, t)
    }
"""


def ops(graph):
    return [n.op for n in graph.nodes]


def test_shape_gather_unsqueeze_concat_reshape(same):
    graph = same(FLATTEN, 11, inputs={"x": (2, 3, 4, 5)})
    assert ops(graph) == ["Reshape"]
    assert graph.nodes[0].ints("shape") == (2, 60)


def test_upsampling_to_another_tensors_size(same):
    graph = same(
        """
        g (float[1,2,H,W] x, float[1,2,P,Q] r) => (float[1,2,P,Q] y)
        <int64[1] two = {2}, int64[1] four = {4}, int64[1] axis = {0}, float[0] roi = {}, float[0] sc = {}>
        {
            s = Shape(x)
            nc = Slice(s, axis, two, axis)
            t = Shape(r)
            hw = Slice(t, two, four, axis)
            sizes = Concat<axis = 0>(nc, hw)
            y = Resize<mode = "nearest", nearest_mode = "floor", coordinate_transformation_mode = "asymmetric">
                (x, roi, sc, sizes)
        }
        """,
        13,
        inputs={"x": (1, 2, 4, 4), "r": (1, 2, 9, 8)},
    )
    assert ops(graph) == ["Resize"]
    assert graph["y"].shape == (1, 2, 9, 8)


def test_grids_made_of_range_expand_and_constant_of_shape(same):
    graph = same(
        """
        g (float[1,1,H,W] x) => (float[1,1,H,W] y)
        <int64 k3 = {3}, int64 k2 = {2}, int64 zero = {0}, int64 one = {1}, int64[1] minus = {-1}>
        {
            s = Shape(x)
            w = Gather(s, k3)
            h = Gather(s, k2)
            r = Range(zero, w, one)
            rf = Cast<to = 1>(r)
            u = Unsqueeze<axes = [0]>(rf)
            h1 = Unsqueeze<axes = [0]>(h)
            w1 = Unsqueeze<axes = [0]>(w)
            hw = Concat<axis = 0>(h1, w1)
            grid = Expand(u, hw)
            ones = ConstantOfShape<value = float[1] {1.5}>(hw)
            both = Mul(grid, ones)
            y = Add(x, both)
        }
        """,
        11,
        inputs={"x": (1, 1, 3, 4)},
    )
    assert ops(graph) == ["Add"]


@pytest.mark.parametrize(("flag", "op"), [(1, "Relu"), (0, "Sigmoid")])
def test_if_with_a_constant_condition(same, flag, op):
    graph = same(
        f"""
        g (float[2,3] x) => (float[2,3] y) <bool c = {{{flag}}}>
        {{
            n = Not(c)
            k = Not(n)
            h = If(k) <
                then_branch = a () => (float[2,3] p) {{ p = Relu(x) }},
                else_branch = b () => (float[2,3] q) <float two = {{2.0}}> {{ m = Mul(x, two) q = Sigmoid(m) }}
            >
            y = Neg(h)
        }}
        """
    )
    assert ops(graph) == ([op, "Neg"] if flag else ["Mul", op, "Neg"])


def test_if_inside_if_takes_names_from_around_it(same):
    graph = same(
        """
        g (float[2,3] x) => (float[2,3] y) <bool c = {1}>
        {
            a = Abs(x)
            y = If(c) <
                then_branch = t () => (float[2,3] p) {
                    b = Exp(a)
                    p = If(c) <
                        then_branch = tt () => (float[2,3] r) { r = Add(a, b) },
                        else_branch = te () => (float[2,3] s) { s = Sub(a, b) }
                    >
                },
                else_branch = e () => (float[2,3] q) { q = Relu(x) }
            >
        }
        """,
        atol=1e-5,
    )
    assert ops(graph) == ["Abs", "Exp", "Add"]
    assert graph.nodes[-1].outputs == ("y",)


def test_if_whose_branch_is_a_value_from_around_it(save):
    path = save(  # ONNX Runtime refuses this, though exporters write it
        """
        g (float[3] x) => (float[3] y) <bool c = {1}> {
            a = Abs(x)
            h = If(c) <then_branch = t () => (float[3] a) { }, else_branch = e () => (float[3] q) { q = Neg(x) }>
            y = Relu(h)
        }
        """
    )
    assert ops(load(path)) == ["Abs", "Relu"]


def test_an_if_on_data_computes_both_branches_and_chooses(save):
    path = save(
        """
        g (float[3] x, bool c) => (float[3] y) {
            y = If(c) <then_branch = t () => (float[3] p) { p = Abs(x) }, else_branch = e () => (float[3] q) { q = Neg(x) }>
        }
        """
    )
    assert [n.op for n in load(path).nodes] == ["Abs", "Neg", "Where"]


def function(name, inputs, outputs, nodes, attributes=()):
    imports = [helper.make_opsetid("", 13), helper.make_opsetid("local", 1)]
    return helper.make_function("local", name, inputs, outputs, nodes, imports, attributes)


def calls(functions, nodes, shape=(2, 3)):
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)],
    )
    imports = [helper.make_opsetid("", 13), helper.make_opsetid("local", 1)]
    return helper.make_model(graph, functions=functions, opset_imports=imports, ir_version=8)


def test_functions_are_inlined(same):
    leaky = helper.make_node("LeakyRelu", ["a"], ["h"], name="leak")
    leaky.attribute.add(name="alpha", ref_attr_name="slope", type=onnx.AttributeProto.FLOAT)
    inner = function("inner", ["a"], ["b"], [leaky, helper.make_node("Neg", ["h"], ["b"])], ["slope"])
    call = helper.make_node("inner", ["a"], ["t"], domain="local", name="deep", slope=0.3)
    outer = function("outer", ["a"], ["b"], [call, helper.make_node("Abs", ["t"], ["b"])])
    nodes = [
        helper.make_node("outer", ["x"], ["m"], domain="local", name="one"),
        helper.make_node("outer", ["m"], ["y"], domain="local", name="two"),
    ]
    graph = same(calls([inner, outer], nodes))
    assert ops(graph) == ["LeakyRelu", "Neg", "Abs"] * 2
    assert graph.nodes[0].float("alpha") == pytest.approx(0.3)
    assert graph.nodes[0].where.node == "one/deep/leak"
    assert [n.outputs[0] for n in graph.nodes if n.op == "Abs"] == ["m", "y"]


def test_optional_inputs_that_a_call_leaves_out(same):
    clip = function("limit", ["a", "low", "high"], ["b"], [helper.make_node("Clip", ["a", "low", "high"], ["b"])])
    nodes = [
        helper.make_node("Constant", [], ["top"], value_float=0.5),
        helper.make_node("limit", ["x", "", "top"], ["y"], domain="local"),
    ]
    graph = same(calls([clip], nodes))
    assert ops(graph) == ["Clip"]
    assert graph.nodes[0].float("min") == -np.inf


def test_a_function_may_have_another_operator_set(same):
    squeeze = helper.make_node("Squeeze", ["a"], ["b"], axes=[0])  # an attribute until operator set 12
    old = helper.make_function("local", "old", ["a"], ["b"], [squeeze], [helper.make_opsetid("", 11)])
    nodes = [
        helper.make_node("Unsqueeze", ["x", "axes"], ["u"]),
        helper.make_node("old", ["u"], ["y"], domain="local"),
    ]
    model = calls([old], nodes)
    model.graph.initializer.append(numpy_helper.from_array(np.array([0]), "axes"))
    assert ops(same(model, engine="onnx.reference")) == ["Unsqueeze", "Squeeze"]


def test_results_that_a_function_hands_through_or_nobody_reads(same):
    node = helper.make_node("Relu", ["a"], ["r"])
    both = function("both", ["a"], ["a", "r", "k"], [node, helper.make_node("Neg", ["r"], ["k"])])
    nodes = [
        helper.make_node("both", ["x"], ["s", "", "t"], domain="local", name="call"),
        helper.make_node("Add", ["s", "t"], ["y"]),
    ]
    graph = same(calls([both], nodes), engine="onnx.reference")
    assert [n.where.node for n in graph.nodes] == ["call/Relu#0", "call/Neg#1", "Add#1"]
    assert graph.nodes[-1].inputs == ("x", "t")


def test_places_inside_branches_and_functions(same):
    branch = helper.make_graph(
        [helper.make_node("inner", ["a"], ["t"], domain="local", name="in"), helper.make_node("Neg", ["t"], ["r"])],
        "branch",
        [],
        [helper.make_tensor_value_info("r", TensorProto.FLOAT, (2, 3))],
    )
    other = helper.make_graph([helper.make_node("Abs", ["a"], ["r"])], "other", [], branch.output)
    fork = helper.make_node("If", ["yes"], ["b"], name="fork", then_branch=branch, else_branch=other)
    yes = helper.make_node("Constant", [], ["yes"], value=helper.make_tensor("v", TensorProto.BOOL, [], [1]))
    inner = function("inner", ["a"], ["b"], [helper.make_node("Relu", ["a"], ["b"], name="leaf")])
    outer = function("outer", ["a"], ["b"], [yes, fork])
    nodes = [
        helper.make_node("outer", ["x"], ["m"], domain="local", name="one"),
        helper.make_node("outer", ["m"], ["y"], domain="local", name="two"),
    ]
    graph = same(calls([inner, outer], nodes), engine="onnx.reference")
    places = [n.where.node for n in graph.nodes]
    assert places == [f"{k}/fork/{n}" for k in ("one", "two") for n in ("in/leaf", "Neg#1")]
    assert [n.outputs[0] for n in graph.nodes if n.op == "Neg"] == ["m", "y"]


def test_branches_whose_values_have_the_same_names(same):
    fork = """
        v{0} = If(yes) <
            then_branch = t () => (float[3] u) {{ s = Shape(x) f = Cast<to = 1>(s) u = Add(x, f) }},
            else_branch = e () => (float[3] u) {{ u = Abs(x) }}
        >
    """
    forks = "".join(map(fork.format, range(3)))
    graph = same(f"g (float[3] x) => (float[3] y) <bool yes = {{1}}> {{ {forks} y = Sum(v0, v1, v2) }}")
    assert ops(graph) == ["Add"] * 5
    assert [n.where.node for n in graph.nodes][:3] == ["If#0/Add#2", "If#1/Add#2", "If#2/Add#2"]


def test_constants_in_every_spelling(same):
    sparse = helper.make_sparse_tensor(
        helper.make_tensor("v", TensorProto.FLOAT, [2], [1.0, 2.0]),
        helper.make_tensor("i", TensorProto.INT64, [2], [1, 2]),
        [3],
    )
    kinds = [
        {"value": helper.make_tensor("t", TensorProto.FLOAT, [3], [1.0, 2.0, 3.0])},
        {"value_float": 0.5},
        {"value_floats": [1.0, 2.0, 3.0]},
    ]
    nodes = [helper.make_node("Constant", [], [f"c{k}"], **kind) for k, kind in enumerate(kinds)]
    node = helper.make_node("Constant", [], ["c3"])
    node.attribute.append(helper.make_attribute("sparse_value", sparse))
    last = ["x", "c0", "c1", "c2", "c3"]
    sums = [
        helper.make_node("Add", [("x", "s1", "s2", "s3")[k], last[k + 1]], [("s1", "s2", "s3", "y")[k]])
        for k in range(4)
    ]
    graph = same(calls([], [*nodes, node, *sums]))
    assert ops(graph) == ["Add"] * 4
    assert graph.const(graph.nodes[-1].inputs[1]).tolist() == [0.0, 1.0, 2.0]


@pytest.mark.provokes("E311")
def test_open_sizes_name_the_lines_to_add(save):
    with pytest.raises(DynamicShape) as caught:
        load(save(FLATTEN, 11))
    assert "inputs: {x: [1, 3, H, W]}" in caught.value.fix
    assert "path: m.onnx" in caught.value.fix
    assert caught.value.exit == 3


def test_all_open_inputs_are_named_at_once(save):
    path = save("g (float[N,2] a, float[N] b, float[3] c) => (float[N,2] y) { d = Add(a, c) y = Add(d, b) }")
    with pytest.raises(DynamicShape) as caught:
        load(path)
    assert "a: [1, 2]" in caught.value.fix
    assert "b: [N]" in caught.value.fix
    assert "c:" not in caught.value.fix


@pytest.mark.parametrize(
    ("pins", "words"),
    [
        ({"x": (1, 3, 8, 8), "images": (1, 3, 8, 8)}, "no input 'images'"),
        ({"x": (1, 3, 8)}, r"does not fit the input 'x'"),
        ({"x": (1, 4, 8, 8)}, r"does not fit the input 'x'"),
    ],
)
def test_pins_that_do_not_fit(save, pins, words):
    with pytest.raises(ManifestError, match=words) as caught:
        load(save(FLATTEN, 11), inputs=pins)
    assert caught.value.exit == 2


def test_a_pin_for_an_input_without_any_shape(save):
    path = save("g (float x) => (float y) { y = Relu(x) }")
    model = onnx.load(path)
    model.graph.input[0].type.tensor_type.ClearField("shape")
    onnx.save(model, path)
    with pytest.raises(DynamicShape):
        load(path)
    assert load(path, inputs={"x": (2, 5)})["y"].shape == (2, 5)


def test_sizes_that_depend_on_data_name_the_node(save):
    path = save("g (float[4] x) => (float[a,b,c,d] y) { m = Relu(x) s = Cast<to = 7>(m) y = Expand(m, s) }")
    with pytest.raises(DynamicShape) as caught:
        load(path)
    assert "`model: {outputs: [m, s]}`" in caught.value.fix
    assert "Expand" in caught.value.what
    assert load(path, outputs=["m"]).outputs == ("m",)


def test_nonzero_of_a_constant_is_computed(same):
    graph = same(
        "g (float[4] x) => (float[2] y) <float[4] k = {0.0, 3.0, 0.0, 1.0}, int64[1] flat = {-1}>"
        "{ n = NonZero(k) i = Reshape(n, flat) y = Gather(x, i) }"
    )
    assert ops(graph) == ["Gather"]


def test_everything_unsupported_is_reported_at_once(save):
    path = save(
        """
        g (float[4] x, float[2,2] m) => (float[4] y, float[a,b,c,d] v) {
            a = local.Mystery(x)
            b = local.Riddle(a)
            y = Relu(b)
            s = Cast<to = 7>(x)
            v = Reshape(m, s)
        }
        """
    )
    with pytest.raises(PackErrors) as caught:
        load(path)
    assert [e.code for e in caught.value.errors] == ["E310", "E311"]  # Riddle reads what Mystery left unknown
    assert "Mystery" in str(caught.value)


def test_constants_that_are_huge_are_refused(save):
    path = save("g (float[1] x) => (float[n] y) <int64[1] s = {1000000000}> { c = ConstantOfShape(s) y = Add(x, c) }")
    with pytest.raises(Unsupported, match="1000000000 elements"):
        load(path)


def test_dequantized_constants_become_floats(same):
    graph = same(
        "g (float[1,2,4,4] x) => (float[1,2,4,4] y)"
        "<int8[2,1,1,1] w = {64, -128}, float[2] s = {0.5, 0.25}, int8[2] z = {0, 1}>"
        "{ d = DequantizeLinear<axis = 0>(w, s, z) y = Conv<group = 2>(x, d) }"
    )
    assert ops(graph) == ["Conv"]
    weights = graph.const(graph.nodes[0].inputs[1])
    assert weights is not None
    assert weights.reshape(-1).tolist() == [32.0, -32.25]


@pytest.mark.slow
def test_large_weights_may_be_transposed_and_converted(save, tmp_path):
    path = save("g (float[1,6000] x) => (float[1,6000] y) { t = Transpose(w) f = Cast<to = 1>(t) y = MatMul(x, f) }")
    model = onnx.load(path)
    weights = np.zeros((6000, 6000), np.int8)
    weights[1, 2] = 5
    model.graph.initializer.append(onnx.numpy_helper.from_array(weights, "w"))
    path.write_bytes(model.SerializeToString())
    graph = load(path)
    assert ops(graph) == ["MatMul"]
    assert graph.const(graph.nodes[0].inputs[1])[2, 1] == 5.0


def test_sequences_are_taken_apart(same):
    graph = same(
        """
        g (float[6,4] x, float[6,4] z) => (float[12,2] y, float[2,2,4] s, int64 n)
        <int64 two = {2}, int64 one = {1}, int64 last = {-1}>
        {
            a = SplitToSequence<axis = 0>(x, two)
            p = SequenceAt(a, last)
            b = SequenceErase(a, last)
            s = ConcatFromSequence<axis = 0, new_axis = 1>(b)
            c = SequenceConstruct(x, z)
            d = SequenceInsert(c, p, one)
            e = SequenceErase(d, one)
            f = Identity(e)
            n = SequenceLength(d)
            q = ConcatFromSequence<axis = 0>(f)
            u = SplitToSequence<axis = 1, keepdims = 0>(q)
            v = SequenceAt(u, one)
            w = SequenceAt(u, two)
            axis = Constant<value = int64[1] {1}>()
            v1 = Unsqueeze(v, axis)
            w1 = Unsqueeze(w, axis)
            y = Concat<axis = 1>(v1, w1)
        }
        """,
        14,
    )
    assert not [n.op for n in graph.nodes if "Sequence" in n.op]


def test_a_sequence_that_grows(same):
    pushes = " ".join(f"s{k + 1} = SequenceInsert(s{k}, x)" for k in range(20))
    graph = same(
        f"g (float[1,4] x) => (float[20,4] y, int64 n) {{ s0 = SequenceEmpty() {pushes}"
        " y = ConcatFromSequence<axis = 0>(s20) n = SequenceLength(s20) }"
    )
    assert ops(graph) == ["Concat", "Identity"]


def test_many_parts(same):
    names = [f"p{k}" for k in range(60)]
    parts = same(f"g (float[60,2] x) => (float[1,2] y) {{ {', '.join(names)} = Split(x) y = Add(p7, p59) }}", 13)
    assert parts.nodes[0].ints("split") == (1,) * 60
    const = f"g (float[1] x) => (float[1] y) <float[60] k = {{{', '.join(map(str, map(float, range(60))))}}}>"
    folded = same(f"{const} {{ {', '.join(names)} = Split(k) y = Add(x, p59) }}", 13)
    assert ops(folded) == ["Add"]
    assert folded.const(folded.nodes[0].inputs[1]).tolist() == [59.0]


def test_sizes_behind_a_pool_that_rounds_up(same):
    """The shape inference of old operator sets is one too large here; what is folded from it must not be."""
    graph = same(
        """
        g (float[1,2,5,5] x) => (float[1,n] y)
        {
            p = MaxPool<kernel_shape = [2,2], strides = [3,3], pads = [1,1,1,1], ceil_mode = 1>(x)
            s = Shape(p)
            e = ReduceProd<axes = [0], keepdims = 1>(s)
            one = Constant<value = int64[1] {1}>()
            t = Concat<axis = 0>(one, e)
            y = Reshape(p, t)
        }
        """,
        12,
        engine="onnx.reference",  # ONNX Runtime falls into this, too
    )
    assert graph["y"].shape == (1, 8)


def test_a_sequence_that_stays_one_is_refused(save):
    path = save("g (float[2] x) => (seq(float[2]) y) { y = SequenceConstruct(x, x) }")
    with pytest.raises(Unsupported, match="sequence of tensors"):
        load(path)
    path = save("g (float[2] x, int64 i) => (float[2] y) { s = SequenceConstruct(x, x) y = SequenceAt(s, i) }")
    with pytest.raises(DynamicShape, match="position"):
        load(path)


def test_inputs_that_a_cut_drops_need_no_size(save):
    path = save("g (float[2] x, float[N] z) => (float[2] y, float[N] w) { y = Relu(x) w = Relu(z) }")
    assert load(path, outputs=["y"]).inputs == ("x",)
