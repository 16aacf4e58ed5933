"""Draws meshes with OpenGL, on a graphics card where there is one, else by Mesa's software; it needs no display."""

import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from signread.errors import MissingExtraError, SignreadError
from signread.synthetic.mesh import Mesh

Array = NDArray[Any]
SAMPLES = 4
"""Of each pixel, at its edges."""
SHADOW_SIDE = 512
"""Pixels of what a light sees."""
VERTEX = """
#version 330
uniform mat4 view; uniform mat4 to_light;
in vec3 place; in vec3 normal; in vec4 skin;
out vec3 at; out vec3 out_of_skin; out vec4 dye; out vec3 in_light;
void main() {
  gl_Position = view * vec4(place, 1);
  at = place; out_of_skin = normal; dye = skin; in_light = (to_light * vec4(place, 1)).xyz * 0.5 + 0.5;
}
"""
FRAGMENT = """
#version 330
uniform vec3 direction; uniform vec3 colour; uniform vec3 above; uniform vec3 below; uniform vec3 eye;
uniform float exposure; uniform sampler2DShadow shadow;
in vec3 at; in vec3 out_of_skin; in vec4 dye; in vec3 in_light;
out vec4 pixel;
void main() {
  vec3 n = normalize(out_of_skin), to_eye = normalize(eye - at);
  if (dot(n, to_eye) < 0) n = normalize(n - 1.05 * dot(n, to_eye) * to_eye);
  float lit = 0;
  for (int x = -1; x <= 1; ++x) for (int y = -1; y <= 1; ++y)
    lit += texture(shadow, vec3(in_light.xy + vec2(x, y) / SHADOW_SIDE.0, in_light.z - 0.004)) / 9;
  float facing = (dot(n, direction) + 0.25) / 1.25;
  vec3 through = pow(vec3(max(facing, 0)), vec3(0.85, 1.05, 1.1)) * mix(0.1, 1.0, lit);
  vec3 halfway = normalize(direction + to_eye);
  float shine = dye.a * pow(max(dot(n, halfway), 0), 24) * lit * step(0, facing);
  vec3 sky = mix(below, above, 0.5 + 0.5 * n.y);
  vec3 light = dye.rgb * (sky + colour * through) + colour * shine;
  pixel = vec4(pow(min(light * exposure, 1), vec3(1 / 2.2)), 1);
}
""".replace("SHADOW_SIDE", str(SHADOW_SIDE))
CASTER = """
#version 330
uniform mat4 to_light;
in vec3 place;
void main() { gl_Position = to_light * vec4(place, 1); }
"""
DEPTH = """
#version 330
void main() {}
"""
REACH_M = 0.6
"""How far from z = 0 something is seen."""


