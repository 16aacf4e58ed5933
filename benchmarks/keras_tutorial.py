"""The tutorial's two networks in Keras, run by the other benchmarks in a virtual environment with TensorFlow.

Prints one JSON document. It knows nothing of signread: arrays come in an .npz file.
"""

import argparse
import json
import os
import platform
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf
from tensorflow.keras import Model, Sequential, layers

OUTPUTS = 26


def cnn() -> Model:
    return Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(OUTPUTS, activation="softmax"),
        ]
    )


def bottleneck(inputs: tf.Tensor, width: int, stride: int, *, convolve: bool) -> tf.Tensor:
    main = inputs
    for filters, kernel, step in ((width, 1, stride), (width, 3, 1), (4 * width, 1, 1)):
        main = layers.Conv2D(filters, kernel, step, padding="same")(main)
        main = layers.BatchNormalization()(main)
        if filters == width:
            main = layers.Activation("relu")(main)
    shortcut = inputs
    if convolve:
        shortcut = layers.BatchNormalization()(layers.Conv2D(4 * width, 1, stride)(inputs))
    return layers.Activation("relu")(layers.Add()([main, shortcut]))


def resnet50() -> Model:
    inputs = layers.Input((28, 28, 1))
    features = layers.Conv2D(64, 7, 2)(layers.ZeroPadding2D(3)(inputs))
    features = layers.Activation("relu")(layers.BatchNormalization()(features))
    features = layers.MaxPooling2D(3, 2)(features)
    for width, count, stride in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for number in range(count):
            features = bottleneck(features, width, stride if number == 0 else 1, convolve=number == 0)
    features = layers.Flatten()(layers.AveragePooling2D(2, padding="same")(features))
    return Model(inputs, layers.Dense(OUTPUTS, activation="softmax")(features))


class StepTimes(tf.keras.callbacks.Callback):  # type: ignore[misc]
    """Seconds of every training step."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self._begin = 0.0

    def on_train_batch_begin(self, *_: object, **__: object) -> None:
        self._begin = time.perf_counter()

    def on_train_batch_end(self, *_: object, **__: object) -> None:
        self.seconds.append(time.perf_counter() - self._begin)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("train", "predict"))
    parser.add_argument("network", choices=("cnn", "resnet50"))
    parser.add_argument("--data", required=True)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--steps", type=int, help="train this many steps of 32 pictures only")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--calls", type=int, default=50)
    args = parser.parse_args()
    tf.keras.utils.set_random_seed(args.seed)
    model = cnn() if args.network == "cnn" else resnet50()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    report: dict[str, object] = {
        "versions": f"Python {platform.python_version()}, tensorflow {tf.__version__}",
        "parameters": model.count_params(),
    }
    with np.load(args.data) as stored:
        train, labels, test, test_labels = (stored[name] for name in ("train", "labels", "test", "test_labels"))
    train, test = (images[..., None].astype(np.float32) for images in (train, test))
    if args.what == "predict":
        report |= timed_prediction(model, test, args.calls)
    else:
        rows = args.steps * 32 if args.steps else len(train)
        steps = StepTimes()
        begin = time.perf_counter()
        model.fit(train[:rows], labels[:rows], batch_size=32, epochs=args.epochs, verbose=0, callbacks=[steps])
        report["seconds"] = time.perf_counter() - begin
        report["step_median"] = float(np.median(steps.seconds[5:]))
        report["steps"] = len(steps.seconds)
        report["steps_an_epoch"] = -(-len(train) // 32)
        if not args.steps:
            report["test_accuracy"] = float((model.predict(test, verbose=0).argmax(1) == test_labels).mean())
    print(json.dumps(report))


def timed_prediction(model: Model, test: np.ndarray, calls: int) -> dict[str, object]:
    for _ in range(3):
        model.predict(test[:1], verbose=0)
    single = []
    for number in range(calls):
        begin = time.perf_counter()
        model.predict(test[number : number + 1], verbose=0)
        single.append(time.perf_counter() - begin)
    model.predict(test, batch_size=256, verbose=0)
    begin = time.perf_counter()
    model.predict(test, batch_size=256, verbose=0)
    return {"single": single, "batch_seconds": time.perf_counter() - begin, "pictures": len(test)}


if __name__ == "__main__":
    main()
