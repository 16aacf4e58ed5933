import numpy as np

from signread.signs.head import Array, head_motion, marks, motion_of_faces, rigid_shape
from signread.signs.head_marks import HeadMarks
from signread.types import Hand, Observation
from tests.signs.people import faces

RATE = 25.0
STILL = np.zeros(50)


def shaking(degrees: float = 12, hertz: float = 2.0, seconds: float = 1.2) -> Array:
    yaw: Array = degrees * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return yaw


def marked(yaw: Array, down: Array | None = None) -> list[tuple[str, float, float]]:
    times = np.arange(len(yaw)) / RATE
    return [(mark.name, mark.begin, mark.end) for mark in marks(motion_of_faces(times, faces(yaw, down)))]


def test_yaw_is_measured_in_degrees() -> None:
    yaw = np.linspace(-20, 20, 41)
    motion = motion_of_faces(np.arange(41) / RATE, faces(yaw))
    np.testing.assert_allclose(np.abs(motion.yaw - motion.yaw[20]), np.abs(yaw - yaw[20]), atol=1)


def test_a_headshake_is_a_no() -> None:
    ((name, begin, end),) = marked(np.concatenate([STILL, shaking(), STILL]))
    assert name == "no"
    assert 1.5 < begin < 2.2
    assert 3.0 < end < 3.9


def test_a_nod_is_a_yes() -> None:
    down = np.concatenate([STILL, 8 * np.abs(np.sin(2 * np.pi * 1.2 * np.arange(30) / RATE)), STILL])
    ((name, begin, end),) = marked(np.zeros(len(down)), down)
    assert (name, begin < 2.4 < end) == ("yes", True)


def test_a_look_aside_and_a_still_head_are_nothing() -> None:
    turn = 25 * np.clip(np.arange(150) / 50, 0, 1)
    assert marked(turn) == []
    assert marked(np.zeros(150)) == []


def test_the_shape_is_found_whichever_way_a_face_turns() -> None:
    meshes = np.stack(faces(np.linspace(-30, 30, 30)))[:, :20]
    shape = rigid_shape(meshes)
    apart = np.linalg.norm(shape[:, None] - shape[None], axis=2)
    wanted = np.linalg.norm(meshes[0][:, None] - meshes[0][None], axis=2)
    np.testing.assert_allclose(apart, wanted, atol=0.5)
    still = head_motion(np.arange(30) / RATE, meshes, meshes[:, 0, :2], meshes[:, 1, :2], meshes[:, 2, :2])
    assert np.ptp(still.yaw) > 50


def streamed(yaw, *, signing: bool = False, covered: bool = False, down=None):  # type: ignore[no-untyped-def]
    head, events = HeadMarks(), []
    for number, face in enumerate(faces(yaw, down)):
        points = np.repeat(face[1][None], 21, 0) if covered else np.zeros((21, 3), np.float32)
        observation = Observation(hands=(Hand(points=points, handedness="right"),), face=face)
        events += head.add(number / RATE, observation, signing=signing)
    return events + head.finish(len(yaw) / RATE)


def test_a_stream_is_marked_once_and_soon() -> None:
    (mark,) = streamed(np.concatenate([STILL, shaking(), STILL, STILL]))
    assert (mark.kind, mark.letter) == ("mark", "no")
    assert mark.time - mark.end < 1.0
    assert len(streamed(np.concatenate([STILL, shaking(), STILL, STILL, shaking(), STILL]))) == 2


def test_a_covered_face_says_nothing() -> None:
    assert streamed(np.concatenate([STILL, shaking(), STILL]), covered=True) == []


def test_a_nod_counts_only_while_the_hands_rest() -> None:
    down = np.concatenate([STILL, 8 * np.abs(np.sin(2 * np.pi * 1.2 * np.arange(30) / RATE)), STILL])
    assert [mark.letter for mark in streamed(np.zeros(len(down)), down=down)] == ["yes"]
    assert streamed(np.zeros(len(down)), down=down, signing=True) == []


def test_what_moves_as_a_face_comes_into_view_is_nothing() -> None:
    assert streamed(np.concatenate([shaking(), STILL])) == []
