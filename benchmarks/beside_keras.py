"""Runs benchmarks/keras_tutorial.py in a virtual environment of its own, made on first use in `.venv-keras`."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import numpy as np

from signread.datasets import sign_mnist

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parent / ".venv-keras"


def _python() -> Path:
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (ENVIRONMENT / "ready").exists():
        print(f"installing tensorflow-cpu into {ENVIRONMENT.name}, once", file=sys.stderr)
        venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "tensorflow-cpu"], check=True)
        (ENVIRONMENT / "ready").touch()
    return python


def save_arrays(data: str, folder: Path) -> Path:
    """Both parts of the data set as one .npz, for a process that does not know signread."""
    train, test = sign_mnist.read(data, "train"), sign_mnist.read(data, "test")
    path = folder / "arrays.npz"
    np.savez(path, train=train.images, labels=train.labels, test=test.images, test_labels=test.labels)
    return path


def keras(*arguments: str) -> dict[str, Any]:
    """One run of the tutorial's code; what it found."""
    command = [str(_python()), str(HERE / "keras_tutorial.py"), *arguments]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    report: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return report
