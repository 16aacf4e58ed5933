"""Pictures of letters held by made-up people, as files to train on."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from signread.files import write_atomically
from signread.handshapes.joint_angles import Handshape
from signread.parallel import map_ordered
from signread.synthetic.average_poses import average_poses
from signread.synthetic.begun import begin
from signread.synthetic.photographs import SIDE, Photograph, photograph
from signread.synthetic.renderer import Renderer
from signread.synthetic.signer import Signer

Array = NDArray[Any]
NAME = "letters-{:04}"
PEOPLE = 5
"""In an archive."""
QUALITY = 95
DEPTHS_PER_M = 10_000
"""Depth is kept in tenths of a millimetre, 0 where there is nothing."""
ACROSS, GALLERY = 12, 144
"""Pictures in a row of the gallery, and in all of it."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Part:
    seed: int
    first: int
    people: int
    pictures: int
    """Of each person."""


def write_letters(
    shapes: Sequence[Handshape],
    folder: Path,
    *,
    people: int,
    pictures: int,
    seed: int = 0,
    rooms: Sequence[Array] = (),
    on_part: Callable[[str, int], None] = lambda _name, _count: None,
) -> int:
    """Writes about so many pictures into a folder, `letters-0000.zip` and so on, and returns how many there are.

    Everyone has as many of each letter. A zip has `<person>/<letter>/<number>.jpg`; the .npz of its name has the truth
    in the same order: `names` (N,); `points` (N, 21, 3) float32 pixels, depth as wide; `visible` (N, 21); `angles`
    (N, 5, 5) degrees; `handedness` (N,), -1 left, 1 right; `depth` (N, 240, 240) uint16, tenths of a millimetre from
    the camera, 0 where there is nothing.

    What is there is left as it is: what was interrupted goes on where it was. The same seed, handshapes, rooms and
    versions give the same bytes on a machine, however many processes make them. on_part: told of each zip and how many
    pictures it has. Raises DataError for a folder that was begun otherwise, and what `Renderer` raises.
    """
    letters = sorted({shape.letter for shape in shapes})
    each = max(round(pictures / (people * len(letters))), 1) * len(letters)
    begin(folder, {"seed": seed, "people": people, "pictures_each": each, "made_from": _digest(shapes, rooms)})
    Renderer(SIDE, SIDE).close()  # without OpenGL an error here, not in another process
    parts = [_Part(seed, first, min(PEOPLE, people - first), each) for first in range(0, people, PEOPLE)]
    names = {part: NAME.format(part.first // PEOPLE) for part in parts}
    missing = [part for part in parts if not (folder / f"{names[part]}.zip").exists()]
    for part in parts:
        if part not in missing:
            on_part(names[part], part.people * each)
    if missing:
        made = map_ordered(_made, missing, initializer=_start, initargs=(shapes, average_poses(shapes), rooms))
        for part, (pictured, truth) in zip(missing, made, strict=True):
            write_atomically(folder / f"{names[part]}.npz", truth)
            write_atomically(folder / f"{names[part]}.zip", pictured)
            on_part(names[part], part.people * each)
    return people * each


def write_gallery(folder: Path, file: Path) -> None:
    """Writes some of the pictures of a folder side by side, for eyes; each person's in a row or two."""
    shown: list[NDArray[np.uint8]] = []
    for archive in sorted(folder.glob("letters-*.zip")):
        with zipfile.ZipFile(archive) as pictures:
            for name in pictures.namelist()[: GALLERY - len(shown)]:
                content = np.frombuffer(pictures.read(name), np.uint8)
                shown.append(np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR), np.uint8))
        if len(shown) == GALLERY:
            break
    shown += [np.full((SIDE, SIDE, 3), 255, np.uint8)] * (-len(shown) % ACROSS)
    rows = [np.hstack(shown[first : first + ACROSS]) for first in range(0, len(shown), ACROSS)]
    content = cv2.imencode(file.suffix, np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1]
    write_atomically(file, content.tobytes())


def _digest(shapes: Sequence[Handshape], rooms: Sequence[Array]) -> str:
    digest = sha256()
    for shape in shapes:
        described = {name: value for name, value in asdict(shape).items() if name != "angles"}
        digest.update(repr(described).encode() + shape.angles.tobytes())
    for room in rooms:
        digest.update(room.tobytes())
    return digest.hexdigest()[:16]


_shapes: Sequence[Handshape]
_average: Mapping[str, Array]
_rooms: Sequence[Array]


def _start(shapes: Sequence[Handshape], average: Mapping[str, Array], rooms: Sequence[Array]) -> None:
    global _shapes, _average, _rooms
    _shapes, _average, _rooms = shapes, average, rooms
    torch.set_num_threads(1)


def _made(part: _Part) -> tuple[bytes, bytes]:
    """A zip of pictures, and their truth."""
    archive, names, photographs = io.BytesIO(), list[str](), list[Photograph]()
    with zipfile.ZipFile(archive, "w") as file, Renderer(SIDE, SIDE) as renderer:
        for person in range(part.first, part.first + part.people):
            random = np.random.default_rng([part.seed, person])
            for name, one in _pictures(Signer(_shapes, _average, random), part.pictures, renderer, random):
                names.append(f"person-{person:05}/{name}.jpg")
                photographs.append(one)
                options = [cv2.IMWRITE_JPEG_QUALITY, QUALITY]
                content = cv2.imencode(".jpg", one.picture[..., ::-1], options)[1].tobytes()
                file.writestr(zipfile.ZipInfo(names[-1], LONG_AGO), content)
    truth = io.BytesIO()
    np.savez_compressed(
        truth,
        names=np.array(names),
        points=np.stack([one.points for one in photographs]).astype(np.float32),
        visible=np.stack([one.visible for one in photographs]),
        angles=np.stack([one.angles for one in photographs]).astype(np.float32),
        handedness=np.array([one.handedness for one in photographs], np.int8),
        depth=np.stack([_whole(one.depth) for one in photographs]),
    )
    return archive.getvalue(), truth.getvalue()


def _pictures(
    signer: Signer, count: int, renderer: Renderer, random: np.random.Generator
) -> Iterator[tuple[str, Photograph]]:
    for number in range(count // len(signer.letters)):
        for letter in signer.letters:
            yield f"{letter}/{number:03}", photograph(signer, letter, renderer, random, _rooms)


def _whole(depth: Array) -> Array:
    return np.where(np.isfinite(depth), depth * DEPTHS_PER_M, 0).round().astype(np.uint16)
