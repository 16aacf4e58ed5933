"""The golden vectors are what the speller does, and what its implementation for browsers has to do."""

import json
from typing import Any

import numpy as np
import pytest

from signread.spelling.text import Text

from .golden import FILE, as_json
from .streams import Shot, events

GOLDEN = json.loads(FILE.read_text("utf-8"))
TEXTS = ["HELLO", "J", "Z", "HI Y\nA", "NA", "AB", "B"]


@pytest.mark.parametrize(("vector", "text"), list(zip(GOLDEN["vectors"], TEXTS, strict=True)), ids=TEXTS)
def test_the_speller_does_what_is_written(vector: dict[str, Any], text: str) -> None:
    shots = [
        Shot(time, scores, None if points is None else np.array(points, float).reshape(21, 2), handedness)
        for time, scores, points, handedness in vector["frames"]
    ]
    found = events(shots)
    assert str(Text(found)) == text
    assert [as_json(event) for event in found] == vector["events"]
