"""Reading one picture, and many: ONNX Runtime as signread uses it, PyTorch, and Keras' model.predict.

    python benchmarks/reading.py --data sign-language-mnist.zip

All read the same test pictures one after the other. signread and PyTorch run the network of `fast`; Keras runs the
tutorial's CNN, whose call costs far more than its arithmetic.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import torch
from beside_keras import keras, save_arrays
from machine import describe, spread

from signread import LetterModel
from signread.datasets import sign_mnist
from signread.networks.crop_networks import FastCNN
from signread.recognition.letter_model import SHIPPED_FOR_CROPS
from signread.recognition.onnx_file import shipped

BATCH = 1024
"""Pictures that PyTorch is given at once."""


def timed(read: Callable[[np.ndarray], object], images: np.ndarray, calls: int) -> list[float]:
    """Milliseconds of each call with one picture."""
    for number in range(20):
        read(images[number : number + 1])
    milliseconds = []
    for number in range(calls):
        begin = time.perf_counter()
        read(images[number : number + 1])
        milliseconds.append(1000 * (time.perf_counter() - begin))
    return milliseconds


def pictures_a_second(read: Callable[[np.ndarray], object], images: np.ndarray) -> float:
    read(images)
    begin = time.perf_counter()
    read(images)
    return len(images) / (time.perf_counter() - begin)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--calls", type=int, default=1000)
    args = parser.parse_args()
    print(describe("signread", "onnxruntime", "torch", "numpy"))
    images = sign_mnist.read(args.data, "test").images

    with shipped(SHIPPED_FOR_CROPS) as file:
        model = LetterModel(file)
    network = FastCNN().eval()
    torch.set_num_threads(1)

    def pytorch(crops: np.ndarray) -> object:
        with torch.no_grad():
            return [network(part.unsqueeze(1).float()) for part in torch.split(torch.from_numpy(crops), BATCH)]

    with tempfile.TemporaryDirectory() as folder:
        arrays = save_arrays(args.data, Path(folder))
        printed = keras("predict", "cnn", "--data", str(arrays), "--calls", "200")
    ours, theirs = timed(model.logits, images, args.calls), timed(pytorch, images, args.calls)
    keras_calls = [1000 * seconds for seconds in printed["single"]]
    print(f"Keras side: {printed['versions']}")
    print(f"one picture, signread (ONNX Runtime, 1 thread): {spread(ours, 'ms', 3)}")
    print(f"one picture, PyTorch (1 thread):                {spread(theirs, 'ms', 3)}")
    print(f"one picture, Keras model.predict:               {spread(keras_calls, 'ms', 3)}")
    print(f"ratio of the medians, model.predict to signread: {median(keras_calls) / median(ours):.0f} times")
    print(
        f"many pictures, signread: {pictures_a_second(model.logits, images):,.0f} a second (batches of 256, 1 thread)"
    )
    print(f"many pictures, PyTorch:  {pictures_a_second(pytorch, images):,.0f} a second (batches of 1,024, 1 thread)")
    print(f"many pictures, Keras:    {printed['pictures'] / printed['batch_seconds']:,.0f} a second (batches of 256)")


if __name__ == "__main__":
    main()
