"""Outputs whose size depends on data: the memory has the size of a bound, and another output says what is in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from packager.graph import Array, Cut
from packager.report.types import Tensor


def cuts(outputs: Sequence[Tensor]) -> dict[str, Cut]:
    """Name -> how it is cut, of those outputs that are."""
    return {t.name: Cut(t.axis, t.count) for t in outputs if t.count}


def own(outputs: Sequence[Tensor]) -> list[str]:
    """Names of the outputs that the model itself has: all but the counts."""
    counts = {t.count for t in outputs}
    return [t.name for t in outputs if t.name not in counts]


def trimmed(arrays: Mapping[str, Array], how: Mapping[str, Cut]) -> dict[str, Array]:
    """The outputs as long as their counts say."""
    found = dict(arrays)
    for name, cut in how.items():
        array = arrays[name]
        length = max(0, min(int(arrays[cut.count].reshape(-1)[0]), array.shape[cut.axis]))
        found[name] = np.ascontiguousarray(array[(slice(None),) * cut.axis + (slice(length),)])
    return found
