"""What the head says: `python -m benchmarks.head words/faces/uci-gfe.npz [--fit]`

UCI Grammatical Facial Expressions (two people who sign Libras): headshakes in "negative", nods in "affirmative", told
from all other frames. Each person is left out in turn: weights and threshold are fitted on the other. --fit prints the
numbers of `signread.signs.head`, fitted on both.
"""

import argparse
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.signs import head
from signread.signs.head import Gesture, HeadMotion

Array = NDArray[np.float64]

EXPRESSION: dict[Gesture, str] = {"no": "negative", "yes": "affirmative"}
RIGID = np.r_[0, 1, 7, 3, 4, 5, 8, 9, 15, 11, 12, 13, 36:48, 89]
"""Of the 100 points: corners and lids of the eyes, the nose."""
RIGHT_EYE, LEFT_EYE, NOSE = slice(0, 8), slice(8, 16), 89
FOCAL = 525.0
"""Pixels, of the Kinect."""
FARTHEST = 120.0
"""Millimetres from the face's middle: a depth beyond is none."""
ELSEWHERE = 0.1
"""How much a frame of another expression's video counts."""
FOUND: dict[Gesture, float] = {"no": 0.9, "yes": 0.5}
"""For "no" the share of marks to find on whom it is fitted, for "yes" the false marks a minute to allow there."""


@dataclass(frozen=True, slots=True, eq=False)
class Video:
    signer: str
    expression: str
    labels: NDArray[np.int64]
    motion: HeadMotion

    def intervals(self, gesture: Gesture) -> list[tuple[float, float]]:
        """When the gesture is made."""
        if self.expression != EXPRESSION[gesture]:
            return []
        edges, times = np.diff(np.r_[0, self.labels, 0]), self.motion.times
        ends = np.flatnonzero(edges == -1) - 1
        return [(times[a], times[b]) for a, b in zip(np.flatnonzero(edges == 1), ends, strict=True)]


def read(path: Path, every: int) -> list[Video]:
    with np.load(path) as stored:
        points, time, label, expression, signer = (
            stored[name] for name in ("points", "time", "label", "expression", "signer")
        )
    videos = []
    for who in np.unique(signer):
        shape = mean_shape(points[signer == who][:, RIGID].astype(np.float64))
        for what in np.unique(expression[signer == who]):
            rows = np.flatnonzero((signer == who) & (expression == what))
            times, rows = repaired(time[rows])[::every], rows[::every]
            face = points[rows].astype(np.float64)
            motion = head.head_motion(
                times,
                face[:, RIGID],
                face[:, RIGHT_EYE, :2].mean(1),
                face[:, LEFT_EYE, :2].mean(1),
                face[:, NOSE, :2],
                shape,
            )
            videos.append(Video(str(who), str(what), label[rows].astype(int), motion))
    return videos


