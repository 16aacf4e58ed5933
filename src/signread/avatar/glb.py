"""The hand that spells as files for 3-D programs and the page: a skinned mesh in several skins (glTF 2.0, as one GLB),
what moves it, and pictures of its letters for where nothing can be drawn.

python -m signread.avatar.glb makes them anew, after hands or handshapes have changed.
"""

import json
import struct
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from signread.avatar import plan
from signread.avatar.film import PALM_M, Performer, picture_at
from signread.avatar.plan import first_variants, is_tucked
from signread.avatar.poses import AT_REST, LATE, OPEN
from signread.files import write_atomically
from signread.handshapes.joint_angles import american
from signread.synthetic.anatomy import average_hand
from signread.synthetic.arm import Arm
from signread.synthetic.attitude import BEND, ELBOW
from signread.synthetic.average_poses import average_poses
from signread.synthetic.hand_mesh import BONES
from signread.synthetic.renderer import Renderer

Array = NDArray[Any]
FILE, MOVEMENT, PICTURES = "hand.glb", "hand.json", "hands.webp"
TILE, ACROSS = 220, 6
"""Pixels of a picture, and pictures in a row: A to Z, 0 to 9."""
KEPT, KEPT_FROM = 0.87, (0.13, 0.11)
"""Of a drawn picture: the part that holds all letters, and its left upper corner."""
QUALITY = 70
TONES = {"COLOR_0": 0.4, "_LIGHT": 0.05, "_TAN": 0.65, "_DARK": 0.95}
"""Of the skins, each the colours of all points."""
NUMBERS = (
    *("LETTERS_A_SECOND", "SLOWEST", "FASTEST", "RESTS_S", "LOWERED", "AT_REST", "CHANGING", "LEAST_CHANGE_S"),
    *("MOST_CHANGE_S", "RISE_S", "LAST_HELD", "AJAR", "OPENED", "SLIDE", "DRAWN_S", "AFTER_DRAWN_S", "STEP_S"),
)
"""Of `signread.avatar.plan`."""
JOINTS = 4
"""That may move a point, by the format."""
MAGIC, VERSION, JSON, BINARY = 0x46546C67, 2, 0x4E4F534A, 0x004E4942
POINTS, FACES = 34962, 34963
"""What a part of the file is for."""
FLOAT, BYTE, SHORT = 5126, 5121, 5123


def glb() -> bytes:
    """The file. The mesh is at rest, in metres; the bones lie side by side and each moves the points that hang on it,
    as `HandMesh.moved` says."""
    arm = Arm.average(TONES["COLOR_0"])
    points, faces, weights = arm.surface()
    order = np.argsort(-weights, 1)[:, :JOINTS]
    shares = np.take_along_axis(weights, order, 1)
    parts = _Parts()
    attributes = {
        "POSITION": parts.add(points.astype("<f4"), "VEC3", FLOAT, POINTS, bounds=True),
        "JOINTS_0": parts.add(np.where(shares > 0, order, 0).astype("u1"), "VEC4", BYTE, POINTS),
        "WEIGHTS_0": parts.add(_whole(shares / shares.sum(1, keepdims=True)), "VEC4", BYTE, POINTS, normalized=True),
    }
    for name, tone in TONES.items():
        colours = np.ones((len(points), 4))
        colours[:, :3] = Arm.average(tone).looks.colours
        attributes[name] = parts.add((255 * colours).round().astype("u1"), "VEC4", BYTE, POINTS, normalized=True)
    indices = parts.add(faces.astype("<u2").ravel(), "SCALAR", SHORT, FACES)
    bones = [{"name": bone} for bone in BONES]
    document = {
        "asset": {"version": "2.0", "generator": "signread", "copyright": "mesh: MakeHuman, CC0"},
        "scene": 0,
        "scenes": [{"nodes": [len(bones) + 1]}],
        "nodes": [
            *bones,
            {"name": "hand", "mesh": 0, "skin": 0},
            {"name": "signer", "children": list(range(len(bones) + 1))},
        ],
        "meshes": [{"primitives": [{"attributes": attributes, "indices": indices, "material": 0}]}],
        "materials": [{"name": "skin", "pbrMetallicRoughness": {"metallicFactor": 0, "roughnessFactor": 0.7}}],
        "skins": [{"joints": list(range(len(bones))), "skeleton": len(bones) + 1}],
        "accessors": parts.accessors,
        "bufferViews": parts.views,
        "buffers": [{"byteLength": len(parts.content)}],
    }
    text = json.dumps(document, separators=(",", ":")).encode()
    chunks = b"".join(
        struct.pack("<II", len(padded), kind) + padded
        for kind, padded in ((JSON, text + b" " * (-len(text) % 4)), (BINARY, bytes(parts.content)))
    )
    return struct.pack("<III", MAGIC, VERSION, 12 + len(chunks)) + chunks


