import json
import struct
from importlib import resources
from typing import Any

import numpy as np
import pytest

from signread.avatar.glb import FILE, MOVEMENT, TONES, glb, movement
from signread.synthetic.hand_mesh import BONES

MOST_BYTES = 400_000


@pytest.fixture(scope="module")
def shipped() -> bytes:
    return resources.files("signread.avatar").joinpath(FILE).read_bytes()


def parts(content: bytes) -> tuple[dict[str, Any], bytes]:
    magic, version, length = struct.unpack_from("<4sII", content)
    assert (magic, version, length) == (b"glTF", 2, len(content))
    size, kind = struct.unpack_from("<I4s", content, 12)
    assert kind == b"JSON"
    return json.loads(content[20 : 20 + size]), content[28 + size :]


def array(document: dict[str, Any], binary: bytes, accessor: int) -> np.ndarray:
    one = document["accessors"][accessor]
    view = document["bufferViews"][one["bufferView"]]
    kind = {5126: "<f4", 5121: "u1", 5123: "<u2"}[one["componentType"]]
    width = {"SCALAR": 1, "VEC3": 3, "VEC4": 4}[one["type"]]
    values = np.frombuffer(binary, kind, one["count"] * width, view["byteOffset"])
    return values.reshape(-1, width)


def test_the_file_is_small_and_of_the_hand_as_it_is(shipped: bytes) -> None:
    assert len(shipped) < MOST_BYTES
    (document, binary), (again, made) = parts(shipped), parts(glb())
    assert document == again
    attributes = document["meshes"][0]["primitives"][0]["attributes"]
    assert (
        np.abs(array(document, binary, attributes["POSITION"]) - array(again, made, attributes["POSITION"])).max()
        < 1e-6
    )


def test_every_point_hangs_on_bones_and_has_the_colours_of_each_skin(shipped: bytes) -> None:
    document, binary = parts(shipped)
    attributes = document["meshes"][0]["primitives"][0]["attributes"]
    weights = array(document, binary, attributes["WEIGHTS_0"]).astype(int)
    assert (weights.sum(1) == 255).all()
    assert array(document, binary, attributes["JOINTS_0"]).max() == len(BONES) - 1
    light = [
        array(document, binary, attributes[name])[:, :3].mean() for name in sorted(TONES, key=lambda name: TONES[name])
    ]
    assert light == sorted(light, reverse=True)
    faces = array(document, binary, document["meshes"][0]["primitives"][0]["indices"])
    assert faces.max() == len(weights) - 1


def test_what_moves_it_is_as_python_has_it() -> None:
    written = json.loads(resources.files("signread.avatar").joinpath(MOVEMENT).read_text("utf-8"))
    assert json.loads(json.dumps(movement())) == written
