"""What Python and the page must both do, to the letter. `python -m tests.conformance.vectors` writes `conformance/`.

Both suites read these files: tests/conformance/test_vectors.py, and web/test/conformance.test.ts.
"""

import base64
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from signread.avatar.plan import spell
from signread.avatar.poses import pose_at
from signread.handshapes.alphabet import AMERICAN, DYNAMIC
from signread.handshapes.joint_angles import american
from signread.language.correction import likeliest
from signread.recognition.crop import cut_around
from signread.signs.book import SignBook
from signread.signs.decoder import Mixing
from signread.signs.matcher import Matcher
from signread.signs.segments import sample_of
from signread.signs.sequence import SignSequence
from signread.signs.sign_net import SignNet
from signread.signs.spotter import Spotted, spot
from signread.sources.noise import denoise, estimate_noise
from signread.spelling.speller import Speller
from signread.synthetic.anatomy import average_hand
from signread.synthetic.attitude import attitude, forearm
from signread.synthetic.average_poses import average_poses
from signread.tracking.policy import FollowPolicy, View
from signread.transcript import Transcript
from signread.transcript.transcript import event_document
from signread.types import Event, Hand, Picture

from ..signs.people import across, circle, one_after_the_other, signed, up
from ..spelling.streams import Shot, Signer, drawn, events, hand, mirrored

FOLDER = Path(__file__).parents[2] / "conformance"
DIGITS = 6
"""Decimal places to which numbers are compared."""
AVATAR_DIGITS = 4
NETWORK_DIGITS = 3
"""The same, of what a network says, which differs in the last places from machine to machine."""

Vector = dict[str, Any]
Shown = dict[str, float | list[float] | None]
"""How large the hand is that each view shows; [size, left] where it is not at the left edge."""


def waves(width: int, height: int, across: int, down: int) -> Picture:
    """A soft picture that any language can make: up and down from 0 to 255, the colours 40 apart."""
    x, y, colour = np.meshgrid(np.arange(width), np.arange(height), np.arange(3), indexing="xy")
    image: Picture = np.abs((across * x + down * y + 40 * colour) % 510 - 255).astype(np.uint8)
    return image


