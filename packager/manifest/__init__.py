"""YAML -> `Manifest`: what to build, for which targets, within which budget; every mistake of the file at once."""

from __future__ import annotations

from packager.manifest.read import load
from packager.manifest.types import Budget, Manifest, Model, Options, Preprocess, Quantize, TargetRequest, Torch, Verify

__all__ = [
    "Budget", "Manifest", "Model", "Options", "Preprocess", "Quantize", "TargetRequest", "Torch", "Verify", "load",
]  # fmt: skip
