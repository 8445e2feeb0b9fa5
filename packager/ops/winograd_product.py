"""WinogradProduct, of pack: sums over channels at every point, f32[points, rows, columns, Cout]."""

from __future__ import annotations

from packager.lowering import winograd

winograd_product = winograd.part(
    "WinogradProduct",
    "The second of the three nodes that a convolution can be split into.",
    winograd.product_needs,
    winograd.lower_product,
)
