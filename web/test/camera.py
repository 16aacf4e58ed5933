"""Makes of a video what Chromium's fake camera plays: python camera.py IN.mp4 OUT.y4m

Each frame is shown twice, so that a letter lasts 1.6 seconds: other programs may leave the page few frames.
"""

import sys
from pathlib import Path

import cv2

from signread import open_video

WIDTH, HEIGHT, RATE, TIMES = 640, 480, 15, 2


def main(source: str, target: str) -> None:
    with Path(target).open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420jpeg\n".encode())
        for frame in open_video(source):
            image = frame.image
            scale = min(WIDTH / image.shape[1], HEIGHT / image.shape[0])
            size = (round(image.shape[1] * scale) // 2 * 2, round(image.shape[0] * scale) // 2 * 2)
            small = cv2.resize(image, size)
            x, y = (WIDTH - size[0]) // 2, (HEIGHT - size[1]) // 2
            whole = cv2.copyMakeBorder(small, y, HEIGHT - size[1] - y, x, WIDTH - size[0] - x, cv2.BORDER_CONSTANT)
            file.write(TIMES * (b"FRAME\n" + cv2.cvtColor(whole, cv2.COLOR_RGB2YUV_I420).tobytes()))


if __name__ == "__main__":
    main(*sys.argv[1:])
