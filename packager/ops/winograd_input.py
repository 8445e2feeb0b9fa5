"""WinogradInput, of pack: an image as the points of its tiles, f32[(m+2)^2, rows, columns, C]."""

from __future__ import annotations

from packager.lowering import winograd

winograd_input = winograd.part(
    "WinogradInput",
    "The first of the three nodes that a convolution can be split into.",
    winograd.input_needs,
    winograd.lower_input,
)
