"""Noise and crop of a hand: by OpenCV, as signread cuts them, and as nodes of an ONNX graph.

    python benchmarks/in_the_graph.py clips/*.mp4

What both languages do could stand in the graph of the letter network, once for both. This is why it does not: the same
work on the same frames, side by side, each on one thread. The crops differ a little, for a graph has no area filter; of
the ways to write these nodes the quicker ones stand here.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import cv2
import numpy as np
import onnx
import onnxruntime
from machine import describe, spread

from signread import HandTracker, open_video
from signread.networks.letter_net import CROP_SIZE
from signread.recognition.crop import cut_hand, hand_box
from signread.sources.noise import estimate_noise
from signread.types import Clip, Hand, Picture

Calls = Sequence[Callable[[], object]]
GREY = """last = Constant<value_ints = [2]>()
  red, green, blue = Split<axis = 2, num_outputs = 3>(numbers)
  of_red = Constant<value_float = 0.299>()
  of_green = Constant<value_float = 0.587>()
  of_blue = Constant<value_float = 0.114>()
  share_red = Mul(red, of_red)
  share_green = Mul(green, of_green)
  share_blue = Mul(blue, of_blue)
  both = Add(share_red, share_green)
  all = Add(both, share_blue)
  grey = Squeeze(all, last)"""
NOISE = f"""<ir_version: 9, opset_import: ["" : 18]>
noise (uint8[H, W, 3] image) => (float noise) {{
  numbers = Cast<to = 1>(image)
  {GREY}
  axes = Constant<value_ints = [0, 1]>()
  plane = Unsqueeze(grey, axes)
  kernel = Constant<value = float[1, 1, 3, 3] {{1, -2, 1, -2, 4, -2, 1, -2, 1}}>()
  differences = Conv<pads = [1, 1, 1, 1]>(plane, kernel)
  sizes = Abs(differences)
  noise = ReduceMean<keepdims = 0>(sizes)
}}"""
CROP = f"""<ir_version: 9, opset_import: ["" : 20]>
crop (uint8[H, W, 3] part, float[1, 2, 3] place) => (uint8[1, 1, S, S] crop) {{
  numbers = Cast<to = 1>(part)
  {GREY}
  axes = Constant<value_ints = [0, 1]>()
  plane = Unsqueeze(grey, axes)
  shape = Constant<value_ints = [1, 1, {CROP_SIZE}, {CROP_SIZE}]>()
  grid = AffineGrid(place, shape)
  values = GridSample<mode = "linear", padding_mode = "zeros">(plane, grid)
  crop = Cast<to = 2>(values)
}}"""
"""Without smoothing before it is made smaller, which would cost more still."""


def session(text: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = onnx.parser.parse_model(text)
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def hands(path: Path, tracker: HandTracker) -> list[tuple[Picture, Hand]]:
    frames = list(open_video(path))
    tracked = tracker.track(Clip(frames=iter(frames)))
    return [
        (frame.image, one.hand) for frame, one in zip(frames, tracked, strict=True) if one.hand and one.hand.has_points
    ]


def timed(calls: Calls) -> list[float]:
    """Milliseconds of each call, after all have been made once."""
    for call in calls:
        call()
    milliseconds = []
    for call in calls:
        begin = time.perf_counter()
        call()
        milliseconds.append(1000 * (time.perf_counter() - begin))
    return milliseconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("videos", nargs="+", type=Path)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    print(describe("signread", "onnxruntime", "mediapipe"))
    tracker = HandTracker()
    tracked = [pair for path in args.videos for pair in hands(path, tracker)]
    tracker.close()
    noise, crop = session(NOISE), session(CROP)

    def middle(image: Picture) -> Picture:
        return image[len(image) // 4 : len(image) - len(image) // 4]

    def cut_in_the_graph(image: Picture, hand: Hand) -> object:
        x, y, side, _ = hand_box(hand)
        left, top = max(x, 0), max(y, 0)
        part = image[top : y + side, left : x + side]
        size = np.array(part.shape[1::-1])
        shift = (np.array([x, y]) + side / 2 - [left, top]) / size * 2 - 1
        place = np.array([[[side / size[0], 0, shift[0]], [0, side / size[1], shift[1]]]], np.float32)
        return crop.run(None, {"part": part, "place": place})

    rows: dict[str, tuple[Calls, Calls]] = {
        "noise": (
            [partial(estimate_noise, image) for image, _ in tracked],
            [partial(noise.run, None, {"image": middle(image)}) for image, _ in tracked],
        ),
        "crop": (
            [partial(cut_hand, image, hand, CROP_SIZE) for image, hand in tracked],
            [partial(cut_in_the_graph, image, hand) for image, hand in tracked],
        ),
    }
    print(f"{len(tracked)} frames with a hand")
    for name, (here, there) in rows.items():
        with_opencv, in_the_graph = timed(here), timed(there)
        print(f"{name}, OpenCV:    {spread(with_opencv, 'ms', 3)}")
        print(f"{name}, the graph: {spread(in_the_graph, 'ms', 3)}")
        print(f"ratio of the medians, graph to OpenCV: {median(in_the_graph) / median(with_opencv):.1f}")


if __name__ == "__main__":
    main()
