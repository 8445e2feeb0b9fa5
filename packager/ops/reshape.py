"""Reshape (ONNX 1): the same elements, row-major, in another shape."""

from __future__ import annotations

from packager.lowering.moves import reshaping

reshape = reshaping("Reshape")
