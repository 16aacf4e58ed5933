import numpy as np
import pytest

from signread.synthetic.mesh import Mesh
from signread.synthetic.renderer import Camera, Light, Renderer, before

pytestmark = pytest.mark.usefixtures("opengl")

TRIANGLE = Mesh(np.array([[-0.1, -0.1, 0], [0.1, -0.1, 0], [0, 0.1, 0]]), np.array([[0, 1, 2]]), (0.8, 0.1, 0.1))
CAMERA = Camera(eye=(0.0, 0.0, 1.0), field=0.4)
SIDE = 80


def moved(mesh: Mesh, z: float, colour: tuple[float, float, float] = (0.1, 0.1, 0.8), size: float = 1.0) -> Mesh:
    return Mesh(mesh.points * size + np.array([0, 0, z]), mesh.faces, colour)


def drawn(*meshes: Mesh, light: Light | None = None) -> np.ndarray:
    with Renderer(SIDE, SIDE) as renderer:
        return renderer.draw(meshes, CAMERA, light)


def test_a_triangle_is_where_the_camera_says() -> None:
    rows, columns = (drawn(TRIANGLE)[..., 3] > 127).nonzero()
    corners = CAMERA.seen(TRIANGLE.points, SIDE, SIDE)
    assert [columns.min(), rows.max()] == pytest.approx(corners[0], abs=1.5)
    assert [columns.max() + 1, rows.max()] == pytest.approx(corners[1], abs=1.5)
    assert rows.min() == pytest.approx(corners[2, 1], abs=2.5)


def test_the_nearer_hides_the_farther_and_looks_larger() -> None:
    for z, hidden in ((0.2, False), (-0.2, True)):
        middle = drawn(TRIANGLE, moved(TRIANGLE, z))[SIDE // 2 + 4, SIDE // 2]
        assert (middle[0] > middle[2]) == hidden
    areas = [(drawn(moved(TRIANGLE, z))[..., 3] > 127).sum() for z in (-0.2, 0.2)]
    assert areas[1] / areas[0] == pytest.approx((1.2 / 0.8) ** 2, rel=0.1)


def test_depth_is_metres_from_the_eye() -> None:
    with Renderer(SIDE, SIDE) as renderer:
        for z in (-0.3, 0.0, 0.25):
            depth = renderer.depth([moved(TRIANGLE, z)], CAMERA)
            assert depth[SIDE // 2 + 4, SIDE // 2] == pytest.approx(1 - z, abs=1e-4)
            assert np.isinf(depth[0, 0])


def test_what_stands_in_the_light_casts_a_shadow() -> None:
    wall = moved(TRIANGLE, -0.1, (0.5, 0.5, 0.5), size=6.0)
    light = Light(direction=(0.0, 0.7, 0.7))
    alone = drawn(wall, light=light)
    shaded = drawn(wall, moved(TRIANGLE, 0.0, size=0.3), light=light)
    below = (slice(SIDE // 2 + 12, SIDE // 2 + 26), SIDE // 2, 0)
    assert shaded[below].min() < 0.8 * alone[below].min()


def test_more_light_is_brighter_and_too_much_is_white() -> None:
    values = [drawn(TRIANGLE, light=Light(exposure=exposure))[SIDE // 2 + 4, SIDE // 2, 0] for exposure in (0.3, 1, 9)]
    assert values[0] < values[1] < values[2] == 255


def test_a_background_is_seen_where_nothing_is() -> None:
    ground = np.full((SIDE, SIDE, 3), (10, 200, 30), np.uint8)
    picture = before(drawn(TRIANGLE), ground)
    assert picture[0, 0].tolist() == [10, 200, 30]
    assert picture[SIDE // 2 + 4, SIDE // 2, 0] > 100


def test_a_picture_is_the_same_every_time() -> None:
    assert (drawn(TRIANGLE, moved(TRIANGLE, 0.1)) == drawn(TRIANGLE, moved(TRIANGLE, 0.1))).all()
