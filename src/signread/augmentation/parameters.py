"""How far training data is varied at random: every number of it, and its unit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CropAugmentation:
    """How far a small picture is moved, anew in every epoch; uniform in plus or minus each number.

    rotation: degrees. scale: of width and of height apart, as a fraction. translation: as a fraction of the side.
    shear: as the tangent of the angle.
    """

    rotation: float
    scale: float
    translation: float
    shear: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HandAugmentation:
    """How far a hand differs from the one that was seen, at random; uniform in plus or minus each number, or normal.

    Of points and crop: rotation: radians, in the picture's plane. stretch: of the logarithm of width over height,
    halved. shear: tangent.

    Of the points: tilt: radians, out of the plane, by each of two axes. bone_length: deviation, as a fraction.
    point_jitter: deviation, in palms. depth: of their z, as a fraction. landmark_dropout: how often all are missing.

    Of the crop: scale: logarithm. translation: half sides. warp: deviation of how far parts of it are pulled, in half
    sides. point_misplacement: deviation of where the points are thought to lie in it, in half sides. shading: deviation
    of the logarithm of its light. contrast, gamma: deviation of their logarithms. occlusion: the largest side of a
    patch over it, in sides. noise: its largest deviation in grey values.
    """

    rotation: float = 0.0
    stretch: float = 0.0
    shear: float = 0.0
    tilt: float = 0.0
    bone_length: float = 0.0
    point_jitter: float = 0.0
    depth: float = 0.0
    landmark_dropout: float = 0.0
    scale: float = 0.0
    translation: float = 0.0
    warp: float = 0.0
    point_misplacement: float = 0.0
    shading: float = 0.0
    contrast: float = 0.0
    gamma: float = 0.0
    occlusion: float = 0.0
    noise: float = 0.0


RENAMED = {
    "shift": "translation",
    "turn": "rotation",
    "zoom": "scale",
    "bones": "bone_length",
    "jitter": "point_jitter",
    "lost": "landmark_dropout",
    "shade": "shading",
    "misplaced": "point_misplacement",
    "covered": "occlusion",
}
"""What runs of 0.1 call these numbers."""