class NoOpenGLError(SignreadError):
    """Nothing can be drawn here."""

    def __init__(self, reason: object) -> None:
        needs = "; on Debian it comes with: apt-get install libegl1 libgl1-mesa-dri" if sys.platform == "linux" else ""
        super().__init__(f"pictures are drawn with OpenGL, and it cannot be opened here: {reason}{needs}")


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """A lamp far away, and light from above and below. direction: to the lamp. Colours may be brighter than 1."""

    direction: tuple[float, float, float] = (-0.35, 0.5, 0.8)
    colour: tuple[float, float, float] = (0.75, 0.75, 0.75)
    above: tuple[float, float, float] = (0.35, 0.35, 0.35)
    below: tuple[float, float, float] = (0.2, 0.2, 0.2)
    exposure: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """Looks against z from `eye`, metres. field: the height of what it sees at z = 0, metres."""

    eye: tuple[float, float, float]
    field: float

    def view(self, width: int, height: int) -> Array:
        """(4, 4) from metres to the canvas."""
        x, y, z = self.eye
        near, far = max(z - REACH_M, 0.02), z + REACH_M
        scale = 2 * z / self.field
        depth = (far + near) / (near - far), 2 * far * near / (near - far)
        projection = np.array([[scale * height / width, 0, 0, 0], [0, scale, 0, 0], [0, 0, *depth], [0, 0, -1, 0]])
        moved = np.eye(4)
        moved[:3, 3] = -x, -y, -z
        view: Array = projection @ moved
        return view

    def seen(self, points: Array, width: int, height: int) -> Array:
        """(N, 2) pixels at which points, (N, 3) metres, are seen."""
        canvas = np.concatenate([points, np.ones((len(points), 1))], 1) @ self.view(width, height).T
        place = canvas[:, :2] / canvas[:, 3:]
        pixels: Array = (place * [1, -1] + 1) / 2 * [width, height]
        return pixels


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
        self._casting = context.program(CASTER, DEPTH)
        self._canvas = context.framebuffer(
            [context.renderbuffer(size, 4, samples=SAMPLES)], context.depth_renderbuffer(size, samples=SAMPLES)
        )
        self._shadow = context.depth_texture((SHADOW_SIDE, SHADOW_SIDE))
        self._shadow.compare_func = "<="
        self._in_light = context.framebuffer(depth_attachment=self._shadow)
        self._far = context.framebuffer(depth_attachment=context.depth_renderbuffer(size))
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

    def draw(self, meshes: Sequence[Mesh], camera: Camera, light: Light | None = None) -> Array:
        """(H, W, 4) uint8 RGBA: the meshes before nothing, their colours times how far they cover a pixel."""
        light, context = light or Light(), self._context
        direction = np.array(light.direction) / np.linalg.norm(light.direction)
        drawn = [self._sent(mesh) for mesh in meshes]
        to_light = _to_light(direction, np.concatenate([mesh.points for mesh in meshes]))
        _set(self._casting, to_light=to_light)
        self._in_light.use()
        self._in_light.clear()
        for _, caster, _ in drawn:
            caster.render()
        _set(self._program, view=camera.view(self.width, self.height), to_light=to_light, direction=direction)
        _set(self._program, colour=light.colour, above=light.above, below=light.below)
        _set(self._program, eye=camera.eye, exposure=light.exposure)
        self._shadow.use(0)
        self._canvas.use()
        context.clear()
        for shown, _, _ in drawn:
            shown.render()
        context.copy_framebuffer(self._picture, self._canvas)
        for shown, caster, buffers in drawn:
            for resource in (shown, caster, *buffers):
                resource.release()
        rows = np.frombuffer(self._picture.read(components=4), np.uint8).reshape(self.height, self.width, 4)
        return rows[::-1].copy()

    def depth(self, meshes: Sequence[Mesh], camera: Camera) -> Array:
        """(H, W) float32: metres from the eye to the meshes, along its axis; infinite where there are none."""
        context, view = self._context, camera.view(self.width, self.height)
        _set(self._casting, to_light=view)
        self._far.use()
        self._far.clear()
        for mesh in meshes:
            points, faces = context.buffer(mesh.points.astype("f4").tobytes()), context.buffer(_corners(mesh))
            caster = context.vertex_array(self._casting, [(points, "3f", "place")], index_buffer=faces)
            caster.render()
            for resource in (caster, points, faces):
                resource.release()
        size = (self.height, self.width)
        raw = np.frombuffer(self._far.read(components=1, attachment=-1, dtype="f4"), np.float32).reshape(size)[::-1]
        at_eye = view[2, 3] + view[2, 2] * camera.eye[2]
        metres: Array = at_eye / (2 * raw.astype(np.float64) - 1 + view[2, 2])
        return np.where(raw < 1, metres, np.inf).astype(np.float32)

    def _sent(self, mesh: Mesh) -> tuple[Any, Any, list[Any]]:
        """A mesh on the graphics card: as it is seen, as it casts a shadow, and what it takes up there."""
        context = self._context
        skin = np.empty((len(mesh.points), 4))
        skin[:, :3], skin[:, 3] = mesh.colour, mesh.shine
        content = np.hstack([mesh.points, mesh.normals, skin]).astype("f4")
        points, faces = context.buffer(content.tobytes()), context.buffer(_corners(mesh))
        shown = context.vertex_array(
            self._program, [(points, "3f 3f 4f", "place", "normal", "skin")], index_buffer=faces
        )
        caster = context.vertex_array(self._casting, [(points, "3f 28x", "place")], index_buffer=faces)
        return shown, caster, [points, faces]


def before(drawn: Array, ground: Array) -> Array:
    """(H, W, 3) uint8: what was drawn, (H, W, 4), before a picture, (H, W, 3)."""
    shown = drawn[..., :3] + ground * (1 - drawn[..., 3:] / 255.0)
    return shown.round().clip(0, 255).astype(np.uint8)


def _corners(mesh: Mesh) -> bytes:
    return mesh.faces.astype("i4").tobytes()


def _set(program: Any, **values: Any) -> None:
    for name, value in values.items():
        array = np.asarray(value, "f4")
        program[name].write(array.T.tobytes() if array.ndim == 2 else array.tobytes())


def _to_light(direction: Array, points: Array) -> Array:
    """(4, 4): what the lamp sees of the points, in a cube."""
    side = np.cross([0.0, 1.0, 0.0] if abs(direction[1]) < 0.9 else [1.0, 0.0, 0.0], direction)
    side /= np.linalg.norm(side)
    turn = np.stack([side, np.cross(direction, side), -direction])
    turned = points @ turn.T
    middle, reach = (turned.max(0) + turned.min(0)) / 2, np.ptp(turned, axis=0).max() / 2 * 1.05
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = turn / reach, -middle / reach
    return matrix
