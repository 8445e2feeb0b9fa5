"""A path -> onnx.ModelProto: size, hash and structure are checked before the protobuf parser sees a byte."""

from __future__ import annotations

import hashlib
import mmap
import os
import stat
from pathlib import Path

import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

from packager.errors import FileMissing, ModelChanged, ModelInvalid, ModelTooLarge, Where
from packager.load import limits, wire


def read(path: Path, sha256: str, where: Where) -> onnx.ModelProto:
    """The model in `path`. `where` is the place that names it (a manifest's line), `sha256` its expected hash or ''.

    Raises FileMissing, ModelTooLarge, ModelChanged or ModelInvalid.
    """
    file = str(path)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except (OSError, ValueError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        raise _missing(path, where, reason) from error
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        raise _missing(path, where, "it is a folder" if stat.S_ISDIR(status.st_mode) else "it is no regular file")
    with os.fdopen(handle, "rb") as stream:
        if status.st_size == 0:
            raise damaged("the model file is empty", Where(file), "it has 0 bytes")
        if status.st_size > limits.FILE_BYTES:
            raise ModelTooLarge(
                "the model file is too large",
                where=file,
                why=f"it has {status.st_size} bytes; pack reads at most {limits.FILE_BYTES}",
                fix="save the weights as external data: onnx.save(model, path, save_as_external_data=True)",
            )
        # Mapped, so that a huge file full of nothing costs no memory before it is found out.
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data, memoryview(data) as view:
            if sha256:
                _same(view, sha256, file)
            wire.check(view, file)
            return _parse(view, file)


def _parse(view: memoryview, file: str) -> onnx.ModelProto:
    model = onnx.ModelProto()
    try:
        model.ParseFromString(view)
    except (DecodeError, RecursionError, ValueError) as error:
        raise damaged("this is no ONNX file", Where(file), f"protobuf cannot read it: {str(error)[:200]}") from error
    return model


def _same(view: memoryview, sha256: str, file: str) -> None:
    found = hashlib.sha256(view).hexdigest()
    if found != sha256.lower().removeprefix("sha256:"):
        raise ModelChanged(
            "the model is not the one that the manifest names",
            where=file,
            why=f"its sha256 is {found}, the manifest says {sha256[:80]}",
            fix=f"fetch the right file, or write `sha256: {found}` into the manifest",
        )


def _missing(path: Path, where: Where, why: str) -> FileMissing:
    return FileMissing(
        f"the model '{path.name}' cannot be read",
        where=where if str(where) else str(path),
        why=f"{path}: {why}",
        fix="correct the path of the model, or the permissions of the file",
    )


def damaged(what: str, where: Where, why: str) -> ModelInvalid:
    """The error for a model that contradicts itself in a way that no exporter means."""
    return ModelInvalid(what, where=where, why=why, fix="export the model again, or copy the file again: it is damaged")
