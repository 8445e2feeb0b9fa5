"""FusedAttention against its definition in float64: sizes around tiles and blocks, gaps, masks, leading axes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.dtype import F32
from packager.graph import Array
from tests.ops.strided import Style, evaluate, f32


def defined(q: Array, k: Array, v: Array, *masks: Array, scale: float = 1.0, after: float = 1.0) -> Array:
    """What it means."""
    scores = q.astype(np.float64) @ k.astype(np.float64) * scale
    for mask in masks:
        scores = scores + mask
    with np.errstate(invalid="ignore"):
        scores = scores * after
        powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=-1, keepdims=True) @ v.astype(np.float64))


def attention(
    q: Array, k: Array, v: Array, *masks: Array, styles: dict[str, Style] | None = None, **numbers: float
) -> Array:
    """What the kernel computes."""
    inputs = {"q": q, "k": k, "v": v} | {f"m{i}": m for i, m in enumerate(masks)}
    lead = np.broadcast_shapes(*(x.shape[:-2] for x in inputs.values()))
    outputs = {"y": ((*lead, q.shape[-2], v.shape[-1]), F32)}
    return evaluate("FusedAttention", inputs, outputs, attrs=numbers, styles=styles or {})["y"]


def agree(*given: Array, styles: dict[str, Style] | None = None, **numbers: float) -> None:
    """What may differ: scores up to some 30 are off by 2e-6 in float32, and so is each power of a sum of values near 3."""
    np.testing.assert_allclose(
        attention(*given, styles=styles, **numbers), defined(*given, **numbers), rtol=2e-5, atol=1e-5
    )


@pytest.mark.sampled(4)
@pytest.mark.parametrize("length", [1, 2, 5, 6, 7, 13])
@pytest.mark.parametrize("keys", [1, 3, 8, 15, 16, 17, 47, 48, 49, 99, 150])
def test_sizes(length: int, keys: int) -> None:
    agree(f32(2, length, 5), f32(2, 5, keys), f32(2, keys, 24), scale=0.5)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("columns", [1, 2, 3, 4, 7, 8, 12, 16, 17, 24, 31, 40, 64])
@pytest.mark.parametrize("depth", [1, 33])
def test_columns(columns: int, depth: int) -> None:
    agree(f32(7, depth), f32(depth, 50), f32(50, columns))


def test_masks() -> None:
    """Of scores, of keys, and of heads; some keys have no part at all."""
    q, k, v = f32(2, 3, 9, 4), f32(2, 3, 4, 70), f32(2, 3, 70, 8)
    causal = np.where(np.tril(np.ones((9, 70), bool), 20), 0, -np.inf).astype(np.float32)
    padded = np.where(np.arange(70) < 60, 0, -3e38).astype(np.float32)
    agree(q, k, v, causal)
    agree(q, k, v, padded.reshape(1, 1, 1, 70), scale=0.3)
    agree(q, k, v, f32(1, 3, 9, 70), padded.reshape(1, 70), scale=0.3, after=1.7)


def test_the_first_block_of_keys_may_be_masked() -> None:
    mask = np.where(np.arange(120) < 100, -np.inf, 0).astype(np.float32).reshape(1, 120)
    agree(f32(6, 4), f32(4, 120), f32(120, 8), mask)


def test_a_row_without_any_key_has_no_result() -> None:
    mask = np.zeros((3, 20), np.float32)
    mask[1] = -np.inf
    found = attention(f32(3, 4), f32(4, 20), f32(20, 8), mask)
    assert np.isnan(found[1]).all()
    assert np.isfinite(found[[0, 2]]).all()


def test_large_scores_do_not_overflow() -> None:
    """They grow from block to block, or are far apart."""
    q, k, v = f32(6, 1) * 0 + 1, np.linspace(-500, 500, 130, dtype=np.float32).reshape(1, -1), f32(130, 8)
    agree(q, k, v)
    agree(q, k[:, ::-1].copy(), v)
    agree(q, k * 1e30, v)


def test_what_broadcasts() -> None:
    """Keys and values of one head for all of them."""
    agree(f32(2, 4, 7, 8), f32(2, 1, 8, 20), f32(1, 20, 16))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_memory(data: st.DataObject) -> None:
    length, depth, keys, columns = (data.draw(st.sampled_from([1, 2, 5, 8, 17, 50])) for _ in range(4))
    lead = tuple(data.draw(st.lists(st.integers(1, 3), max_size=2)))
    given = f32(*lead, length, depth), f32(*lead, depth, keys), f32(*lead, keys, columns), f32(length, keys)
    masks = data.draw(st.booleans())
    gaps = st.lists(st.integers(0, 3), min_size=len(lead) + 2, max_size=len(lead) + 2).map(tuple)
    styles = {n: Style(data.draw(gaps)) for n in ("q", "k", "v", "y")}
    agree(*given[: 3 + masks], styles=styles, scale=0.7)