def repaired(times: Array) -> Array:
    """Milliseconds were written without their leading zeros: the reading of each under which times grow evenly."""
    seconds = np.floor(times + 1e-6)
    thousandths = np.rint((times - seconds) * 1000).astype(int)
    readings = []
    for second, number in zip(seconds - seconds[0], thousandths, strict=True):
        meant = {number} | {number // by for by in (10, 100) if number % by == 0}
        readings.append(second + np.array(sorted(meant)) / 1000)
    cost, backwards = np.zeros(len(readings[0])), []
    for before, now in pairwise(readings):
        step = now[None] - before[:, None]
        odd = np.where(step <= 0.005, 100 - step * 10, np.abs(np.log(np.maximum(step, 0.005) / 0.06)))
        backwards.append((cost[:, None] + odd).argmin(0))
        cost = (cost[:, None] + odd).min(0)
    place = int(cost.argmin())
    chosen = [readings[-1][place]]
    for back, values in zip(reversed(backwards), reversed(readings[:-1]), strict=True):
        place = int(back[place])
        chosen.append(values[place])
    return np.array(chosen[::-1])


def mean_shape(points: Array) -> Array:
    """A person's rigid shape, millimetres, from pixels and depths, of which many are missing (Procrustes)."""
    depth = np.where(points[:, :, 2] <= 0, np.nan, points[:, :, 2])
    middle = np.nanmedian(depth, axis=1, keepdims=True)
    flat = (points[:, :, :2] - points[:, :, :2].mean(1, keepdims=True)) * middle[..., None] / FOCAL
    deep = np.where(np.abs(depth - middle) > FARTHEST, np.nan, depth - middle)
    frames = np.concatenate([flat, deep[..., None]], 2)
    shape: Array = np.nanmedian(frames, axis=0)
    for _ in range(10):
        turned = []
        for frame in frames[::3]:
            known = np.isfinite(frame[:, 2])
            if known.mean() < 0.8:
                continue
            mine, theirs = frame[known] - frame[known].mean(0), shape[known] - shape[known].mean(0)
            left, _, right = np.linalg.svd(mine.T @ theirs)
            rotation = left @ np.diag([1, 1, np.sign(np.linalg.det(left @ right))]) @ right
            row = np.full_like(frame, np.nan)
            row[known] = mine @ rotation + shape[known].mean(0)
            turned.append(row)
        shape = np.nanmedian(np.array(turned), axis=0)
    middle_out: Array = shape - shape.mean(0)
    return middle_out


def logistic(features: Array, targets: Array, weights: Array, ridge: float = 1e-2) -> Array:
    """Weights and constant by Newton's method, on features of mean 0 and spread 1."""
    mean, spread = features.mean(0), features.std(0) + 1e-6
    rows = np.c_[(features - mean) / spread, np.ones(len(features))]
    weights = weights / weights.sum()
    penalty = ridge * np.diag([*[1.0] * features.shape[1], 0.0])
    found = np.zeros(rows.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weights * (likely - targets)) + penalty @ found
        curve = (rows * (weights * likely * (1 - likely))[:, None]).T @ rows + penalty + 1e-9 * np.eye(len(found))
        found = found - np.linalg.solve(curve, slope)
    scaled = found[:-1] / spread
    whole: Array = np.r_[scaled, found[-1] - scaled @ mean]
    return whole


def auc(labels: NDArray[Any], scores: Array) -> float:
    """The area under the ROC curve: how often a positive scores higher, ties counting half."""
    _, rank, count = np.unique(scores, return_inverse=True, return_counts=True)
    mean_rank = np.cumsum(count) - (count - 1) / 2
    positives = int(labels.sum())
    total = mean_rank[rank][labels > 0].sum() - positives * (positives + 1) / 2
    return float(total / (positives * (len(labels) - positives)))


def fit(videos: list[Video], gesture: Gesture) -> None:
    """Puts what these videos teach in place of the numbers of `signread.signs.head`."""
    features, targets, weights = [], [], []
    for video in videos:
        at, levels = head.frame_features(video.motion, gesture)
        own = video.expression == EXPRESSION[gesture]
        features.append(np.stack([np.interp(video.motion.times, at, level) for level in levels], 1))
        targets.append(video.labels * float(own))
        weights.append(np.full(len(video.labels), 1.0 if own else ELSEWHERE))
    frame = logistic(np.concatenate(features), np.concatenate(targets), np.concatenate(weights))
    head.FRAME[gesture] = tuple(float(one) for one in frame)
    names = [name for name in head.RUN[gesture] if name != "constant"]
    runs, hits = [], []
    for video in videos:
        wanted = video.intervals(gesture)
        for begin, end, found in head.candidates(video.motion, gesture):
            runs.append([found[name] for name in names])
            hits.append(any(begin < b and a < end for a, b in wanted))
    run = logistic(np.array(runs), np.array(hits, float), np.ones(len(hits)))
    head.RUN[gesture] = dict(zip([*names, "constant"], map(float, run), strict=True))
    scored = [head.scored_runs(video.motion, gesture) for video in videos]
    scores = sorted(score for runs_of in scored for _, _, score in runs_of)
    counts = [(score, *judged(videos, gesture, scored, score)) for score in scores]
    if gesture == "no":
        head.ACCEPT[gesture] = max((score for score, _, found in counts if found >= FOUND["no"]), default=scores[0])
    else:
        head.ACCEPT[gesture] = min((score for score, false, _ in counts if false <= FOUND["yes"]), default=scores[-1])


def judged(
    videos: list[Video], gesture: Gesture, scored: list[list[tuple[float, float, float]]], accept: float
) -> tuple[float, float]:
    """False marks a minute, and the share of true ones that is found."""
    false = found = wanted = 0
    minutes = 0.0
    for video, runs_of in zip(videos, scored, strict=True):
        true = video.intervals(gesture)
        runs = [(a, b) for a, b, score in runs_of if score >= accept]
        false += sum(not any(a < d and c < b for c, d in true) for a, b in runs)
        found += sum(any(a < d and c < b for a, b in runs) for c, d in true)
        wanted += len(true)
        minutes += (video.motion.times[-1] - video.motion.times[0]) / 60
    return false / minutes, found / max(wanted, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faces", type=Path)
    parser.add_argument("--every", type=int, default=1, help="look at every so manieth frame (default 1)")
    parser.add_argument("--fit", action="store_true", help="print the numbers fitted on both people")
    args = parser.parse_args()
    videos = read(args.faces, args.every)
    gestures: tuple[Gesture, ...] = ("no", "yes")
    print("| | left out | AUC of frames | false marks a minute | found |\n|---|---|---|---|---|")
    for gesture in gestures:
        for who in sorted({video.signer for video in videos}):
            fit([video for video in videos if video.signer != who], gesture)
            asked = [video for video in videos if video.signer == who]
            own = next(video for video in asked if video.expression == EXPRESSION[gesture])
            score = np.interp(own.motion.times, *head.frame_log_odds(own.motion, gesture))
            scored = [head.scored_runs(video.motion, gesture) for video in asked]
            false, found = judged(asked, gesture, scored, head.ACCEPT[gesture])
            print(f"| {gesture} | {who} | {auc(own.labels, score):.3f} | {false:.2f} | {found:.0%} |")
    if args.fit:
        for gesture in gestures:
            fit(videos, gesture)
        print(f"FRAME = {head.FRAME}\nRUN = {head.RUN}\nACCEPT = {head.ACCEPT}")


if __name__ == "__main__":
    main()
