"""What is written in `conformance/` is what Python does, and what the page has to do."""

import base64
import json
from typing import Any

import numpy as np
import pytest

from signread.tracking.policy import View

from .vectors import FOLDER, VECTORS, tracking


@pytest.mark.parametrize("name", ["tracking", "decoding", "correction", "avatar"])
def test_python_does_what_is_written(name: str) -> None:
    written = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    assert json.loads(json.dumps(VECTORS[name]())) == written


def test_signs_are_kept_normalised_and_found_as_written() -> None:
    written, made = json.loads((FOLDER / "signs.json").read_text("utf-8")), VECTORS["signs"]()
    assert (made["book"], made["frames"], made["spotted"]) == (written["book"], written["frames"], written["spotted"])
    for name, values in written["sample"].items():
        np.testing.assert_allclose(made["sample"][name], values, atol=1e-3)


def pixels(vector: dict[str, Any], name: str) -> np.ndarray | None:
    return None if vector[name] is None else np.frombuffer(base64.b64decode(vector[name]), np.uint8).astype(int)


@pytest.mark.parametrize(("name", "picture"), [("crop", "crop"), ("noise", "denoised")])
def test_pictures_are_as_written_but_for_rounding(name: str, picture: str) -> None:
    """Another OpenCV may round otherwise: by one grey value."""
    written = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    for made, wanted in zip(VECTORS[name](), written, strict=True):
        mine, its = pixels(made, picture), pixels(wanted, picture)
        assert (mine is None) == (its is None)
        if mine is not None and its is not None:
            assert np.abs(mine - its).max() <= 1
        assert made.get("noise") == pytest.approx(wanted.get("noise"), abs=1e-3)


def test_the_vectors_reach_every_way_of_looking() -> None:
    views = {look["view"] for one in tracking() for frame in one["frames"] for look in frame["looks"]}
    assert views == {view.value for view in View}
