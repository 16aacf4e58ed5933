"""Trains the recipe `letters` with several seeds and reads people that none of them has seen.

    python benchmarks/real_hands.py --train hands/train sign-language-mnist.zip --measure measure-webcams.zip

With --runs RUN... the runs are taken as they are instead of being trained. The measuring set chooses nothing: the
numbers of the recipe come from sources of the training data that were left out.
"""

import argparse
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from machine import describe
from seeds import signread


def row(name: str, report: dict[str, Any]) -> list[float]:
    """Prints one evaluation and returns its figures."""
    figures = [report[key] for key in ("mean_over_signers", "worst_signer", "expected_calibration_error")]
    print(
        f"{name:16} mean over signers {figures[0]:.2%}  worst {figures[1]:.2%}  ECE {figures[2]:.2%}  "
        f"best two {report['among_best_two']:.2%}  hands not found {report['hands_not_found']} of {report['pictures']}",
        flush=True,
    )
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", nargs="+")
    parser.add_argument("--measure", required=True)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--runs", nargs="+", help="finished runs, instead of --train")
    parser.add_argument("--out", type=Path, default=Path("runs"))
    args = parser.parse_args()
    print(describe("signread", "mediapipe", "onnxruntime", "torch", "numpy"))
    runs = args.runs or []
    for seed in range(0 if args.runs else args.seeds):
        runs.append(str(args.out / f"letters-seed{seed}"))
        trained: Any = signread(
            "train", "letters", "--data", *args.train, "--seed", str(seed), "--out", runs[-1], "--resume"
        )
        print(f"{Path(runs[-1]).name:16} trained in {trained['seconds']:.0f} s, finding the hands not included")
    rows = [row(Path(run).name, signread("evaluate", run, "--data", args.measure)) for run in runs]
    if len(rows) > 1:
        for name, values in zip(("mean over signers", "worst signer", "ECE"), zip(*rows, strict=True), strict=True):
            print(f"{name}: n={len(values)}  mean {mean(values):.2%} ± {stdev(values):.2%}")


if __name__ == "__main__":
    main()
