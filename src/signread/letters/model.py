"""An exported network, run by ONNX Runtime. It needs no PyTorch."""

import json
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import onnxruntime

from signread.errors import ModelError
from signread.hands import HandView
from signread.letters import LetterScores

FORMAT = "1"
"""Version of what a model file says of itself, and of what goes into its graph and comes out."""

SHIPPED = "fast.onnx"
"""The model that ships, in `signread/weights`."""

FEWEST_LETTERS = 2


class LetterModel:
    """A letter model from an .onnx file.

    Its graph takes `crop`, (N, S, S) uint8 grey squares, and gives `logits` and `probabilities`, (N, L) float32; every
    step between, scaling included, is inside the graph. What else is known of it stands in its metadata:

    letters: the L names, in the order of the outputs.
    size: S, the side of the crop in pixels.
    parameters: how many numbers were trained.
    about: all metadata as text: recipe, training data, scores, licence.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        """Loads `path`, or the model that ships. Raises ModelError for a file that is no model of signread's."""
        if path is None:
            with as_file(files("signread") / "weights" / SHIPPED) as shipped:
                self._load(shipped)
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
        try:
            letters = json.loads(self.about["letters"])
            self.size = int(self.about["input_size"])
            self.parameters = int(self.about["parameters"])
            tried = np.zeros((2, self.size, self.size), np.uint8)
            outputs = self._session.run(["logits", "probabilities"], {"crop": tried})
        except Exception as error:
            said = str(error).splitlines()[0][:200]
            raise ModelError(f"{path}: its metadata or its graph is incomplete ({said})") from error
        names = isinstance(letters, list) and all(isinstance(letter, str) and letter for letter in letters)
        if not names or len(set(letters)) != len(letters) or len(letters) < FEWEST_LETTERS:
            raise ModelError(f"{path}: its letters are {str(letters)[:80]}, expected a list of different names")
        if any(output.shape != (2, len(letters)) for output in outputs):
            shapes = " and ".join(str(output.shape) for output in outputs)
            raise ModelError(f"{path}: outputs {shapes} for 2 crops, expected {len(letters)} numbers a crop")
        self.letters: tuple[str, ...] = tuple(letters)

    def logits(self, crops: np.ndarray, batch: int = 256) -> np.ndarray:
        """Logits of many crops at once: (N, S, S) uint8 in, (N, L) float32 out."""
        if crops.ndim != 3 or crops.shape[1:] != (self.size, self.size) or crops.dtype != np.uint8:
            raise ValueError(f"crops must be (N, {self.size}, {self.size}) uint8, got {crops.shape} {crops.dtype}")
        parts = [
            self._session.run(["logits"], {"crop": crops[start : start + batch]})[0]
            for start in range(0, len(crops), batch)
        ]
        found = np.concatenate(parts) if parts else np.zeros((0, len(self.letters)), np.float32)
        if not np.isfinite(found).all():
            raise ModelError(f"{self.path}: gives logits that are no finite numbers; train and export it again")
        return found

    def score(self, hand: HandView) -> LetterScores:
        """The scores of one hand."""
        (probabilities,) = self._session.run(["probabilities"], {"crop": hand.crop[None]})
        if not 0.99 < probabilities.sum() < 1.01:  # NaN is neither
            raise ModelError(f"{self.path}: its probabilities sum to {probabilities.sum()}, expected 1")
        return LetterScores(self.letters, probabilities[0])
