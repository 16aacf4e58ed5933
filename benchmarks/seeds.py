"""Trains a recipe with many seeds and reads the test set with each: time, errors, mean and spread.

    python benchmarks/seeds.py --data sign-language-mnist.zip                    # `fast`, seeds 0 to 9
    python benchmarks/seeds.py --data sign-language-mnist.zip --epochs 1         # its quickest form

The test set is read here to report, after every number of the recipe was fixed on the grouped validation split.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import mean, stdev

from machine import describe, spread


def signread(*arguments: str) -> dict[str, object]:
    """Runs one signread command in a process of its own and returns the JSON it prints."""
    command = [sys.executable, "-m", "signread", *arguments, "--json"]
    printed: dict[str, object] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return printed


def train_and_read(recipe: str, seed: int, data: str, epochs: int | None) -> tuple[float, float, int, float]:
    """One seed: seconds of training, validation accuracy, test errors, test accuracy."""
    with tempfile.TemporaryDirectory() as folder:
        run = str(Path(folder) / "run")
        short = ["--epochs", str(epochs)] if epochs else []
        trained = signread("train", recipe, "--data", data, "--seed", str(seed), "--out", run, *short)
        report = signread("evaluate", run, "--data", data)
    last = trained["epochs"][-1]  # type: ignore[index]
    return trained["seconds"], last["validation_accuracy"], report["errors"], report["accuracy"]  # type: ignore[return-value]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--recipe", default="fast")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--epochs", type=int)
    args = parser.parse_args()
    print(describe("signread", "torch", "numpy", "onnxruntime"))
    print(f"recipe {args.recipe}, {args.epochs or 'its own number of'} epochs; errors are of the test part")
    rows = []
    for seed in range(args.seeds):
        seconds, validation, errors, accuracy = train_and_read(args.recipe, seed, args.data, args.epochs)
        rows.append((seconds, errors, accuracy))
        print(
            f"seed {seed}: {seconds:6.2f} s  validation {validation:.3%}  test {accuracy:.3%}  {errors} errors",
            flush=True,
        )
    accuracies = [row[2] for row in rows]
    print("training time:", spread([row[0] for row in rows]))
    deviation = stdev(accuracies) if len(accuracies) > 1 else 0.0
    print(f"test accuracy: n={len(rows)}  mean {mean(accuracies):.4%} ± {deviation:.4%}  worst {min(accuracies):.4%}")
    flawless = sum(row[1] == 0 for row in rows)
    print(f"without any error: {flawless} of {len(rows)}; most errors: {max(row[1] for row in rows)}")


if __name__ == "__main__":
    main()