def movement() -> dict[str, object]:
    """What a program needs to make a plan and to pose the mesh by it, besides `signread.avatar.plan` and `HandMesh`."""
    hand, shapes = average_hand(), first_variants()
    poses = average_poses(list(shapes.values()))
    axes = [hand.axis(digit).tolist() for digit in range(len(hand.joints))]
    return {
        "bones": BONES,
        "joints": _rounded(hand.joints.tolist(), 6),
        "axes": _rounded(axes, 6),
        "rest": AT_REST.tolist(),
        "open": OPEN.tolist(),
        "late": LATE.tolist(),
        "palm_m": PALM_M,
        "wrist_bends": BEND,
        "elbow": ELBOW,
        "plan": {name.lower(): getattr(plan, name) for name in NUMBERS},
        "letters": {
            letter: {
                "handshape": shape.name,
                "angles": _rounded(poses[shape.name].tolist(), 1),
                "wrist": shape.wrist,
                "path": shape.path,
                "tucked": is_tucked(shape),
            }
            for letter, shape in shapes.items()
        },
        "variants": variants(),
    }


def variants() -> dict[str, list[list[list[float]]]]:
    """Of each letter all the ways in which it is held, as joint angles."""
    every = american()
    poses = average_poses(every)
    ways: dict[str, list[list[list[float]]]] = {}
    for shape in every:
        ways.setdefault(shape.letter, []).append(_rounded(poses[shape.name].tolist(), 1))
    return ways


def pictures() -> bytes:
    """A WebP of all letters and digits as others see them, one tile beside the other."""
    performer, tiles = Performer.average(), []
    side = round(TILE / KEPT)
    left, top = round(KEPT_FROM[0] * side), round(KEPT_FROM[1] * side)
    with Renderer(side, side) as renderer:
        for letter in first_variants():
            made = plan.spell(letter)
            shown = made.letters[0]
            whole = picture_at(shown.begins, made, performer, renderer)
            tiles.append(whole[top : top + TILE, left : left + TILE])
    rows = [np.hstack(tiles[first : first + ACROSS]) for first in range(0, len(tiles), ACROSS)]
    content: bytes = cv2.imencode(".webp", np.vstack(rows)[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, QUALITY])[1].tobytes()
    return content


def _rounded(values: Any, digits: int) -> Any:
    return round(values, digits) if isinstance(values, float) else [_rounded(value, digits) for value in values]


class _Parts:
    """Arrays one after the other, each at a multiple of four bytes."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []

    def add(
        self, values: Array, kind: str, component: int, target: int, *, bounds: bool = False, normalized: bool = False
    ) -> int:
        content = values.tobytes()
        self.views.append({"buffer": 0, "byteOffset": len(self.content), "byteLength": len(content), "target": target})
        self.content += content + bytes(-len(content) % 4)
        accessor = {"bufferView": len(self.views) - 1, "componentType": component, "count": len(values), "type": kind}
        if bounds:
            accessor |= {"min": values.min(0).tolist(), "max": values.max(0).tolist()}
        if normalized:
            accessor["normalized"] = True
        self.accessors.append(accessor)
        return len(self.accessors) - 1


def _whole(shares: Array) -> Array:
    """(N, 4) bytes of which each row is 255 in all."""
    whole: Array = np.floor(255 * shares)
    whole[:, 0] += 255 - whole.sum(1)
    rounded: Array = whole.astype("u1")
    return rounded


if __name__ == "__main__":
    write_atomically(Path(__file__).with_name(FILE), glb())
    write_atomically(Path(__file__).with_name(MOVEMENT), json.dumps(movement(), separators=(",", ":")) + "\n")
    write_atomically(Path(__file__).with_name(PICTURES), pictures())
