"""Makes the pictures and the clip of tests/data from the training pictures. `python -m tests.make_data hands/train`

All are licence-clean and show no face: of Lolzorus the part left of it is taken.
"""

import sys
import zipfile
from pathlib import Path

import cv2
import numpy as np

FOLDER = Path(__file__).parent / "data"
FACELESS = 0.56
"""The part of Lolzorus' pictures, from the left, in which there is no face."""
PICTURES = {
    "Lolzorus": ("B", "L", "W", "Y"),
    "t32rahman": ("C", "L", "O"),
    "seeeeeeel": ("B", "W", "Y"),
    "keptsecret": ("B", "C"),
}
NUMBER = 3
SPELLER, WORD = "seeeeeeel", "HELLO"
RATE, FRAMES = 15, 12
"""Frames a second of the clip, and frames of each letter."""
WIDTH, HEIGHT = 320, 240
SLIDE, SLIDING = 0.14, 4
"""How far the second of a double letter slides, of the picture's width, and in how many frames."""


def read(source: Path, name: str) -> np.ndarray:
    with zipfile.ZipFile(source) as archive:
        image = cv2.imdecode(np.frombuffer(archive.read(name), np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise SystemExit(f"{source}: {name} is no picture")
    return np.asarray(image, np.uint8)


def write_pictures(train: Path) -> None:
    for source, letters in PICTURES.items():
        for letter in letters:
            image = read(train / f"{source}.zip", f"{letter}/{NUMBER}.jpg")
            if source == "Lolzorus":
                image = image[:, : round(image.shape[1] * FACELESS)]
            (FOLDER / source).mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(FOLDER / source / f"{letter}.jpg"), image, [cv2.IMWRITE_JPEG_QUALITY, 88])


def write_clip(train: Path) -> None:
    file = FOLDER / f"{WORD.lower()}.mp4"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"mp4v"), RATE, (WIDTH, HEIGHT))
    before = ""
    for letter in WORD:
        for number in range(FRAMES):
            image = cv2.resize(read(train / f"{SPELLER}.zip", f"{letter}/{number}.jpg"), (WIDTH, HEIGHT))
            if letter == before:
                aside = -SLIDE * WIDTH * min((number + 1) / SLIDING, 1)
                move = np.array([[1, 0, aside], [0, 1, 0]], np.float32)
                image = cv2.warpAffine(image, move, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
            writer.write(image)
        before = letter
    writer.release()


if __name__ == "__main__":
    write_pictures(Path(sys.argv[1]))
    write_clip(Path(sys.argv[1]))
