"""An exported network, run by ONNX Runtime. It needs no PyTorch."""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import onnxruntime

from signread.errors import ModelError
from signread.hands import HandView
from signread.letters import LetterScores, softmax

FORMAT = "1"
"""Version of what a model file says of itself, and of what goes into its graph and comes out."""

SHIPPED = "letters.onnx"
"""The model that reads hands, in `signread/weights`."""
SHIPPED_FOR_CROPS = "fast.onnx"
"""The model of Sign Language MNIST, beside it."""

CROP_INPUTS = {"crop"}
HAND_INPUTS = {"landmarks", "handedness", "crop"}
"""What a graph may take: the crop alone, or all of a hand."""

FEWEST_LETTERS = 2


class LetterModel:
    """A letter model from an .onnx file.

    Its graph takes `crop`, (N, S, S) uint8 grey squares; or that and `landmarks`, (N, 21, 3) float32 in picture pixels
    (NaN where no tracker ran), and `handedness`, (N,) float32: the three parts of a HandView. It gives `logits` and
    `probabilities`, (N, L) float32; every step between, scaling and mirroring included, is inside the graph. What else
    is known of it stands in its metadata:

    letters: the L names, in the order of the outputs; "nothing" is the name for hands that show no letter.
    size: S, the side of the crop in pixels.
    threshold: the least probability with which its best letter should be believed; 0 where it names none.
    parameters: how many numbers were trained.
    about: all metadata as text: recipe, training data, scores, licence.
    reads_landmarks: whether the graph takes all of a hand.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        """Loads `path`, or the model that ships. Raises ModelError for a file that is no model of signread's."""
        if path is None:
            with shipped() as file:
                self._load(file)
        else:
            self._load(Path(path))

    def _load(self, path: Path) -> None:
        self.path = path
        if path.is_dir():
            raise ModelError(
                f"{path}: a folder, expected an .onnx file; of a run, `signread export {path} -o MODEL.onnx`"
            )
        if not path.is_file():
            raise ModelError(f"{path}: no such model file")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the networks are small: more threads cost more than they bring
        options.log_severity_level = 4
        try:
            self._session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime has no family of errors that could be named
            raise ModelError(f"{path}: not an ONNX model; make one with `signread export`") from error
        self.about: Mapping[str, str] = dict(self._session.get_modelmeta().custom_metadata_map)
        found = self.about.get("signread_format")
        if found != FORMAT:
            raise ModelError(
                f"{path}: its metadata has signread_format {found}, expected {FORMAT}; make one with `signread export`"
            )
        inputs = {given.name for given in self._session.get_inputs()}
        if inputs not in (CROP_INPUTS, HAND_INPUTS):
            raise ModelError(
                f"{path}: takes {', '.join(sorted(inputs))}; expected crop, or landmarks, handedness, crop"
            )
        self.reads_landmarks = inputs == HAND_INPUTS
        try:
            letters = json.loads(self.about["letters"])
            self.size = int(self.about["input_size"])
            self.parameters = int(self.about["parameters"])
            self.threshold = float(self.about.get("threshold", 0))
            tried = (
                np.zeros((2, 21, 3), np.float32),
                np.ones(2, np.float32),
                np.zeros((2, self.size, self.size), np.uint8),
            )
            outputs = self._session.run(["logits", "probabilities"], self._fed(*tried))
        except Exception as error:
            said = str(error).splitlines()[0][:200]
            raise ModelError(f"{path}: its metadata or its graph is incomplete ({said})") from error
        names = isinstance(letters, list) and all(isinstance(letter, str) and letter for letter in letters)
        if not names or len(set(letters)) != len(letters) or len(letters) < FEWEST_LETTERS:
            raise ModelError(f"{path}: its letters are {str(letters)[:80]}, expected a list of different names")
        if any(output.shape != (2, len(letters)) for output in outputs):
            shapes = " and ".join(str(output.shape) for output in outputs)
            raise ModelError(f"{path}: outputs {shapes} for 2 crops, expected {len(letters)} numbers a crop")
        if not 0 <= self.threshold <= 1:
            raise ModelError(f"{path}: its threshold is {self.threshold}, expected a probability")
        self.letters: tuple[str, ...] = tuple(letters)

    def logits(
        self,
        crops: np.ndarray,
        landmarks: np.ndarray | None = None,
        handedness: np.ndarray | None = None,
        batch: int = 256,
    ) -> np.ndarray:
        """Logits of many hands at once, (N, L) float32.

        crops: (N, S, S) uint8. landmarks: (N, 21, 3) and handedness: (N,), unknown where they are left out.
        """
        count = len(crops)
        if crops.shape != (count, self.size, self.size) or crops.dtype != np.uint8:
            raise ValueError(f"crops must be (N, {self.size}, {self.size}) uint8, got {crops.shape} {crops.dtype}")
        landmarks = np.full((count, 21, 3), np.nan, np.float32) if landmarks is None else landmarks
        handedness = np.zeros(count, np.float32) if handedness is None else handedness
        parts = []
        for start in range(0, count, batch):
            rows = slice(start, start + batch)
            parts.append(self._session.run(["logits"], self._fed(landmarks[rows], handedness[rows], crops[rows]))[0])
        found = np.concatenate(parts) if parts else np.zeros((0, len(self.letters)), np.float32)
        if not np.isfinite(found).all():
            raise ModelError(f"{self.path}: gives logits that are no finite numbers; train and export it again")
        return found

    def score(self, hand: HandView) -> LetterScores:
        """The scores of one hand, by the mean logits of all its views."""
        views = (hand, *hand.others)
        fed = self._fed(
            np.stack([view.landmarks for view in views]),
            np.array([view.handedness for view in views]),
            np.stack([view.crop for view in views]),
        )
        logits, every = self._session.run(["logits", "probabilities"], fed)
        probabilities = every[0] if len(views) == 1 else softmax(logits.mean(0)).astype(np.float32)
        if not 0.99 < probabilities.sum() < 1.01:  # NaN is neither
            raise ModelError(f"{self.path}: its probabilities sum to {probabilities.sum()}, expected 1")
        return LetterScores(self.letters, probabilities)

    def _fed(self, landmarks: np.ndarray, handedness: np.ndarray, crops: np.ndarray) -> dict[str, np.ndarray]:
        if not self.reads_landmarks:
            return {"crop": crops}
        return {
            "landmarks": landmarks.astype(np.float32, copy=False),
            "handedness": handedness.astype(np.float32, copy=False),
            "crop": crops,
        }


def shipped(name: str = SHIPPED) -> AbstractContextManager[Path]:
    """The file of a model that ships."""
    return as_file(files("signread") / "weights" / name)
