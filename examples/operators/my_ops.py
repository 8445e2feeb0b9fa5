"""Two operators that ONNX does not know: one on single elements, and one that reduces."""

import numpy as np

from packager.own import Tensor, Writer, elementwise, ix, maximum, minimum, nest


@elementwise("HardMish", cases=((1,), (3, 5), (1, 64, 7, 7)))
def hard_mish(x):
    """x/2 * min(2, max(0, x + 2))."""
    return x * 0.5 * minimum(maximum(x + 2.0, 0.0), 2.0)


def _energy(x):
    return np.mean(x * x, axis=(2, 3))


@nest("GlobalEnergy", shape=lambda x: x[:2], ref=_energy, cases=(((1, 8, 7, 7),), ((2, 3, 5, 1),)))
def global_energy(w: Writer, x: Tensor, *, y: Tensor) -> None:
    """The mean of the squares of each channel."""
    with w.over(*y.shape) as i:
        total = w.fold((), x.shape[2:], 0, x.kind, lambda a, *k: a + x[ix(*i, *k)] * x[ix(*i, *k)])
        y[i] = total * (1.0 / (x.shape[2] * x.shape[3]))
