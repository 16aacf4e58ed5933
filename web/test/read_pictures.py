"""What Python reads in pictures of hands, as JSON of [jpeg in base64, letter]: python read_pictures.py [COUNT]

Without COUNT the pictures of tests/data; else so many of the measuring set, evenly from all of it.
"""

import base64
import json
import os
import sys
from pathlib import Path

from signread import Reader
from signread.datasets.pictures import picture_sets
from signread.sources.pictures import decode_picture

ROOT = Path(__file__).parents[2]


def contents(count: int | None) -> list[bytes]:
    if count is None:
        return [path.read_bytes() for path in sorted((ROOT / "tests" / "data").rglob("*.jpg"))]
    data = Path(os.environ.get("SIGNREAD_DATA") or ROOT.parent / "shared" / "data")
    (pictures,) = picture_sets(data / "hands" / "measure-webcams.zip")
    step = len(pictures.entries) // count
    return [content for _, content in pictures.contents()][::step][:count]


def main(count: int | None) -> None:
    with Reader() as reader:
        read = [
            [base64.b64encode(content).decode(), reader.read_picture(decode_picture(content, str(number))).letter]
            for number, content in enumerate(contents(count))
        ]
    json.dump(read, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
