"""LogSoftmax (ONNX 1) along one axis."""

from __future__ import annotations

from packager.lowering.softmaxes import softmaxes

log_softmax = softmaxes("LogSoftmax", logarithm=True)
