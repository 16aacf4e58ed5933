"""Draws meshes with OpenGL, on a graphics card where there is one, else by Mesa's software; it needs no display."""

import importlib.util
import sys
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from signread.errors import MissingExtraError, SignreadError

Array = NDArray[Any]
SAMPLES = 4
"""Of each pixel, at its edges."""
VERTEX = """
#version 330
uniform mat4 view; uniform mat3 turn;
in vec3 place; in vec3 normal; in vec3 colour;
out vec3 shown_normal; out vec3 shown_colour;
void main() { gl_Position = view * vec4(place, 1); shown_normal = turn * normal; shown_colour = colour; }
"""
FRAGMENT = """
#version 330
uniform vec3 light;
in vec3 shown_normal; in vec3 shown_colour;
out vec4 pixel;
void main() {
  vec3 normal = normalize(shown_normal);
  float lit = 0.5 + 0.5 * dot(normal, light);
  float gloss = 0.12 * pow(max(0, dot(normal, normalize(light + vec3(0, 0, 1)))), 30);
  pixel = vec4(shown_colour * (0.25 + 0.75 * lit * lit) + gloss, 1);
}
"""
LIGHT = np.array([-0.4, 0.6, 0.8]) / np.linalg.norm([-0.4, 0.6, 0.8])
GROUND = (0.93, 0.93, 0.93)


class NoOpenGLError(SignreadError):
    """Nothing can be drawn here."""

    def __init__(self, reason: object) -> None:
        needs = "; on Debian it comes with: apt-get install libegl1 libgl1-mesa-dri" if sys.platform == "linux" else ""
        super().__init__(f"pictures are drawn with OpenGL, and it cannot be opened here: {reason}{needs}")


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """points: (V, 3) metres. faces: (F, 3). colour: red, green, blue, 0 to 1, of all of it or of each point, (V, 3)."""

    points: Array
    faces: Array
    colour: Any

    @property
    def normals(self) -> Array:
        """(V, 3) of length 1, outwards."""
        a, b, c = (self.points[self.faces[:, corner]] for corner in range(3))
        across = np.cross(b - a, c - a)
        sums = np.zeros_like(self.points)
        for corner in range(3):
            np.add.at(sums, self.faces[:, corner], across)
        normals: Array = sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-12)
        return normals


class Renderer:
    """A canvas of a fixed size. Close it, or use it in a `with` block.

    Raises MissingExtraError without the extra `synthetic`, and NoOpenGLError where there is no OpenGL.
    """

    def __init__(self, width: int, height: int) -> None:
        if importlib.util.find_spec("moderngl") is None:
            raise MissingExtraError("drawing made-up hands", "synthetic")
        import moderngl

        self.width, self.height = width, height
        try:
            backend: dict[str, Any] = {"backend": "egl"} if sys.platform == "linux" else {}
            self._context = moderngl.create_standalone_context(require=330, **backend)
        except Exception as error:  # moderngl raises what its driver does
            raise NoOpenGLError(error) from error
        context, size = self._context, (width, height)
        self._program = context.program(VERTEX, FRAGMENT)
        self._canvas = context.framebuffer(
            [context.renderbuffer(size, 4, samples=SAMPLES)], context.depth_renderbuffer(size, samples=SAMPLES)
        )
        self._picture = context.framebuffer([context.renderbuffer(size, 4)])
        context.enable(moderngl.DEPTH_TEST)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._context.release()

    def draw(self, mesh: Mesh, turn: Array, *, centre: Array, metres: float) -> NDArray[np.uint8]:
        """(H, W, 3) RGB: a mesh as seen from afar.

        turn: (3, 3) from the mesh to the viewer, x to the right, y up, z towards them. centre: (3,) the place in the
        middle of the picture. metres: the width of what is seen.
        """
        context = self._context
        scale = 2 / metres * np.array([1, self.width / self.height, -0.5])[:, None] * turn
        view = np.eye(4)
        view[:3, :3], view[:3, 3] = scale, -scale @ centre
        colours = np.broadcast_to(np.asarray(mesh.colour, float), mesh.points.shape)
        content = np.hstack([mesh.points, mesh.normals, colours]).astype("f4")
        points, faces = context.buffer(content.tobytes()), context.buffer(mesh.faces.astype("i4").tobytes())
        drawn = context.vertex_array(
            self._program, [(points, "3f 3f 3f", "place", "normal", "colour")], index_buffer=faces
        )
        for name, value in {"view": view.T, "turn": turn.T, "light": LIGHT}.items():
            uniform: Any = self._program[name]
            uniform.write(value.astype("f4").tobytes())
        self._canvas.use()
        context.clear(*GROUND)
        drawn.render()
        context.copy_framebuffer(self._picture, self._canvas)
        for resource in (drawn, points, faces):
            resource.release()
        rows = np.frombuffer(self._picture.read(components=3), np.uint8).reshape(self.height, self.width, 3)
        return rows[::-1].copy()
