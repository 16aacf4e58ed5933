"""What is known of the sources of training pictures, and which labels of them are left out: `sources.toml`, once.

python -m signread.datasets.sources    # the model card's table
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """origin: where it comes from. licence, about: in words. left_out: labels, and what their pictures show instead."""

    origin: str
    licence: str
    about: str
    left_out: Mapping[str, str] = field(default_factory=dict)


@cache
def known_sources() -> Mapping[str, KnownSource]:
    """Every source of `sources.toml` by the name of its folder or zip."""
    text = (files("signread.datasets") / "sources.toml").read_text("utf-8")
    return {name: KnownSource(**entry) for name, entry in tomllib.loads(text).items()}


def is_left_out(source: str, label: str) -> bool:
    """Whether the pictures of a label are known to show another handshape."""
    known = known_sources().get(source)
    return known is not None and label in known.left_out


def as_markdown() -> str:
    """The table of sources, and below it what is left out."""
    known = known_sources().values()
    lines = ["| source | licence | what |", "|---|---|---|"]
    lines += [f"| {one.origin} | {one.licence} | {one.about} |" for one in known]
    left_out = [
        f"the {label} of {one.origin} (shows {instead})" for one in known for label, instead in one.left_out.items()
    ]
    return "\n".join([*lines, "", f"Left out, since they show another handshape: {', '.join(left_out)}."]) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
