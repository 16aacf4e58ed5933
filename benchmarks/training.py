"""Training `fast` against the tutorial's Keras code, side by side in one run.

    python benchmarks/training.py --data sign-language-mnist.zip

The Keras CNN runs its 20 epochs. Of the Keras ResNet-50, which takes half an hour, a number of steps is timed and the
time of its 10 epochs is extrapolated from their median; the output says so.
"""

import argparse
import tempfile
from pathlib import Path

from beside_keras import keras, save_arrays
from machine import describe, spread
from seeds import train_and_read

RESNET_EPOCHS = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--runs", type=int, default=3, help="how often each is trained (default %(default)s)")
    parser.add_argument(
        "--resnet-steps", type=int, default=60, help="steps of the Keras ResNet-50 (default %(default)s)"
    )
    args = parser.parse_args()
    print(describe("signread", "torch", "numpy"))

    quick, full, cnn, resnet = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        arrays = str(save_arrays(args.data, Path(folder)))
        for seed in range(args.runs):  # in turn, so that a machine that changes its pace changes it for all
            quick.append(train_and_read("fast", seed, args.data, 1))
            full.append(train_and_read("fast", seed, args.data, None))
            cnn.append(keras("train", "cnn", "--data", arrays, "--epochs", "20", "--seed", str(seed)))
            resnet.append(keras("train", "resnet50", "--data", arrays, "--steps", str(args.resnet_steps)))
    print(f"Keras side: {cnn[0]['versions']}")
    for name, rows in (("signread fast, 1 epoch", quick), ("signread fast", full)):
        print(f"{name}: {spread([row[0] for row in rows])}  test {', '.join(f'{row[3]:.3%}' for row in rows)}")
    accuracies = ", ".join(f"{trained['test_accuracy']:.3%}" for trained in cnn)
    cnn_seconds = [float(trained["seconds"]) for trained in cnn]
    print(f"Keras CNN, {cnn[0]['parameters']:,} parameters, 20 epochs: {spread(cnn_seconds)}  test {accuracies}")
    epoch = [trained["step_median"] * trained["steps_an_epoch"] for trained in resnet]
    print(
        f"Keras ResNet-50, {resnet[0]['parameters']:,} parameters, one epoch extrapolated from the median of "
        f"{resnet[0]['steps'] - 5} steps: {spread(epoch, digits=1)}"
    )
    quick_seconds = [row[0] for row in quick]
    ratios = [RESNET_EPOCHS * slow / fast for slow, fast in zip(epoch, quick_seconds, strict=True)]
    print(f"ratio, {RESNET_EPOCHS} epochs of the Keras ResNet-50 to `fast` of 1 epoch: {spread(ratios, 'times', 0)}")
    ratios = [slow / row[0] for slow, row in zip(cnn_seconds, full, strict=True)]
    print(f"ratio, Keras CNN to `fast`: {spread(ratios, 'times', 1)}")


if __name__ == "__main__":
    main()
