"""The handshapes as an average hand holds them, solved once and kept in a file.

python -m signread.synthetic.average_poses makes that file anew, after handshapes or hands have changed.
"""

import json
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.files import write_atomically
from signread.handshapes.joint_angles import Handshape, american
from signread.synthetic.anatomy import FILE as HANDS
from signread.synthetic.anatomy import average_hand
from signread.synthetic.contacts import solved

Array = NDArray[Any]
FILE = "average_poses.json"


def average_poses(shapes: Sequence[Handshape]) -> dict[str, Array]:
    """(5, 5) degrees by the name of each handshape; what is not in the file is solved."""
    kept = _kept()
    poses = {shape.name: np.array(kept[key]) for shape in shapes if (key := key_of(shape)) in kept}
    missing = [shape for shape in shapes if shape.name not in poses]
    if missing:
        angles = solved(average_hand(), missing).numpy()
        poses |= dict(zip((shape.name for shape in missing), angles, strict=True))
    return poses


def key_of(shape: Handshape) -> str:
    """By which a pose is found in the file: it changes with all that decides a pose."""
    content = repr((shape.touches, shape.spread)).encode() + shape.angles.tobytes() + _hands().encode()
    return f"{shape.name} {sha256(content).hexdigest()[:12]}"


@cache
def _hands() -> str:
    return sha256(resources.files("signread.synthetic").joinpath(HANDS).read_bytes()).hexdigest()


@cache
def _kept() -> dict[str, list[list[float]]]:
    kept: dict[str, list[list[float]]] = json.loads(
        resources.files("signread.synthetic").joinpath(FILE).read_text("utf-8")
    )
    return kept


def build(file: Path) -> None:
    """Solves all handshapes of the American alphabet; takes a few minutes."""
    shapes = american()
    poses = {key_of(shape): pose for shape, pose in zip(shapes, solved(average_hand(), shapes).tolist(), strict=True)}
    rows = [
        f"  {json.dumps(key)}: {json.dumps([[round(angle, 1) for angle in digit] for digit in pose])}"
        for key, pose in poses.items()
    ]
    write_atomically(file, "{\n" + ",\n".join(rows) + "\n}\n")


if __name__ == "__main__":
    build(Path(__file__).with_name(FILE))