def speckled(image: Picture, most: int) -> Picture:
    """The picture with noise of at most so many grey values, by a generator of random numbers as old as the hills."""
    noise, state = [], 1
    for _ in range(image.shape[0] * image.shape[1]):
        state = (1_103_515_245 * state + 12_345) % 2**31
        noise.append(state // 65_536 % (2 * most + 1) - most)
    grain = np.array(noise).reshape(image.shape[0], image.shape[1], 1)
    noisy: Picture = np.clip(image + grain, 0, 255).astype(np.uint8)
    return noisy


def spread(left: float, top: float, width: float, height: float) -> np.ndarray:
    """21 points whose box is the given one, (21, 3)."""
    points = np.zeros((21, 3), np.float32)
    points[:, 0], points[:, 1] = np.linspace(left, left + width, 21), np.linspace(top, top + height, 21)
    return points


def crop() -> list[Vector]:
    """A square cut around points. `picture` says how the picture is made; `crop` is base64 of its bytes."""
    vectors = []
    for picture, box, size in (
        ([160, 120, 3, 5], [40.3, 30.6, 50, 44], 32),  # made smaller
        ([160, 120, 2, 3], [70.25, 50.5, 12, 9], 24),  # made larger
        ([90, 200, 4, 1], [-20, 120, 60, 140], 32),  # partly outside
        ([64, 48, 6, 2], [30, 20, 0, 0], 16),  # points that fall together
        ([640, 480, 1, 1], [100.5, 80.25, 310, 280], 64),
    ):
        width, height, across, down = picture
        cut = cut_around(waves(width, height, across, down), spread(*map(float, box)), size)
        vectors.append({"picture": picture, "box": box, "size": size, "crop": base64.b64encode(cut.tobytes()).decode()})
    return vectors


def noise() -> list[Vector]:
    """How noisy a picture is, and what becomes of it; `denoised` is base64 of its RGB bytes, null where it is left."""
    vectors = []
    for picture, most in (([48, 40, 2, 1], 0), ([48, 40, 2, 1], 8), ([48, 40, 1, 2], 16), ([48, 40, 1, 2], 40)):
        image = speckled(waves(*picture), most)
        clean = denoise(image)
        vectors.append(
            {
                "picture": picture,
                "speckle": most,
                "noise": round(estimate_noise(image), DIGITS),
                "denoised": None if clean is image else base64.b64encode(clean.tobytes()).decode(),
            }
        )
    return vectors


def square(shown: float | list[float]) -> Hand:
    """A hand whose box is of that size, with its left side where the second number says, or at 0."""
    size, left = shown if isinstance(shown, list) else (shown, 0.0)
    return Hand(points=spread(left, 0, size, size), handedness="right" if left == 0 else "left")


def followed(frames: Iterable[tuple[float, bool, Shown]]) -> list[Vector]:
    """The looks that the policy asks for at each frame, and the size of the hand that it settles on.

    frames: time, whether the size of the picture is another, and the size of the hand that each view would show.
    """
    policy, asked = FollowPolicy(), []
    for time, resized, shown in frames:
        steps, looks = policy.steps(time, resized=resized), []
        settled: Hand | None = None
        try:
            look = next(steps)
            while True:
                near = None if look.near is None else round(float(np.ptp(look.near[:, 0])), DIGITS)
                looks.append({"view": look.view.value, "passes": look.passes, "near": near, "part": look.part})
                name = f"part {look.part}" if look.view is View.PART else look.view.value
                size = None if look.view is View.FORGET else shown.get(name)
                look = steps.send(None if size is None else square(size))
        except StopIteration as end:
            settled = end.value
        size = None if settled is None else round(float(np.ptp(settled.points[:, 0])), DIGITS)
        asked.append({"time": time, "resized": resized, "shown": shown, "looks": looks, "hand": size})
    return asked


def tracking() -> list[Vector]:
    """How a hand is followed; `shown` says how large the hand is that each view would find, null for none."""
    here: Shown = {"follow": 100, "whole": 100, "close": 100, "near": 100}
    gone: Shown = {}
    far: Shown = {"part 2": 30.0, "near": 31.0}
    far_again: Shown = {"part 0": 32.0}
    knuckle: Shown = {"follow": 20.0, "close": 90.0}
    only_knuckle: Shown = {"follow": 20.0}
    streams: dict[str, list[tuple[float, bool, Shown]]] = {
        "found and followed": [(0.1 * step, False, here) for step in range(4)],
        "nobody there": [(0.1 * step, False, gone) for step in range(9)],
        "a hand far away": [
            *((round(0.04 * n, 2), False, far if n > 1 else gone) for n in range(12)),
            *((round(0.48 + 0.04 * n, 2), False, far_again) for n in range(20)),
        ],
        "a hand far away from the first, by a slow camera": [(0.2 * n, False, far) for n in range(3)],
        "a hand that fills the picture": [(0.0, False, {"close": 300}), (0.1, False, {"close": 300})],
        "lost, and looked for where it was": [(0.0, False, here), (0.1, False, {"near": 95}), (0.2, False, gone)],
        "another hand is looked for more and more rarely": [(0.1 * step, False, here) for step in range(56)],
        "lost for long": [(0.0, False, here), *((0.1 * step, False, gone) for step in range(1, 9))],
        "a knuckle taken for a hand": [(1.0, False, here), *((1.0 + 0.1 * n, False, knuckle) for n in range(1, 5))],
        "a knuckle, and nothing else": [
            (1.0, False, here),
            *((1.0 + 0.1 * n, False, only_knuckle) for n in range(1, 9)),
        ],
        "a slow camera": [(0.3 * step, False, here) for step in range(3)],
        "another size in between": [(0.0, False, here), (0.1, False, here), (0.2, True, here), (0.3, False, here)],
        "a pause of a minute": [(0.0, False, here), (0.1, False, here), (60.0, False, gone), (60.1, False, here)],
    }
    streams |= {"of two hands the other signs": two_hands(), "the hand that rests is found instead": found_instead()}
    return [{"name": name, "frames": followed(frames)} for name, frames in streams.items()]


def two_hands() -> list[tuple[float, bool, Shown]]:
    """A hand of 100 that rests is followed, until one of 90 has moved for a while."""
    frames: list[tuple[float, bool, Shown]] = []
    for number in range(20):
        place = [90.0, 300.0 + 20 * (number * number % 5)]
        resting: Shown = {"follow": 100.0, "whole": 100.0, "other": place, "take": place}
        signing: Shown = {"follow": place, "other": 100.0, "near": 100.0}
        frames.append((round(0.13 * number, 2), False, resting if number <= SWITCHED else signing))
    return frames


SWITCHED = 2
"""The frame of `two_hands` in which the policy turns to the other one."""


def found_instead() -> list[tuple[float, bool, Shown]]:
    """The hand that signs, of 90, is lost for a moment, and the one that rests found in its place."""
    frames = two_hands()[:6]
    wrong: Shown = {"follow": 100.0, "take": [90.0, 310.0]}
    right: Shown = {"follow": [90.0, 310.0], "other": 100.0}
    return [*frames, (0.78, False, wrong), (0.9, False, right), (1.0, False, {})]


def decoded() -> dict[str, list[Shot]]:
    """Streams of scores by what they are."""
    hello = Signer(15).hold("H").blur(0.2).hold("E").blur(0.2).hold("L", 0.7).hold("L", 0.8, x=400)
    j = Signer(15).show({"I": 0.95}, 0.5, drawn("J")[0]).move({"nothing": 0.5, "X": 0.3}, drawn("J"), 1.3)
    z = Signer(20).show({"D": 0.9}, 0.5, drawn("Z")[0]).move({"D": 0.3}, drawn("Z"), 1.3)
    friday = Signer(25).away(0.2).spell("FRIDAY", 0.25).away(0.8)
    speed = Signer(25).spell("SP", 0.3, change=0.06).hold("E", 0.4).slide("E", 0.17, 320, 400)
    speed.show({"E": 0.95}, 0.2, hand([4], x=400)).blur(0.06).spell("D", 0.5)
    jitter = Signer(20).hold("N", 0.5, sure=0.7).blur().hold("A", 0.5, sure=0.6).away(0.3).hold("A", 0.3)
    uneven = [
        Shot(round(one.time + 0.013 * (number * 7 % 3), 6), one.scores, one.points)
        for number, one in enumerate(jitter.shots)
    ]
    return {
        "HELLO, its second L slid aside": hello.blur(0.2).hold("O").shots,
        "a J in the place of its I": j.shots,
        "a Z in the place of its D, by a left hand": mirrored(z.shots),
        "FRIDAY, four letters a second": friday.shots,
        "SPEED, its second E slid aside in passing": speed.shots,
        "a letter let go and shown again": Signer(15).hold("A").show({"nothing": 0.9}, 0.7, hand()).hold("A").shots,
        "words and sentences": Signer(10).hold("H").blur().hold("I").away(0.8).hold("Y").away(2.5).hold("A").shots,
        "uncertain letters at uneven times": uneven,
        "no tracker": [Shot(one.time, one.scores, None, None) for one in Signer(12).hold("A").hold("B").shots],
        "a stall": [
            *Signer(15).hold("B", 0.4).shots,
            Shot(2.0, {"B": 0.9}, hand([4])),
            Shot(2.1, {"B": 0.9}, hand([4])),
        ],
        "a hole of an hour": [
            *Signer(15).spell("HI", 0.4).shots,
            *(replace(one, time=one.time + 3600) for one in Signer(15).spell("IN", 0.4).shots),
        ],
    }


def decoding() -> Vector:
    """Each vector has `frames` of [seconds, {letter: probability} or null, [x, y, x, y, ...] of 21 points or null,
    handedness], where what the probabilities lack of 1 is "nothing"; the `events` that come of them; the text; and what
    is `tentative` after each frame."""
    vectors = []
    for name, shots in decoded().items():
        frames = [
            [
                one.time,
                one.scores,
                None if one.points is None else one.points.astype(int).ravel().tolist(),
                one.handedness,
            ]
            for one in shots
        ]
        spelled = events(shots)
        text = Transcript().add(spelled).text
        decisions = Speller(AMERICAN).decode(shot.scored for shot in shots)
        vectors.append(
            {
                "name": name,
                "frames": frames,
                "events": [rounded(event) for event in spelled],
                "text": text,
                "tentative": ["".join(one.tentative) for one in decisions],
            }
        )
    return {"labels": AMERICAN, "vectors": vectors}


def rounded(event: Event) -> Vector:
    """An event for JSON, its numbers rounded, without what is likely to no extent."""
    document = event_document(event)
    digits = NETWORK_DIGITS if event.letter in DYNAMIC else DIGITS
    for name in ("time", "begin", "end"):
        document[name] = round(document[name], DIGITS)
    document["confidence"] = round(document["confidence"], digits)
    document["alternatives"] = [
        {"letter": one["letter"], "probability": round(one["probability"], digits)}
        for one in document["alternatives"]
        if one["probability"] > 0
    ]
    return document


def word(letters: str, sure: float = 0.95, **others: str) -> tuple[Event, ...]:
    """Letters that look like themselves, one every 0.4 seconds; a space among them takes as long.

    others: what else a letter looks like, as N="M".
    """
    return tuple(
        Event(
            kind="letter",
            time=round(0.4 * number, 1),
            letter=letter,
            begin=round(0.4 * number, 1),
            confidence=sure,
            alternatives=((letter, sure), *(((others[letter], 1 - sure),) if letter in others else ())),
        )
        for number, letter in enumerate(letters)
        if letter != " "
    )


def correction() -> list[Vector]:
    """Letters as they were read, and the three likeliest words. The page rounds priors: two digits are compared."""
    words = [word(one) for one in ("HELLO", "HELO", "UMMER", "FANILY", "COFFEEE", "MORMING", "ZOE", "XQZJ", "A")]
    words += [word("HAT", 0.6, A="I"), word("BRDWN", 0.7, D="O"), word("QUICK", 0.5)]
    words += [word(one) for one in ("K TCHEN", "KITCHEN", "WE K", "MO NG", "TV", "DO G")]
    return [
        {
            "letters": [rounded(event) for event in one],
            "suggestions": [
                {"word": found.word, "probability": round(found.probability, 2)} for found in likeliest(one)
            ],
        }
        for one in words
    ]


def avatar() -> list[Vector]:
    """Plans of a hand that spells, and at some times its pose and how each of its bones is turned and shifted."""
    shapes = american()
    poses, hand, vectors = average_poses(shapes), average_hand(), []
    spelled = (
        ("abba J9", 2.0, spell("abba J9")),
        ("Ça va, Zoë?", 5.0, spell("Ça va, Zoë?", speed=5.0, hand="left")),
        ("tunnel\u2019s", 0.5, spell("tunnel\u2019s", speed=0.5)),
    )
    for text, speed, plan in spelled:
        seen = []
        for time in np.linspace(0.3, plan.duration - 0.3, 7):
            pose = pose_at(plan, float(time), poses)
            turns, shifts, _ = hand.moved(torch.from_numpy(pose.angles)[None])
            arm = forearm(attitude(*pose.wrist)).tolist()
            bones = [[arm, shifts[0, 0].tolist()]]
            bones += [[turn[0].tolist(), shift[0].tolist()] for turn, shift in zip(turns[1:], shifts[1:], strict=True)]
            angles = [list(digit) for digit in pose.angles]
            seen.append(_rounded({"time": float(time), "angles": angles, "place": pose.place, "bones": bones}))
        vectors.append(_rounded({"text": text, "speed": speed, "plan": asdict(plan)}) | {"poses": seen})
    return vectors


def signs() -> Vector:
    """A book of signs, a stream in which they are signed, what a stretch of it is normalised, and what is found."""
    examples = {
        name: [sample_of(signed(way, seed=seed, left=name == "up")) for seed in range(2)]
        for name, way in (("across", across), ("up", up), ("circle", circle))
    }
    book = SignBook({})
    for name, some in examples.items():
        book = book.add(name, some)
    stream = one_after_the_other(signed(up, seed=5, left=True), signed(circle, seed=6), signed(across, seed=7))
    places = [
        [_whole(hand) for hand in hands] + [_whole(body)] for hands, body in zip(stream.hands, stream.body, strict=True)
    ]
    # As the page gets them: in whole tenths of pixels.
    stream = SignSequence(
        times=np.round(stream.times, 4), hands=np.round(stream.hands, 1), body=np.round(stream.body, 1)
    )
    sample = sample_of(stream.between(0, 2.0))
    return {
        "book": book.to_json(),
        "frames": [[float(time), *frame] for time, frame in zip(stream.times, places, strict=True)],
        "until": 2.0,
        "sample": {
            "hands": np.round(sample.hands[::4].astype(float), 4).tolist(),
            "seen": np.round(sample.seen.astype(float), 4).tolist(),
            "body": np.round(sample.body[::4].astype(float), 4).tolist(),
        },
        "spotted": [
            [one.name, round(one.begin, 3), round(one.end, 3), round(one.time, 3)]
            for one in spot(stream, Matcher(SignNet(), book.signs))
        ],
        "mixed": mixed(),
    }


def mixed() -> list[Vector]:
    """Letters and signs at random, and which of them were meant."""
    random, mixing, steps = np.random.default_rng(0), Mixing(), []
    for number in range(80):
        time = 0.25 * number
        chance, begin, end, confidence = random.random(4).round(3).tolist()
        spotted, spelled = [], []
        if chance < 0.2:
            alike = 0.8 + 0.2 * confidence
            spotted = [
                Spotted(name="milk", begin=time - 0.3 - begin, end=time - 0.3 * end, time=time, similarity=alike)
            ]
        elif chance < 0.6:
            sure = 0.6 + 0.4 * confidence
            spelled = [Event(kind="letter", time=time, letter="A", begin=time - 0.4, end=time, confidence=sure)]
        elif chance < 0.65:
            spelled = [Event(kind="space", time=time)]
        signing = chance < 0.2 or number % 20 < 6
        said = mixing.add(time, spotted, spelled, signing=signing)
        steps.append(
            {
                "time": time,
                "spotted": [[one.name, one.begin, one.end, one.similarity] for one in spotted],
                "spelled": [[one.kind, one.begin, one.confidence] for one in spelled],
                "signing": signing,
                "said": [[one.kind, one.replaces] for one in said],
            }
        )
    return _rounded(steps)  # type: ignore[no-any-return]


def _whole(points: np.ndarray) -> list[list[int]] | None:
    """In tenths of pixels; None for a hand that is not seen."""
    return None if np.isnan(points).any() else np.round(points.astype(float) * 10).astype(int).tolist()


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return round(float(value), AVATAR_DIGITS) + 0.0 if isinstance(value, float) else value


VECTORS: dict[str, Callable[[], Any]] = {
    "crop": crop,
    "noise": noise,
    "tracking": tracking,
    "decoding": decoding,
    "correction": correction,
    "avatar": avatar,
    "signs": signs,
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, make in VECTORS.items():
        (FOLDER / f"{name}.json").write_text(json.dumps(make(), separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
