"""TfIdfVectorizer (ONNX 9) of numbers: how often each n-gram of a list stands in a row, weighted."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.lowering.nest import Tensor, Writer, nest


def _check(_: Graph, node: Node) -> None:
    if not node.ints("pool_int64s"):
        raise Unsupported(
            "TfIdfVectorizer of texts",
            where=node.where,
            why="pack compiles numbers",
            fix="look the words up before the model: it then takes their numbers (pool_int64s)",
        )


def _grams(node: Node) -> list[tuple[int, ...]]:
    """All n-grams, in the order in which `ngram_indexes` and `weights` name them."""
    pool, starts = node.ints("pool_int64s"), (*node.ints("ngram_counts"), len(node.ints("pool_int64s")))
    found: list[tuple[int, ...]] = []
    for n, (start, end) in enumerate(pairwise(starts), 1):
        found += [pool[i : i + n] for i in range(start, end - n + 1, n)]
    return found


@nest("TfIdfVectorizer", since=9, check=_check)
def tf_idf_vectorizer(w: Writer, x: Tensor, *, y: Tensor) -> None:
    """How often each n-gram of a list stands in a row."""
    node, mode = w.node, w.node.str("mode")
    weights = node.attrs.get("weights") or (1.0,) * len(node.ints("ngram_indexes"))
    assert isinstance(weights, tuple)
    x, y = (t if t.rank == 2 else t.insert(0) for t in (x, y))
    w.each(y, lambda _: w.constant(0, y.kind))
    low, high, skips = node.int("min_gram_length"), node.int("max_gram_length"), node.int("max_skip_count")
    rows = [(g, c, s) for g, c, s in zip(_grams(node), node.ints("ngram_indexes"), weights, strict=True)]
    for n in range(low, high + 1):
        here = [r for r in rows if len(r[0]) == n]
        if not here:
            continue
        grams = w.table(np.array([r[0] for r in here], np.int64))
        columns, share = (w.table(np.array([r[k] for r in here], t)) for k, t in ((1, np.int32), (2, np.float32)))
        for skip in range(skips + 1 if n > 1 else 1):
            last = x.shape[1] - (n - 1) * (skip + 1)
            if last < 1:
                continue
            with w.over(x.shape[0], last, len(here)) as (row, start, gram):
                places = [start + w.number(k * (skip + 1)) for k in range(n)]
                hits = [w.cast(x[(row, p)], "i64").eq(grams[(gram, k)]) for k, p in enumerate(places)]
                with w.if_(w.both(*hits)):
                    at = (row, w.index(columns[gram]))
                    # IDF says that it is there, TFIDF how often, TF without weights.
                    factor = share[gram] if mode != "TF" else w.constant(1.0, "f32")
                    y[at] = factor if mode == "IDF" else y[at] + factor
