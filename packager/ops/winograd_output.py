"""WinogradOutput, of pack: the points of sums as outputs, with bias and epilogue, f32[1, H, W, Cout]."""

from __future__ import annotations

from packager.lowering import winograd

winograd_output = winograd.part(
    "WinogradOutput",
    "The last of the three nodes that a convolution can be split into.",
    winograd.output_needs,
    winograd.lower_output,
)
