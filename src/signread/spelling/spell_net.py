"""SpellNet, run by ONNX Runtime: whether a hand has just drawn a J or a Z, or shown its letter once more."""

import json
from pathlib import Path

import numpy as np

from signread.errors import ModelError
from signread.recognition.onnx_file import FORMAT, content_of, session_of
from signread.skeleton import HAND
from signread.spelling.slides import Array
from signread.spelling.window import STEPS

SHIPPED = "spelling.onnx"
"""The network that ships, in `signread/weights`."""
OUTPUTS = ("letters", "into J", "J", "into Z", "Z", "again", "not spelling")
"""What a hand does: it spells letters that are held, draws a J or Z, has drawn one and still shows how it ended, shows
its letter once more, or does something else."""
INPUTS = {"points", "handedness"}
"""What its graph takes."""


class SpellNet:
    """A SpellNet from an .onnx file. metadata: what the file says of itself."""

    def __init__(self, source: str | Path | None = None) -> None:
        """Loads a file, or the network that ships. Raises ModelError for what is no SpellNet."""
        self._load(*content_of(source, SHIPPED))

    def _load(self, content: bytes, path: Path) -> None:
        self._session = session_of(content, path)
        self.metadata = dict(self._session.get_modelmeta().custom_metadata_map)
        inputs = {tensor.name for tensor in self._session.get_inputs()}
        labels = self.metadata.get("letters", "")
        if inputs != INPUTS or labels != json.dumps(OUTPUTS):
            raise ModelError(
                f"{path}: takes {', '.join(sorted(inputs))} and gives {labels[:80] or 'what it does not say'}; "
                "expected a SpellNet, which `signread train spelling` and `signread export` make"
            )
        version = self.metadata.get("signread_format")
        if version != FORMAT:
            raise ModelError(f"{path}: its metadata has signread_format {version}, expected {FORMAT}; export it again")
        try:
            given = self.read(np.full((STEPS, len(HAND), 2), np.nan, np.float32), 1.0)
        except Exception as error:
            raise ModelError(f"{path}: its graph takes other windows ({str(error).splitlines()[0][:200]})") from error
        if given.shape != (len(OUTPUTS),) or not np.isfinite(given).all():
            raise ModelError(f"{path}: gives {given} for no hand at all, expected {len(OUTPUTS)} probabilities")

    def read(self, grid: Array, handedness: float) -> Array:
        """(7,) probabilities as `OUTPUTS`. grid: (STEPS, 21, 2) float32. handedness: below 0 for a left hand."""
        feed = {"points": grid[None], "handedness": np.array([handedness], np.float32)}
        probabilities: Array = self._session.run(["probabilities"], feed)[0][0]
        return probabilities
