"""GridSample (ONNX 16): the input at places that a grid names, by nearest, linear or cubic interpolation."""

from __future__ import annotations

from packager.lowering.grids import Grid
from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("GridSample", since=16)
def grid_sample(w: Writer, x: Tensor, grid: Tensor, *, y: Tensor) -> None:
    """The input at places that a grid names."""
    n, node = x.rank - 2, w.node
    sampler = Grid(
        w, x.shape[2:], node.str("mode", "linear"), node.str("padding_mode", "zeros"), bool(node.int("align_corners"))
    )
    with w.over(x.shape[0], *y.shape[2:]) as (b, *p):
        # A place is given as x, y, ...: the last axis first.
        taps = sampler.taps([w.cast(grid[ix(b, *p, n - 1 - d)], sampler.kind) for d in range(n)])
        with w.over(x.shape[1]) as (c,):
            y[ix(b, c, *p)] = sampler.value(taps, lambda at: x[ix(b, c, *at)])
