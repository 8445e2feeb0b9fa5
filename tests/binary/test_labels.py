"""Labels: every byte exactly one, whatever the pieces are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.binary.artifact import Label
from packager.binary.labels import check, cover
from packager.errors import LinkBroken


def gap(start: int, end: int) -> Label:
    return Label(start, end, "padding", "gap")


@given(st.sets(st.integers(0, 200), min_size=2), st.randoms(use_true_random=False))
def test_pieces_and_gaps_cover_a_range_once(marks: set[int], random: object) -> None:
    bounds = sorted(marks)
    spans = list(pairwise(bounds))
    chosen = [s for s in spans if random.random() < 0.6]
    pieces = [Label(a, b, "text", f"f{a}") for a, b in chosen]
    random.shuffle(pieces)
    covered = cover(pieces, 0, 210, gap)
    assert check(covered, 210) == covered
    owner = [label.name for label in covered for _ in range(label.start, label.end)]
    want = ["gap"] * 210
    for a, b in chosen:
        want[a:b] = [f"f{a}"] * (b - a)
    assert owner == want


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_overlaps_are_found(a: int, n: int, b: int, m: int) -> None:
    pieces = [Label(a, a + n, "text", "one"), Label(b, b + m, "text", "two")]
    if max(a, b) < min(a + n, b + m):
        with pytest.raises(LinkBroken, match="overlaps"):
            cover(pieces, 0, 200, gap)
    else:
        assert sum(p.end - p.start for p in cover(pieces, 0, 200, gap)) == 200


@pytest.mark.provokes("E509")
@pytest.mark.parametrize(
    "labels",
    [
        (),
        (Label(0, 4, "text", "short"),),
        (Label(1, 10, "text", "late"),),
        (Label(0, 4, "text", "a"), Label(5, 10, "text", "hole")),
        (Label(0, 6, "text", "a"), Label(5, 10, "text", "twice")),
        (Label(0, 0, "text", "empty"), Label(0, 10, "text", "a")),
    ],
)
def test_wrong_sums_are_errors(labels: tuple[Label, ...]) -> None:
    with pytest.raises(LinkBroken):
        check(labels, 10)


def test_a_piece_behind_the_end_is_an_error() -> None:
    with pytest.raises(LinkBroken, match="behind the end"):
        cover([Label(5, 12, "text", "long")], 0, 10, gap)
