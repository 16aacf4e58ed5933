"""Networks in .onnx files: those that ship, and one's own; run by ONNX Runtime."""

import os
from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from signread.errors import ModelError

if TYPE_CHECKING:
    import onnxruntime

FORMAT = "1"
"""Version of what a model file says of itself, and of what goes into its graph and comes out."""


def shipped(name: str) -> AbstractContextManager[Path]:
    """The file of a model that ships."""
    return as_file(files("signread") / "weights" / name)


def read_onnx(path: Path) -> bytes:
    """The content of a model's file. Raises ModelError where there is none."""
    if path.is_dir():
        raise ModelError(f"{path}: a folder, expected an .onnx file; of a run, `signread export {path} -o MODEL.onnx`")
    if not path.is_file():
        raise ModelError(f"{path}: no such model file")
    return path.read_bytes()


def content_of(source: str | Path | bytes | None, usual: str) -> tuple[bytes, Path]:
    """A model's content and its name for errors: of a file, of bytes, or of the one that ships for None."""
    if source is None:
        with shipped(usual) as file:
            return file.read_bytes(), file
    if isinstance(source, bytes):
        return source, Path(usual)
    return read_onnx(Path(source)), Path(source)


def session_of(content: bytes, path: Path) -> "onnxruntime.InferenceSession":
    """What runs the content of a file; errors call it `path`. Raises ModelError for what is no ONNX model."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read when it is loaded; else it reports to its maker
    import onnxruntime  # here, so that a room that may need a network can be imported without one

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the networks are small: more threads cost more than they bring
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime has no family of errors that could be named
        raise ModelError(f"{path}: not an ONNX model; make one with `signread export`") from error
