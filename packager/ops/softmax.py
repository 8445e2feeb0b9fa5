"""Softmax (ONNX 1) along one axis."""

from __future__ import annotations

from packager.lowering.softmaxes import softmaxes

softmax = softmaxes("Softmax", logarithm=False)
