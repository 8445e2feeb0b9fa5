"""Real inputs for the real networks: crops, flips and brightness of a few photos and recordings of ../shared/models.

What a network is checked with never stems from a photo or recording that it was calibrated with.
"""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

CAT, HOPPER, POSE, DOG = "coral_cat.png", "coral_grace_hopper.png", "coral_posenet_test.png", "dog.jpg"
Feeds = list[dict[str, np.ndarray]]


def crops(
    folder: Path, names: list[str], count: int, seed: int, *, least: float = 0.4, square: bool = False
) -> list[Image.Image]:
    """The photos, then random parts of them."""
    rng = np.random.default_rng(seed)
    photos = [Image.open(folder / "inputs" / n).convert("RGB") for n in names]
    made = [] if square else list(photos)
    while len(made) < count:
        photo = photos[len(made) % len(photos)]
        scale = rng.uniform(least, 1)
        w, h = (int(min(photo.size) * scale),) * 2 if square else (int(photo.width * scale), int(photo.height * scale))
        x, y = rng.integers(0, photo.width - w + 1), rng.integers(0, photo.height - h + 1)
        part = photo.crop((x, y, x + w, y + h))
        if rng.random() < 0.5:
            part = part.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        made.append(ImageEnhance.Brightness(part).enhance(rng.uniform(0.7, 1.25)))
    return made[:count]


def resized(photo: Image.Image, height: int, width: int) -> np.ndarray:
    return np.asarray(photo.resize((width, height), Image.Resampling.BILINEAR))


def letterboxed(photo: Image.Image, size: int) -> np.ndarray:
    ratio = min(size / photo.width, size / photo.height)
    w, h = int(photo.width * ratio), int(photo.height * ratio)
    canvas = np.full((size, size, 3), 114, np.uint8)
    canvas[:h, :w] = resized(photo, h, w)
    return canvas


def nchw(pixels: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None], np.float32)


def stored(folder: Path, name: str) -> dict[str, np.ndarray]:
    """The input that the network's stored outputs belong to."""
    with np.load(folder / "io" / f"{name}.npz") as file:
        return {k[3:]: file[k] for k in file.files if k.startswith("in:")}


def yolox(folder: Path) -> tuple[Feeds, Feeds]:
    def feed(photo: Image.Image) -> dict[str, np.ndarray]:
        return {"images": nchw(letterboxed(photo, 416)[:, :, ::-1])}

    held = [feed(p) for p in crops(folder, [DOG], 2, 1)]
    return [feed(p) for p in crops(folder, [CAT, HOPPER, POSE], 20, 0)], [stored(folder, "yolox_nano_416"), held[1]]


def ultraface(folder: Path) -> tuple[Feeds, Feeds]:
    def feed(photo: Image.Image) -> dict[str, np.ndarray]:
        return {"input": nchw((resized(photo, 240, 320).astype(np.float32) - 127) / 128)}

    held = [feed(p) for p in crops(folder, [HOPPER], 2, 1)]
    return [feed(p) for p in crops(folder, [CAT, POSE, DOG], 20, 0)], [stored(folder, "ultraface_rfb_320"), held[1]]


def mobilenet(folder: Path) -> tuple[Feeds, Feeds]:
    def feed(photo: Image.Image) -> dict[str, np.ndarray]:
        return {"input": np.ascontiguousarray(resized(photo, 224, 224)[None])}

    held = [feed(p) for p in crops(folder, [CAT], 2, 1)]
    return [feed(p) for p in crops(folder, [HOPPER, POSE, DOG], 20, 0)], [
        stored(folder, "mobilenet_v2_100_224_f32"),
        held[1],
    ]


def resnet20(folder: Path) -> tuple[Feeds, Feeds]:
    """Calibrated with close crops, which fill the picture as in CIFAR-10; the stored input is an image of CIFAR-10."""
    mean, std = np.array([0.485, 0.456, 0.406], np.float32), np.array([0.229, 0.224, 0.225], np.float32)

    def feed(photo: Image.Image) -> dict[str, np.ndarray]:
        return {"image": nchw((resized(photo, 32, 32).astype(np.float32) / 255 - mean) / std)}

    calibration = crops(folder, [CAT, HOPPER, POSE], 60, 0, least=0.3, square=True)
    held = [feed(p) for p in crops(folder, [DOG], 1, 1, least=0.5, square=True)]
    return [feed(p) for p in calibration], [stored(folder, "resnet20_cifar10"), *held]


def kwt(folder: Path) -> tuple[Feeds, Feeds]:
    def sound(name: str) -> np.ndarray:
        with wave.open(str(folder / "inputs" / name)) as file:
            frames = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, file.getnchannels())
        return frames[:, 0].astype(np.float32) / 32768

    names = ("speech_no.wav", "speech_marvin.wav", "speech_noise.wav", "speech_silence.wav")
    long = sound("gtcrn_mix.wav")
    parts = [*map(sound, names), *(long[i : i + 16000] for i in range(0, len(long) - 16000, 16000))]
    rng = np.random.default_rng(0)
    calibration = []
    for i in range(24):
        part = np.resize(parts[i % len(parts)], 16000)
        moved = (
            np.roll(part, int(rng.integers(-2000, 2000))) * np.float32(rng.uniform(0.5, 1.2))
            if i >= len(parts)
            else part
        )
        calibration.append({"input_1": moved[None].astype(np.float32)})
    yes = stored(folder, "kwt1_kws_transformer")
    return calibration, [yes, {"input_1": np.roll(yes["input_1"], 1000, axis=1)}]


NETWORKS: dict[str, Callable[[Path], tuple[Feeds, Feeds]]] = {
    "mobilenet_v2_100_224_f32": mobilenet,
    "ultraface_rfb_320": ultraface,
    "resnet20_cifar10": resnet20,
    "yolox_nano_416": yolox,
    "kwt1_kws_transformer": kwt,
}
