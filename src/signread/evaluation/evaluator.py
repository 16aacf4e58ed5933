"""Evaluating a model or a run on whatever kind of labelled data there is, in one call."""

from collections.abc import Callable
from pathlib import Path

from signread.augmentation.corruptions import CORRUPTIONS
from signread.datasets import sign_mnist
from signread.datasets.clips import EXPECTED as CLIPS_EXPECTED
from signread.datasets.clips import is_clips, read_clips
from signread.datasets.mnist_files import locate
from signread.datasets.pictures import EXPECTED, is_picture_set, picture_sets
from signread.errors import DataError, MissingExtraError, UsageError
from signread.evaluation.clips import evaluate_clips
from signread.evaluation.conditions import conditions
from signread.evaluation.crops import evaluate_crops
from signread.evaluation.people import evaluate_people
from signread.evaluation.report import Report
from signread.recognition.letter_model import SHIPPED, SHIPPED_FOR_CROPS, LetterModel
from signread.recognition.onnx_file import shipped

EvaluationProgress = Callable[[str, int, int], None]
"""Told what is being read, how many more pictures or clips are done, and how many there are in all."""


def evaluate(
    model: str | Path | LetterModel | None,
    data: str | Path,
    *,
    robustness: bool = False,
    strict: bool = False,
    progress: EvaluationProgress = lambda *_: None,
    workers: int | None = None,
) -> Report:
    """Reads labelled data with a model, and counts.

    model: an .onnx file, a run folder, a model that is loaded, or None for the one that ships for such data.
    data: pictures as <signer>/<label>/*.jpg or <label>/*.jpg (folder or .zip); video clips in a folder with clips.csv;
    or Sign Language MNIST, whose test part is read. robustness: read pictures once more under worse conditions, clips
    at other paces, quicker, and from afar. strict: end at the first picture or clip that cannot be read. workers:
    processes, as in `signread.parallel.map_ordered`.

    Raises DataError for data that cannot be used, ModelError and RunError for a model or run that cannot, UsageError
    where robustness is asked of crops.
    """
    path = Path(data)
    name = path.resolve().name
    if is_clips(path):
        clips = read_clips(path)
        total = len(clips) * (1 + len(conditions()) * robustness)
        return evaluate_clips(
            load_model(model),
            clips,
            name,
            lambda step, done: progress(step, done, total),
            robustness=robustness,
            strict=strict,
            workers=workers,
        )
    if is_picture_set(path):
        sets = picture_sets(path, "test", strict=strict)
        total = (len(CORRUPTIONS) if robustness else 1) * sum(len(pictures.entries) for pictures in sets)
        return evaluate_people(
            load_model(model),
            sets,
            name,
            lambda step, done: progress(step, done, total),
            robustness=robustness,
            workers=workers,
        )
    try:
        locate(path, "test")
    except DataError as error:
        raise DataError(f"{error}; or {EXPECTED}; or {CLIPS_EXPECTED}") from error
    if robustness:
        raise UsageError(f"{path}: --robustness is for whole pictures of people, and for clips")
    return evaluate_crops(load_model(model, SHIPPED_FOR_CROPS), sign_mnist.read(path, "test"), path)


def load_model(model: str | Path | LetterModel | None, usual: str = SHIPPED) -> LetterModel:
    """A model by its file, the run that it would be exported from, or `usual` of those that ship for None."""
    if isinstance(model, LetterModel):
        return model
    if model is None:
        with shipped(usual) as file:
            return LetterModel(file)
    path = Path(model)
    return _exported(path) if path.is_dir() else LetterModel(path)


def _exported(folder: Path) -> LetterModel:
    """A run as the model that would be made of it."""
    try:
        from signread.training.onnx_export import export
        from signread.training.run import Run
    except ImportError as error:
        raise MissingExtraError(f"{folder}: reading a run", "train") from error
    return LetterModel(export(Run.open(folder)), name=folder.resolve().name)
