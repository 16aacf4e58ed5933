"""SignNet, run by ONNX Runtime: where stretches of signing lie among all signs."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from signread.errors import ModelError
from signread.recognition.onnx_file import FORMAT, content_of, session_of
from signread.signs.sequence import BODY_PLACES, STEPS, Array, Sample
from signread.skeleton import HAND

SHIPPED = "signs.onnx"
"""The network that ships, in `signread/weights`."""
INPUTS = ("hands", "seen", "body")
OUTPUT = "embedding"
"""What its graph takes and gives."""


class SignNet:
    """A SignNet from an .onnx file. metadata: what the file says of itself."""

    def __init__(self, source: str | Path | bytes | None = None) -> None:
        """Loads a file or its content, or the network that ships. Raises ModelError for what is no SignNet."""
        self._load(*content_of(source, SHIPPED))

    def _load(self, content: bytes, path: Path) -> None:
        self._session = session_of(content, path)
        self.metadata = dict(self._session.get_modelmeta().custom_metadata_map)
        takes = {tensor.name for tensor in self._session.get_inputs()}
        gives = [tensor.name for tensor in self._session.get_outputs()]
        if takes != set(INPUTS) or gives != [OUTPUT]:
            raise ModelError(
                f"{path}: takes {', '.join(sorted(takes))} and gives {', '.join(gives)}; expected a SignNet, which "
                "`signread train signs` and `signread export` make"
            )
        version = self.metadata.get("signread_format")
        if version != FORMAT:
            raise ModelError(f"{path}: its metadata has signread_format {version}, expected {FORMAT}; export it again")
        nothing = Sample(
            hands=np.zeros((STEPS, 2, len(HAND), 2), np.float32),
            seen=np.zeros((STEPS, 2), np.float32),
            body=np.zeros((STEPS, len(BODY_PLACES), 2), np.float32),
            duration=1.0,
        )
        try:
            given = self.embed([nothing])
        except Exception as error:
            raise ModelError(f"{path}: its graph takes other samples ({str(error).splitlines()[0][:200]})") from error
        if given.ndim != 2 or len(given) != 1 or not np.isfinite(given).all():
            raise ModelError(f"{path}: gives {given.shape} for one sample, expected an embedding of finite numbers")

    def embed(self, samples: Sequence[Sample]) -> Array:
        """(N, E) float32 embeddings of length 1: what is the same sign lies close together."""
        feed = {name: np.stack([getattr(sample, name) for sample in samples]) for name in INPUTS}
        embedded: Array = self._session.run([OUTPUT], feed)[0]
        return embedded
