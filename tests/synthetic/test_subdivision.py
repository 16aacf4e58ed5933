import numpy as np
import pytest

from signread.synthetic.subdivision import Subdivision

TETRAHEDRON = np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]])
CORNERS = np.array([[1.0, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])


def test_a_face_becomes_four_and_the_middle_stays() -> None:
    finer = Subdivision.of(TETRAHEDRON, 4, levels=2)
    points = finer.refine(CORNERS)
    assert finer.faces.shape == (16 * len(TETRAHEDRON), 3)
    assert len(points) == 34  # Euler: V = E - F + 2
    assert points.mean(0) == pytest.approx([0, 0, 0], abs=1e-12)
    assert np.linalg.norm(points, axis=1).max() < np.sqrt(3)


def test_corners_are_as_loop_has_them() -> None:
    points = Subdivision.of(TETRAHEDRON, 4).refine(CORNERS)
    assert points[0] == pytest.approx(CORNERS[0] * (1 - 3 * 3 / 16) + CORNERS[1:].sum(0) * 3 / 16)
    middle = 3 / 8 * (CORNERS[0] + CORNERS[1]) + 1 / 8 * (CORNERS[2] + CORNERS[3])
    assert np.abs(points[4:] - middle).sum(1).min() == pytest.approx(0)


def test_what_is_flat_stays_flat_up_to_its_rim() -> None:
    square = np.array([[0, 1, 2], [0, 2, 3]])
    points = Subdivision.of(square, 4, levels=3).refine(np.array([[0.0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]))
    assert (points[:, 2] == 0).all()
    assert points[:, :2].min() >= 0
    assert points[:, :2].max() <= 1


def test_every_side_still_has_two_faces() -> None:
    faces = Subdivision.of(TETRAHEDRON, 4, levels=2).faces
    sides = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), 1)
    assert (np.unique(sides, axis=0, return_counts=True)[1] == 2).all()
    directed = {(int(a), int(b)) for face in faces for a, b in zip(face, np.roll(face, -1), strict=True)}
    assert all((b, a) in directed for a, b in directed)  # and all the same way round
