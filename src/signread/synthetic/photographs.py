"""Pictures of made-up people who hold a letter, with the truth of every joint."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from signread.synthetic.mesh import Mesh
from signread.synthetic.renderer import Camera, Light, Renderer, before
from signread.synthetic.signer import Posed, Signer
from signread.synthetic.skin import GAMMA

Array = NDArray[Any]
SIDE = 240
"""Pixels."""
SHARE = (0.35, 0.85)
"""Of the picture's height that a hand takes up."""
DISTANCE_M = (0.3, 1.5)
ASIDE = 0.12
"""How far from the middle a hand is, in pictures."""
NEAREST_M = 0.02
"""A joint that lies deeper under what is seen than a finger is thick is hidden."""


@dataclass(frozen=True, slots=True, eq=False)
class Photograph:
    """picture: (240, 240, 3) RGB. points: (21, 3) pixels in MediaPipe's order, z in pixels as well, 0 at the wrist.
    visible: (21,) bool. angles: (5, 5) degrees. depth: (240, 240) float32 metres, infinite behind the hand.
    handedness: the hand's, -1 left, 1 right.
    """

    picture: NDArray[np.uint8]
    points: Array
    visible: Array
    angles: Array
    depth: Array
    handedness: int


def photograph(
    signer: Signer, letter: str, renderer: Renderer, random: np.random.Generator, rooms: Sequence[Array] = ()
) -> Photograph:
    """rooms: pictures, (H, W, 3) RGB, of which a piece lies behind the hand; patches of colour where there are none."""
    posed = signer.pose(letter, random)
    meshes, camera, joints = _framed(posed, random)
    light = _light(random)
    drawn = renderer.draw(meshes, camera, light)
    behind = _room(random, rooms) if len(rooms) else _patches(random)
    scene = before(drawn, _lit(behind, light, random))
    depth = renderer.depth(meshes, camera)
    pixels = camera.seen(joints, SIDE, SIDE)
    inside = ((pixels >= 0) & (pixels < SIDE)).all(1)
    column, row = pixels.clip(0, SIDE - 1).astype(int).T
    visible = inside & (camera.eye[2] - joints[:, 2] < depth[row, column] + NEAREST_M)
    scale = np.linalg.norm(np.diff(camera.seen(np.array([[0.0, 0, 0], [0.001, 0, 0]]), SIDE, SIDE), axis=0)) * 1000
    z = (joints[0, 2] - joints[:, 2]) * scale
    points = np.concatenate([pixels, z[:, None]], 1)
    return Photograph(_camera_faults(scene, random), points, visible, posed.angles, depth, posed.handedness)


def _framed(posed: Posed, random: np.random.Generator) -> tuple[list[Mesh], Camera, Array]:
    """The meshes moved so that the middle of the hand is seen where it should be; and the 21 joints."""
    joints = np.concatenate([np.zeros((1, 3)), posed.joints.reshape(-1, 3)])
    low, high = joints.min(0), joints.max(0)
    field = (high - low)[:2].max() * 1.15 / random.uniform(*SHARE)
    shift = -(low + high) / 2 + np.array([*(random.uniform(-ASIDE, ASIDE, 2) * field), 0.0])
    shift[2] = 0.0
    meshes = [mesh.moved(shift) for mesh in posed.meshes]
    return meshes, Camera((0.0, 0.0, random.uniform(*DISTANCE_M)), field), joints + shift


def _light(random: np.random.Generator) -> Light:
    """A room's: mostly from above and before, at times from one side; warm or cold; now and then dim, or too bright."""
    warm = random.normal(0, 0.12)
    tint = np.array([1 + warm, 1.0, 1 - warm])
    one_sided = random.random() < 0.2
    strength, around = random.uniform(0.5, 1.3), random.uniform(0.08, 0.2) if one_sided else random.uniform(0.2, 0.6)
    direction = np.array([random.normal(0, 0.8), random.uniform(-0.2, 1.2), random.uniform(0.1, 1.2)])
    if one_sided:
        direction[:2] = random.choice([-1.0, 1.0]) * 1.2, random.uniform(-0.2, 0.5)
    kind = random.random()
    dimmest, brightest = (0.2, 0.5) if kind < 0.12 else (1.7, 3.0) if kind < 0.24 else (0.7, 1.3)
    exposure = random.uniform(dimmest, brightest)
    above, below = around * tint, around * random.uniform(0.3, 0.9) * (tint + random.normal(0, 0.08, 3))
    x, y, z = direction
    return Light((x, y, z), _colour(strength * tint), _colour(above), _colour(below), exposure)


def _colour(values: Array) -> tuple[float, float, float]:
    red, green, blue = np.maximum(values, 0.0).tolist()
    return red, green, blue


def _lit(ground: Array, light: Light, random: np.random.Generator) -> Array:
    """A background under about the same light."""
    gain = light.exposure ** (1 / GAMMA) * random.uniform(0.8, 1.15)
    tint = (np.array(light.above) / max(np.mean(light.above), 1e-3)) ** (1 / GAMMA)
    lit: Array = np.clip(ground * gain * tint, 0, 255)
    return lit


def _room(random: np.random.Generator, rooms: Sequence[Array]) -> Array:
    room = rooms[int(random.integers(len(rooms)))]
    side = int(min(room.shape[:2]) * random.uniform(0.4, 1.0))
    top, left = (int(random.integers(size - side + 1)) for size in room.shape[:2])
    piece = cv2.resize(room[top : top + side, left : left + side], (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    if random.random() < 0.5:
        piece = piece[:, ::-1]
    blur = random.uniform(0, 3)
    return cv2.GaussianBlur(piece, (0, 0), blur) if blur > 0.5 else piece


def _patches(random: np.random.Generator) -> Array:
    """Walls and things out of focus."""
    ground = np.empty((SIDE, SIDE, 3), np.float32)
    ground[:] = random.uniform(30, 230, 3)
    for _ in range(int(random.integers(2, 9))):
        centre, axes = random.integers(0, SIDE, 2).tolist(), random.integers(10, SIDE, 2).tolist()
        colour = random.uniform(10, 245, 3).tolist()
        if random.random() < 0.5:
            cv2.ellipse(ground, centre, axes, float(random.uniform(0, 180)), 0, 360, colour, -1)
        else:
            cv2.rectangle(ground, centre, [a + b for a, b in zip(centre, axes, strict=True)], colour, -1)
    blurred: Array = cv2.GaussianBlur(ground, (0, 0), random.uniform(1, 12))
    return blurred


def _camera_faults(scene: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """Blur, noise and compression, as webcams have them."""
    picture: Array = scene.astype(np.float32)
    if random.random() < 0.6:
        picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.4, 1.8))
    if random.random() < 0.2:
        length, angle = random.uniform(2, 9), random.uniform(0, np.pi)
        size = 2 * int(length) + 1
        kernel = np.zeros((size, size), np.float32)
        middle, reach = size // 2, length / 2 * np.array([np.cos(angle), np.sin(angle)])
        ends = [tuple(np.round(middle + sign * reach).astype(int).tolist()) for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    picture += random.normal(0, random.uniform(0, 9), picture.shape).astype(np.float32)
    quality = int(random.integers(45, 96))
    whole = picture.clip(0, 255).astype(np.uint8)
    _, sent = cv2.imencode(".jpg", whole[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    received: Array = np.asarray(cv2.imdecode(sent, cv2.IMREAD_COLOR))
    return np.ascontiguousarray(received[..., ::-1])
