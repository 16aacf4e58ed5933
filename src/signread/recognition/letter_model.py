"""An exported letter network, run by ONNX Runtime. It needs no PyTorch."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.errors import ModelError, ShapeError
from signread.handshapes.alphabet import AMERICAN
from signread.recognition.crop import cut_hand
from signread.recognition.onnx_file import FORMAT, read_onnx, session_of, shipped
from signread.recognition.turned import UPRIGHTS, lies, quarter_turns, stood_upright
from signread.skeleton import HAND
from signread.types import Frame, Hand, Handedness, Observation, Picture, Scores

SHIPPED = "letters.onnx"
"""The model that reads hands, in `signread/weights`."""
SHIPPED_FOR_CROPS = "fast.onnx"
"""The model of Sign Language MNIST, beside it."""

CROP_INPUTS = {"crop"}
HAND_INPUTS = {"landmarks", "handedness", "crop"}
"""What a graph may take: the crop alone, or all of a hand."""

FEWEST_LABELS = 2

SIGNS: Mapping[Handedness | None, float] = {"right": 1.0, "left": -1.0, None: 0.0}
"""How a graph is told which hand it is."""

Floats = NDArray[np.floating[Any]]


class LetterModel:
    """A letter model from an .onnx file: a `signread.protocols.Recogniser`.

    Its graph takes `crop`, (N, S, S) uint8 grey squares; or that and `landmarks`, (N, 21, 3) float32 in picture pixels
    (NaN where no tracker ran), and `handedness`, (N,) float32. It gives `logits` and `probabilities`, (N, L) float32;
    every step between, scaling and mirroring included, is inside the graph. What else is known of it stands in its
    metadata:

    labels: the L names, in the order of the outputs; "nothing" is the name for hands that show no letter.
    crop_size: S, the side of the crop in pixels.
    threshold: the least probability with which its best letter should be believed; 0 where it names none.
    parameters: how many numbers were trained.
    metadata: all of it as text: recipe, training data, scores, licence.
    reads_points: whether the graph takes all of a hand. tells_angles: whether it gives `angles`, too.
    trained_on: the fingerprints (SHA-256) of the data that it learnt from.
    content: the bytes of the file.
    """

    def __init__(self, source: str | Path | bytes | None = None, *, name: str = "model.onnx") -> None:
        """Loads a file, the content of one (which errors call `name`), or the model that ships.

        Raises ModelError for what is no model of signread's.
        """
        if isinstance(source, bytes):
            self._load(source, Path(name))
        elif source is None:
            with shipped(SHIPPED) as file:
                self._load(file.read_bytes(), file)
        else:
            self._load(read_onnx(Path(source)), Path(source))

    def _load(self, content: bytes, path: Path) -> None:
        self.path = path
        self.content = content
        self._session = session_of(content, path)
        self.metadata: Mapping[str, str] = dict(self._session.get_modelmeta().custom_metadata_map)
        version = self.metadata.get("signread_format")
        if version != FORMAT:
            raise ModelError(
                f"{path}: its metadata has signread_format {version}, expected {FORMAT}; `signread export` makes one"
            )
        inputs = {tensor.name for tensor in self._session.get_inputs()}
        if inputs not in (CROP_INPUTS, HAND_INPUTS):
            raise ModelError(
                f"{path}: takes {', '.join(sorted(inputs))}; expected crop, or landmarks, handedness, crop"
            )
        self.reads_points = inputs == HAND_INPUTS
        self.tells_angles = "angles" in {tensor.name for tensor in self._session.get_outputs()}
        try:
            labels = json.loads(self.metadata["letters"])
            self.crop_size = int(self.metadata["input_size"])
            self.parameters = int(self.metadata["parameters"])
            self.threshold = float(self.metadata.get("threshold", 0))
            self.trained_on = _fingerprints(self.metadata)
            outputs = self._try_out()
        except Exception as error:
            reason = str(error).splitlines()[0][:200]
            raise ModelError(f"{path}: its metadata or its graph is incomplete ({reason})") from error
        named = isinstance(labels, list) and all(isinstance(label, str) and label for label in labels)
        if not named or len(set(labels)) != len(labels) or len(labels) < FEWEST_LABELS:
            raise ModelError(f"{path}: its letters are {str(labels)[:80]}, expected a list of different names")
        if any(output.shape != (2, len(labels)) for output in outputs):
            shapes = " and ".join(str(output.shape) for output in outputs)
            raise ModelError(f"{path}: outputs {shapes} for 2 crops, expected {len(labels)} numbers a crop")
        if not 0 <= self.threshold <= 1:
            raise ModelError(f"{path}: its threshold is {self.threshold}, expected a probability")
        self.labels: tuple[str, ...] = tuple(labels)
        self._is_american = set(self.labels) <= set(AMERICAN) and set(UPRIGHTS) <= set(self.labels)

    def recognise(self, observed: Iterable[tuple[Frame, Observation]]) -> Iterator[Scores | None]:
        """The scores of the hand of each frame, None where there is none."""
        return (self.score(frame.image, observation) for frame, observation in observed)

    def score(self, image: Picture, observation: Observation) -> Scores | None:
        """The scores of the first hand of a picture, (H, W, 3) uint8 RGB; None without one.

        Where the tracker looked at the mirror image, too, that is read in a second pass: the logits are averaged. A
        hand that lies on its side is read as it stands upright where it then shows a letter that does not point aside.
        """
        hand = observation.hand
        if hand is None:
            return None
        scores = self._score(image, hand, observation.mirrored)
        turns = quarter_turns(hand.points) if self._is_american and hand.has_points else 0
        if turns == 0:
            return scores
        upright = self._score(*stood_upright(image, hand, turns))
        return upright if lies(scores.best(1)[0], upright.best(1)[0]) else scores

    def _score(self, image: Picture, hand: Hand, mirrored: Observation | None = None) -> Scores:
        views = [(image, hand)]
        if mirrored is not None and mirrored.hand is not None:
            views.append((image[:, ::-1], mirrored.hand))
        feed = self._feed(
            np.stack([hand.points for _, hand in views]),
            np.array([SIGNS[hand.handedness] for _, hand in views]),
            np.stack([cut_hand(image, hand, self.crop_size) for image, hand in views]),
        )
        logits, each = self._session.run(["logits", "probabilities"], feed)
        probabilities = each[0] if len(views) == 1 else softmax(logits.mean(0)).astype(np.float32)
        if not 0.99 < probabilities.sum() < 1.01:  # NaN is neither
            raise ModelError(f"{self.path}: its probabilities sum to {probabilities.sum()}, expected 1")
        return Scores(self.labels, probabilities)

    def angles(self, image: Picture, hand: Hand) -> NDArray[np.float32] | None:
        """Of a hand in a picture, (H, W, 3) uint8 RGB, the angles of its joints: (5, 5) degrees of a right hand, as
        `signread.handshapes.joint_angles` orders them, from thumb to little finger. None where the model does not tell
        them: it must have learnt from made-up people.
        """
        if not self.tells_angles:
            return None
        crop = cut_hand(image, hand, self.crop_size)
        told = self._session.run(
            ["angles"], self._feed(hand.points[None], np.array([SIGNS[hand.handedness]]), crop[None])
        )
        angles: NDArray[np.float32] = told[0][0]
        return angles

    def logits(
        self,
        crops: Picture,
        points: Floats | None = None,
        handedness: Floats | None = None,
        batch: int = 256,
    ) -> NDArray[np.float32]:
        """Logits of many hands at once, (N, L) float32.

        crops: (N, S, S) uint8. points: (N, 21, 3). handedness: (N,), 1 right, -1 left. Unknown where left out.

        Raises ShapeError for crops of another size, ModelError where the logits are no numbers.
        """
        count = len(crops)
        size = self.crop_size
        if crops.shape != (count, size, size) or crops.dtype != np.uint8:
            raise ShapeError(f"crops must be (N, {size}, {size}) uint8, got {crops.shape} {crops.dtype}")
        points = np.full((count, len(HAND), 3), np.nan, np.float32) if points is None else points
        handedness = np.zeros(count, np.float32) if handedness is None else handedness
        parts = []
        for start in range(0, count, batch):
            rows = slice(start, start + batch)
            parts.append(self._session.run(["logits"], self._feed(points[rows], handedness[rows], crops[rows]))[0])
        logits: NDArray[np.float32] = np.concatenate(parts or [np.zeros((0, len(self.labels)), np.float32)])
        if not np.isfinite(logits).all():
            raise ModelError(f"{self.path}: gives logits that are no finite numbers; train and export it again")
        return logits

    def _try_out(self) -> list[Floats]:
        feed = self._feed(
            np.zeros((2, len(HAND), 3), np.float32),
            np.ones(2, np.float32),
            np.zeros((2, self.crop_size, self.crop_size), np.uint8),
        )
        outputs: list[Floats] = self._session.run(["logits", "probabilities"], feed)
        return outputs

    def _feed(self, points: Floats, handedness: Floats, crops: Picture) -> dict[str, NDArray[Any]]:
        if not self.reads_points:
            return {"crop": crops}
        return {
            "landmarks": points.astype(np.float32, copy=False),
            "handedness": handedness.astype(np.float32, copy=False),
            "crop": crops,
        }


def softmax(logits: Floats) -> NDArray[np.float64]:
    """Probabilities over the last axis, float64."""
    powers = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    probabilities: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return probabilities


def _fingerprints(metadata: Mapping[str, str]) -> frozenset[str]:
    """What the model learnt from; models of 0.1 say it in a sentence."""
    if "training_fingerprints" in metadata:
        return frozenset(str(entry) for entry in json.loads(metadata["training_fingerprints"]))
    return frozenset(re.findall(r"sha256 ([0-9a-f]{16,64})", metadata.get("training_data", "")))


def was_trained_on(fingerprints: Iterable[str], data: str) -> bool:
    """Whether a set of this fingerprint (SHA-256, 64 digits) is among those; models of 0.1 name its first 16 digits."""
    return any(data.startswith(fingerprint) for fingerprint in fingerprints if fingerprint)
