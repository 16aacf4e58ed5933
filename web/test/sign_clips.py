"""Makes clips of a person who signs, hands resting before and after: `sign_clips.py FOLDER WORD...`

From the pictures of hands/train/word-signs.zip, which end with the hands up: each clip goes there and back. Prints the
files, and one of all words; nothing where the data is not there.
"""

import sys
import zipfile
from pathlib import Path

import cv2
import numpy as np

from tests.conftest import real_data

RATE, REST = 10, 12
"""Frames a second, and of rest before and after."""


def frames(archive: zipfile.ZipFile, word: str) -> list[np.ndarray]:
    names = sorted(name for name in archive.namelist() if f"/s{word}_" in name)
    some = [cv2.imdecode(np.frombuffer(archive.read(name), np.uint8), cv2.IMREAD_COLOR) for name in names]
    return [some[0]] * REST + some + some[::-1] + [some[0]] * REST


def main() -> None:
    folder, words = Path(sys.argv[1]), sys.argv[2:]
    source = (real_data() or Path()) / "hands" / "train" / "word-signs.zip"
    if not source.is_file():
        return
    with zipfile.ZipFile(source) as archive:
        clips = {word: frames(archive, word) for word in words}
    clips["all"] = [frame for word in words for frame in clips[word]]
    for name, some in clips.items():
        height, width = some[0].shape[:2]
        writer = cv2.VideoWriter(str(folder / f"{name}.mp4"), cv2.VideoWriter.fourcc(*"mp4v"), RATE, (width, height))
        for frame in some:
            writer.write(frame)
        writer.release()
        print(folder / f"{name}.mp4")


if __name__ == "__main__":
    main()
