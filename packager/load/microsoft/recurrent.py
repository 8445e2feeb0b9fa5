"""LSTM with quantised weights."""

from __future__ import annotations

import numpy as np

from packager.load import limits
from packager.load.microsoft.call import Call, Tensor
from packager.load.microsoft.integers import product
from packager.load.microsoft.table import operator
from packager.load.normal.recurrent import DIRECTIONS, SHORTER, USUAL


@operator("DynamicQuantizeLSTM", "f32", fixed={"input_forget": (0,)}, ignored="activation_alpha activation_beta")
def dynamic_quantize_lstm(
    op: Call,
    x: Tensor,
    w: Tensor,
    r: Tensor,
    b: Tensor | None,
    sequence_lens: Tensor | None,
    initial_h: Tensor | None,
    initial_c: Tensor | None,
    p: Tensor | None,
    w_scale: Tensor,
    w_zero_point: Tensor,
    r_scale: Tensor,
    r_zero_point: Tensor,
    *,
    hidden_size: int = 0,
    direction: str = "forward",
    activations: tuple[str, ...] = (),
    clip: float = 0.0,
) -> tuple[Tensor, ...]:
    """LSTM of what DynamicQuantizeLinear makes of the inputs and of each turn's state, by weights that are integers."""
    for given, name in ((sequence_lens, "sequence_lens"), (p, "P")):
        if given is not None:
            op.unsupported(f"its input '{name}' is given")
    if direction not in DIRECTIONS:
        op.invalid(f"its direction is '{direction:.40}'")
    usual = USUAL["LSTM"]
    if tuple(activations) not in ((), usual, usual * 2):
        op.unsupported(f"its activations are {', '.join(activations):.80}, not {', '.join(usual)}")
    op.ranks(x, 3, what="X")
    op.ranks(r, 3, what="R")
    turns, batch, width = x.shape
    if 0 in (turns, batch):
        op.unsupported("it has no turns, or no rows")
    count, hidden = len(DIRECTIONS[direction]), hidden_size or r.shape[-1] // 4
    if turns * count > limits.STEPS:
        op.unsupported(f"it has {turns} turns; pack takes {limits.STEPS} in all its directions", SHORTER)
    state = (count, batch, hidden)
    for tensor, shape, name in (
        (w, (count, width, 4 * hidden), "W"),
        (r, (count, hidden, 4 * hidden), "R"),
        (b, (count, 8 * hidden), "B"),
        (initial_h, state, "initial_h"),
        (initial_c, state, "initial_c"),
    ):
        if tensor is not None:
            op.shaped(tensor, shape, name)
    flat = op.several("DynamicQuantizeLinear", 3, op.Reshape(x, (turns * batch, width)))
    runs = []
    for d, backwards in enumerate(DIRECTIONS[direction]):
        outer, inner = (
            [op.Gather(t, np.array(d)) for t in given]
            for given in ((w, w_scale, w_zero_point), (r, r_scale, r_zero_point))
        )
        bias, h, c = (None if t is None else op.Gather(t, np.array(d)) for t in (b, initial_h, initial_c))
        gates = op.several("Split", turns, _gates(op, flat, outer, bias), axis=0, num_outputs=turns)
        runs.append(_run(op, gates, inner, (h, c), backwards, clip))
    every = [op.Concat(*(op.Reshape(h, (1, 1, batch, hidden)) for h in found), axis=0) for found, _, _ in runs]
    last = [op.Concat(*(op.Reshape(run[i], (1, batch, hidden)) for run in runs), axis=0) for i in (1, 2)]
    return op.Concat(*every, axis=1), *last


def _gates(op: Call, x: tuple[Tensor, ...], weights: list[Tensor], bias: Tensor | None) -> Tensor:
    """What the inputs give to the gates of all turns; both have their scale and their zero point behind them."""
    y = product(op, x[0], weights[0], x[1] * weights[1], x[2], weights[2], None)
    if bias is None:
        return y
    own, late = op.several("Split", 2, bias, axis=0, num_outputs=2)
    return op.biased(y, own + late)


def _run(
    op: Call,
    gates: tuple[Tensor, ...],
    inner: list[Tensor],
    start: tuple[Tensor | None, Tensor | None],
    backwards: bool,
    clip: float,
) -> tuple[list[Tensor], Tensor, Tensor]:
    """The states after each turn, in the order of time, and the last state and cell."""
    found: dict[int, Tensor] = {}
    h, c = start
    for t in reversed(range(len(gates))) if backwards else range(len(gates)):
        total = gates[t]
        if h is not None:  # else it is zero, and gives nothing
            q, scale, zero = op.several("DynamicQuantizeLinear", 3, h)
            total = total + product(op, q, inner[0], scale * inner[1], zero, inner[2], None)
        if clip:
            total = op.Clip(total, *(np.array(bound, total.dtype.np) for bound in (-clip, clip)))
        i, o, f, new = op.several("Split", 4, total, axis=1, num_outputs=4)
        cell = op.Sigmoid(i) * op.Tanh(new)
        c = cell if c is None else op.Sigmoid(f) * c + cell
        h = found[t] = op.Sigmoid(o) * op.Tanh(c)
    assert h is not None
    assert c is not None
    return [found[t] for t in range(len(gates))], h, c
