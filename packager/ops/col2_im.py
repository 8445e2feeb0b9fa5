"""Col2Im (ONNX 18): windows, one to a column, added up to the image that they were cut from."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("Col2Im", since=18)
def col2_im(w: Writer, x: Tensor, _image: Tensor, block: Tensor, *, y: Tensor) -> None:
    """Each pixel gathers the columns whose windows reach it."""
    assert block.const is not None
    kernel, n = tuple(int(v) for v in block.const), y.rank - 2
    strides, dilations, pads = (
        w.node.ints(key) or (d,) * 2 * n for key, d in (("strides", 1), ("dilations", 1), ("pads", 0))
    )
    reach = [(kernel[d] - 1) * dilations[d] + 1 for d in range(n)]
    steps = [(y.shape[d + 2] + pads[d] + pads[n + d] - reach[d]) // strides[d] + 1 for d in range(n)]
    x = x.split(2, *steps).split(1, y.shape[1], *kernel)
    with w.over(*y.shape) as (b, c, *p):
        found = w.var(0, y.kind)
        with w.over(*kernel) as k:
            far = [p[d] + w.number(pads[d]) - k[d] * w.number(dilations[d]) for d in range(n)]
            at = [w.divide(v, w.number(s)) for v, s in zip(far, strides, strict=False)]
            whole = w.both(*((q * w.number(s)).eq(v) for q, s, v in zip(at, strides, far, strict=False)))
            with w.if_(w.both(whole, *(w.inside(q, s) for q, s in zip(at, steps, strict=True)))):
                found.set(found.get() + x[ix(b, c, *k, *at)])
        y[ix(b, c, *p)] = found.get()
