"""The version of signread, which the face of the package, the commands and every model name."""

__version__ = "0.2.0"
