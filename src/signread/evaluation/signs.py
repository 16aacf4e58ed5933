"""Evaluating how well signs are told apart from a few examples: of one's own, or of other people's."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from signread.datasets.word_sequences import SignClip
from signread.errors import DataError
from signread.evaluation.report import PAIRS_SHOWN, number, percent, table_header
from signread.signs.matcher import THRESHOLD, Matcher
from signread.signs.segments import sample_of
from signread.signs.sequence import Sample
from signread.signs.sign_net import SignNet

DRAWS = 10
"""How often the examples are drawn anew, each with a seed of its own."""
NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A clip that was asked for in one draw: who signs which word, and what it was taken for; None for nothing."""

    signer: str
    word: str
    read: str | None

    @property
    def right(self) -> bool:
        return self.read == self.word


@dataclass(frozen=True, slots=True, kw_only=True)
class SignsReport:
    """What an evaluation found.

    examples: how many a sign, at most. across: whether they are other people's. asked: over all draws. never_asked: the
    words, as signer and word, of which no clip was left to ask. without_body: how many clips show no
    shoulders; they are asked, and wrong. seconds_per_sign: to normalise, embed and compare one.
    """

    net: str
    data: str
    examples: int
    across: bool
    threshold: float
    asked: Sequence[Asked]
    never_asked: Sequence[tuple[str, str]]
    without_body: int
    seconds_per_sign: float

    @property
    def accuracy(self) -> float:
        """Of all that was asked; what is taken for nothing is wrong."""
        return float(np.mean([one.right for one in self.asked]))

    @property
    def signers(self) -> dict[str, float]:
        """Lowest first."""
        return self._by(lambda one: one.signer)

    @property
    def words(self) -> dict[str, float]:
        """Over all who sign them, lowest first."""
        return self._by(lambda one: one.word)

    @property
    def mean_over_signers(self) -> float:
        return float(np.mean(list(self.signers.values())))

    @property
    def confusions(self) -> dict[tuple[str, str], int]:
        """Word and what it was taken for, the most frequent first."""
        return dict(Counter((one.word, one.read or NOTHING) for one in self.asked if not one.right).most_common())

    def _by(self, key: Callable[[Asked], str]) -> dict[str, float]:
        groups: dict[str, list[bool]] = {}
        for one in self.asked:
            groups.setdefault(key(one), []).append(one.right)
        return dict(sorted(((name, float(np.mean(some))) for name, some in groups.items()), key=lambda item: item[1]))

    def to_dict(self) -> dict[str, Any]:
        return {
            "model": self.net,
            "data": self.data,
            "examples": self.examples,
            "across": self.across,
            "threshold": self.threshold,
            "accuracy": number(self.accuracy),
            "mean_over_signers": number(self.mean_over_signers),
            "signers": self.signers,
            "words": self.words,
            "taken_for_nothing": sum(one.read is None for one in self.asked) / len(self.asked),
            "asked": len(self.asked),
            "never_asked": [{"signer": signer, "word": word} for signer, word in self.never_asked],
            "without_body": self.without_body,
            "confusions": [
                {"word": word, "read": read, "count": count} for (word, read), count in self.confusions.items()
            ],
            "seconds_per_sign": self.seconds_per_sign,
        }

    def to_markdown(self, *, figures: bool) -> str:  # noqa: ARG002
        whose = "other people's" if self.across else "the signer's own"
        lines = [
            f"# {self.net} on {self.data}",
            "",
            f"At most {self.examples} examples a sign, {whose}, drawn by {DRAWS} seeds; every other clip is asked. "
            f"What is nearer than {self.threshold:g} to no example is taken for nothing, which is wrong.",
            *table_header("", ""),
            f"| accuracy | {percent(self.accuracy)} |",
            f"| mean over signers | {percent(self.mean_over_signers)} |",
            f"| taken for nothing | {percent(self.to_dict()['taken_for_nothing'])} |",
            f"| clips without shoulders | {self.without_body} |",
            f"| a comparison | {1000 * self.seconds_per_sign:.1f} ms |",
            *table_header("signer", "accuracy"),
            *(f"| {name} | {percent(value)} |" for name, value in self.signers.items()),
            *table_header("sign", "accuracy"),
            *(f"| {name} | {percent(value)} |" for name, value in self.words.items()),
        ]
        if self.confusions:
            lines += table_header("sign", "taken for", "times")
            lines += [
                f"| {word} | {read} | {count} |" for (word, read), count in list(self.confusions.items())[:PAIRS_SHOWN]
            ]
        if self.never_asked:
            some = ", ".join(f"{word} ({signer})" for signer, word in self.never_asked)
            lines += ["", f"Too few clips to ask for, examples only: {some}."]
        return "\n".join(lines) + "\n"

    def draw(self, folder: Path) -> None:
        """Has no figures."""


