"""The body: 33 points in the order of MediaPipe (Bazarevsky et al., BlazePose, 2020)."""

from signread.skeleton.skeleton import Skeleton

_PAIRS = ("eye_inner", "eye", "eye_outer")
_LIMBS = ("shoulder", "elbow", "wrist", "little", "index", "thumb", "hip", "knee", "ankle", "heel", "foot_index")
_SIDES = ("left", "right")

_POINTS = (
    "nose",
    *(f"{side}_{part}" for side in _SIDES for part in _PAIRS),
    *(f"{side}_{part}" for part in ("ear", "mouth", *_LIMBS) for side in _SIDES),
)


def _partner(name: str) -> int:
    side, _, part = name.partition("_")
    return _POINTS.index({"left": f"right_{part}", "right": f"left_{part}"}.get(side, name))


BODY = Skeleton(
    name="body",
    points=_POINTS,
    bones=(
        *(
            (_POINTS.index(f"{side}_{one}"), _POINTS.index(f"{side}_{other}"))
            for side in _SIDES
            for one, other in (("shoulder", "elbow"), ("elbow", "wrist"), ("shoulder", "hip"), ("hip", "knee"))
        ),
        (_POINTS.index("left_shoulder"), _POINTS.index("right_shoulder")),
    ),
    mirror=tuple(_partner(name) for name in _POINTS),
)

NOSE = BODY.place("nose")
SHOULDERS, ELBOWS, WRISTS = (
    (BODY.place(f"right_{part}"), BODY.place(f"left_{part}")) for part in ("shoulder", "elbow", "wrist")
)
"""Right, left."""
