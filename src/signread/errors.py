"""What can go wrong. Every message names the thing, what was found, what was expected and what to do, in one line."""

import importlib
from typing import Any


class SignreadError(Exception):
    """The family of all errors that signread raises on purpose; the command line prints them and exits with 2."""


class DataError(SignreadError):
    """A data set that cannot be read as it is."""


class PictureError(SignreadError):
    """A picture or video that cannot be read."""


class CrashError(PictureError):
    """A video at which the media library crashed."""


class CameraError(SignreadError):
    """A camera that is not there, or has gone."""


class ModelError(SignreadError):
    """A file that is no model of signread's."""


class RunError(SignreadError):
    """A training run that cannot be started, continued or read."""


class OutputError(SignreadError):
    """A file that cannot be written, or should not be."""


class WorkerError(SignreadError):
    """A process that worked for this one was ended from outside."""


class DeviceError(SignreadError):
    """A display, an address or a processor that is not there or cannot be used."""


class UsageError(SignreadError):
    """Options or arguments that do not go together."""


class ProtocolError(SignreadError):
    """A source, tracker, recogniser or decoder that does not keep to its protocol (`signread.protocols`)."""


class ShapeError(SignreadError, ValueError):
    """An array of another shape, type or range than the noun that holds it asks for (`signread.types`)."""


class MissingExtraError(SignreadError):
    """A part of signread whose optional packages are not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra `{extra}`; install it with: pip install 'signread[{extra}]'")


def needed(module: str, what: str, extra: str) -> Any:
    """A package of an extra. Raises MissingExtraError without it, naming what needs it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingExtraError(what, extra) from error
