"""Photo -> input tensor, as the manifest's `preprocess` says. File + Tensor -> array; needs Pillow (extra `[image]`).

    pixels  = decode, turned upright (EXIF), 8 bits a channel
    resized = nearest | bilinear: stretched to the input's size
              letterbox: bilinear, aspect kept, at the top left, the rest filled with `fill`
    value   = (pixel * scale - mean) / std, per channel in the order `channels` (rgb, bgr or gray)

Bilinear is Pillow's: a triangle filter as wide as the shrink factor, in 8 bits; letterboxed sizes round down.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from packager.dtype import BY_NAME
from packager.errors import PhotoInvalid
from packager.graph import Array
from packager.manifest.types import Preprocess
from packager.report.types import Tensor

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".gif", ".ppm", ".pgm", ".tif", ".tiff", ".webp"})


def read_keys(keys: Mapping[str, Any]) -> Preprocess:
    """The manifest's keys for one input, as report.json holds them."""
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in keys.items()}
    return Preprocess(**fields)


def read_photo(path: Path, tensor: Tensor, how: Preprocess) -> Array:
    """The photo `path` as the input `tensor`: its shape and element type. Raises PhotoInvalid."""
    layout = _layout(tensor, how)
    height, width, depth = _geometry(str(path), tensor, how, layout)
    pixels = _decode(path, "L" if depth == 1 else "RGB", how, height, width).reshape(height, width, depth)
    return _values(pixels[:, :, ::-1] if how.channels == "bgr" else pixels, tensor, how, layout)


def noise_photo(rng: np.random.Generator, tensor: Tensor, how: Preprocess) -> Array:
    """What a picture of random pixels becomes."""
    layout = _layout(tensor, how)
    return _values(rng.integers(0, 256, _geometry("", tensor, how, layout), np.uint8), tensor, how, layout)


def _layout(tensor: Tensor, how: Preprocess) -> str:
    return how.layout or ("nchw" if len(tensor.shape) < 3 or tensor.shape[-3] in (1, 3) else "nhwc")


def _values(pixels: Array, tensor: Tensor, how: Preprocess, layout: str) -> Array:
    """Pixels, [height, width, channel], as the tensor."""
    # One rounding at the end: float64 in between gives the same tensor whatever the order of scale, mean and std.
    values = (pixels.astype(np.float64) * how.scale - np.asarray(how.mean)) / np.asarray(how.std)
    dtype = BY_NAME[tensor.dtype].np
    if dtype.kind in "iu":
        info = np.iinfo(dtype.name)
        values = np.clip(np.rint(values), info.min, info.max)
    if layout == "nchw":
        values = values.transpose(2, 0, 1)
    return np.asarray(values.reshape(tensor.shape), dtype, order="C")


def _geometry(where: str, tensor: Tensor, how: Preprocess, layout: str) -> tuple[int, int, int]:
    depth = 1 if how.channels == "gray" else 3
    shape = tensor.shape[1:] if len(tensor.shape) == 4 and tensor.shape[0] == 1 else tensor.shape
    if len(shape) == 2 and depth == 1:
        return shape[0], shape[1], 1
    h, w, c = (shape[1], shape[2], shape[0]) if layout == "nchw" and len(shape) == 3 else (*shape, 0, 0, 0)[:3]
    if len(shape) != 3 or c != depth:
        raise PhotoInvalid(
            f"a photo does not fit the input '{tensor.name}'",
            where=where,
            why=f"the input is {tensor.dtype}{list(tensor.shape)}, a photo with `channels: {how.channels}` and "
            f"`layout: {layout}` needs one picture with {depth} channel(s)",
            fix=f"set `preprocess: {{{tensor.name}: {{channels: ..., layout: ...}}}}` in the manifest, or give an npz",
        )
    for key in ("mean", "std"):
        if len(getattr(how, key)) not in (1, depth):
            raise PhotoInvalid(
                f"`preprocess` of '{tensor.name}': {key} has {len(getattr(how, key))} entries",
                where=where,
                why=f"the input has {depth} channel(s)",
                fix=f"give one number for all channels, or {depth}",
            )
    return h, w, c


def _decode(path: Path, mode: str, how: Preprocess, height: int, width: int) -> Array:
    try:
        from PIL import Image, ImageOps
    except ImportError as error:
        raise PhotoInvalid(
            "photos need Pillow",
            where=str(path),
            why="the package `pillow` is not installed",
            fix='pip install "packager[image]", or give the input as npz',
        ) from error
    try:
        with Image.open(path) as image:
            photo = ImageOps.exif_transpose(image).convert(mode)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PhotoInvalid(
            f"'{path.name}' is not a photo that can be read",
            where=str(path),
            why=str(error),
            fix="give a readable JPEG, PNG, BMP, ... or the input as npz",
        ) from error
    if how.resize != "letterbox":
        method = Image.Resampling.NEAREST if how.resize == "nearest" else Image.Resampling.BILINEAR
        return np.asarray(photo.resize((width, height), method))
    ratio = min(width / photo.width, height / photo.height)
    w, h = max(1, int(photo.width * ratio)), max(1, int(photo.height * ratio))
    canvas = np.full((height, width, len(photo.getbands())), round(how.fill), np.uint8)
    canvas[:h, :w] = np.asarray(photo.resize((w, h), Image.Resampling.BILINEAR)).reshape(h, w, -1)
    return canvas