@dataclass(frozen=True, slots=True, eq=False)
class _Clip:
    signer: str
    word: str
    sample: Sample | None


def evaluate_signs(
    net: SignNet,
    name: str,
    clips: Sequence[SignClip],
    data: str,
    on_signer: Callable[[str, int], None],
    *,
    examples: int = 5,
    across: bool = False,
    threshold: float = THRESHOLD,
    only: Collection[str] = (),
) -> SignsReport:
    """Asks for every clip that is no example, draw by draw.

    on_signer: told whose clips were asked for, and that one signer more is done. only: who is asked; everybody if left
    out.

    Raises DataError where there is nothing to ask: fewer than two signs, or no clip beside the examples.
    """
    began = perf_counter()
    known = [_Clip(one.signer, one.word, _sample(one)) for one in clips]
    normalising = (perf_counter() - began) / max(len(known), 1)
    signers = list(dict.fromkeys(one.signer for one in known))
    asked: list[Asked] = []
    never: dict[tuple[str, str], None] = {}
    comparing = 0.0
    for signer in [one for one in signers if not only or one in only]:
        for seed in range(DRAWS):
            shown, others = _drawn(known, signer, examples, across, np.random.default_rng(seed))
            words = {word for word, some in shown.items() if some}
            never |= {(signer, one.word): None for one in known if one.signer == signer} if seed == 0 else {}
            if len(words) < 2:
                continue
            matcher = Matcher(net, shown, threshold)
            others = [one for one in others if one.word in words]
            samples = [one.sample for one in others if one.sample is not None]
            began = perf_counter()
            matches = iter(matcher.match_all(samples))
            comparing += perf_counter() - began
            for one in others:
                never.pop((signer, one.word), None)
                read = None if one.sample is None else next(matches).name
                asked.append(Asked(signer=signer, word=one.word, read=read))
        on_signer(signer, 1)
    if not asked:
        raise DataError(
            f"{data}: nothing to ask: expected at least two signs of one person"
            f"{' that other people sign, too' if across else f', and more than {examples} clips of some'}"
        )
    return SignsReport(
        net=name,
        data=data,
        examples=examples,
        across=across,
        threshold=threshold,
        asked=asked,
        never_asked=list(never),
        without_body=sum(one.sample is None for one in known),
        seconds_per_sign=normalising + comparing / len(asked),
    )


def _sample(clip: SignClip) -> Sample | None:
    try:
        return sample_of(clip.sequence)
    except DataError:
        return None


def _drawn(
    clips: Sequence[_Clip], signer: str, examples: int, across: bool, random: np.random.Generator
) -> tuple[dict[str, list[Sample]], list[_Clip]]:
    """The examples by word, and the signer's clips that are none."""
    own = [one for one in clips if one.signer == signer]
    pool = [one for one in clips if one.signer != signer] if across else own
    shown: dict[str, list[Sample]] = {}
    taken: set[int] = set()
    for word in dict.fromkeys(one.word for one in own):
        of_word = [one for one in pool if one.word == word and one.sample is not None]
        for place in random.permutation(len(of_word))[:examples]:
            taken.add(id(of_word[place]))
            shown.setdefault(word, []).append(_present(of_word[place]))
    return shown, [one for one in own if id(one) not in taken]


def _present(clip: _Clip) -> Sample:
    assert clip.sample is not None  # noqa: S101
    return clip.sample
