"""The moving picture of the README: the clip of tests/data, read, with what `signread.draw` draws on it.

python benchmarks/readme_animation.py docs/figures/hello.gif
"""

import sys
from pathlib import Path

import cv2
from PIL import Image

from signread import Reader, draw, open_video

CLIP = Path(__file__).parents[1] / "tests" / "data" / "hello.mp4"
EVERY = 2
"""Of the clip's frames one in so many is shown."""
WIDTH, HEIGHT, COLOURS = 400, 300, 64
LAST_MS = 2000


def main(target: Path) -> None:
    frames, durations, before = [], [], 0.0
    with Reader() as reader:
        for number, reading in enumerate(reader.read(open_video(CLIP))):
            if number % EVERY == 0:
                picture = cv2.resize(draw(reading, mirror=True), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
                frames.append(Image.fromarray(picture).quantize(COLOURS, dither=Image.Dither.NONE))
                durations.append(round(1000 * (reading.time - before)) or 1)
                before = reading.time
    durations = [*durations[1:], LAST_MS]
    frames[0].save(target, save_all=True, append_images=frames[1:], duration=durations, loop=0, optimize=True)
    print(f"{target}: {len(frames)} frames, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
