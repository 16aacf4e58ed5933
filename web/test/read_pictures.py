"""What Python reads in pictures of people, as JSON of [jpeg in base64, letter]: python read_pictures.py COUNT"""

import base64
import json
import os
import sys
from pathlib import Path

from signread.data.pictures import picture_sets
from signread.frames import Frame, decode_picture

from signread import Reader


def main(count: int) -> None:
    data = Path(os.environ.get("SIGNREAD_DATA") or Path(__file__).parents[3] / "shared" / "data")
    (pictures,) = picture_sets(data / "hands" / "measure-webcams.zip")
    step = len(pictures.entries) // count
    reader, found = Reader(), []
    for place, (entry, content) in enumerate(pictures.contents()):
        if place % step == 0 and len(found) < count:
            (reading,) = reader.read([Frame(decode_picture(content, entry.name))])
            found.append([base64.b64encode(content).decode(), reading.letter])
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
