"""What can go wrong. Every message names the thing, what was found, what was expected and what to do, in one line."""


class SignreadError(Exception):
    """The family of all errors that signread raises on purpose; the command line prints them and exits with 2."""


class DataError(SignreadError):
    """A data set that cannot be read as it is."""


class PictureError(SignreadError):
    """A picture or video that cannot be read."""


class CameraError(SignreadError):
    """A camera that is not there, or has gone."""


class ModelError(SignreadError):
    """A file that is no model of signread's."""


class RunError(SignreadError):
    """A training run that cannot be started, continued, read or saved."""


NEEDS_TRAIN = "needs PyTorch; install it with: pip install '.[train]'"
"""The end of the message where the extra `train` is not installed."""
