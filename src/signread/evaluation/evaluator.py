"""Evaluating a model or a run on whatever kind of labelled data there is, in one call."""

from collections.abc import Callable
from pathlib import Path

from signread.augmentation.corruptions import CORRUPTIONS
from signread.datasets import sign_mnist
from signread.datasets.clips import EXPECTED as CLIPS_EXPECTED
from signread.datasets.clips import is_clips, read_clips
from signread.datasets.mnist_files import locate
from signread.datasets.pictures import EXPECTED, is_picture_set, picture_sets
from signread.datasets.sign_clips import open_signs
from signread.errors import DataError, MissingExtraError, UsageError
from signread.evaluation.clips import evaluate_clips
from signread.evaluation.conditions import conditions
from signread.evaluation.crops import evaluate_crops
from signread.evaluation.people import evaluate_people
from signread.evaluation.report import Report
from signread.evaluation.signs import SignsReport, evaluate_signs
from signread.recognition.letter_model import SHIPPED, SHIPPED_FOR_CROPS, LetterModel
from signread.recognition.onnx_file import shipped
from signread.signs.sign_net import SHIPPED as SHIPPED_FOR_SIGNS
from signread.signs.sign_net import SignNet

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


def evaluate_own_signs(
    model: str | Path | SignNet | None,
    data: str | Path,
    *,
    examples: int = 5,
    across: bool = False,
    strict: bool = False,
    progress: EvaluationProgress = lambda *_: None,
    workers: int | None = None,
) -> SignsReport:
    """How well whole signs are told apart from a few examples of each.

    model: an .onnx file, a run folder, a network that is loaded, or None for the one that ships. data: videos as
    <sign>/*.mp4 or <signer>/<sign>/*.mp4, or landmarks (.npz). examples: of each sign. across: whether they are other
    people's. The rest as in `evaluate`.

    Raises DataError for data that cannot be used, ModelError and RunError for a model or run that cannot.
    """
    path = Path(data)
    net, name = sign_net(model)
    clips = open_signs(path, lambda done, total: progress("tracking", done, total), strict=strict, workers=workers)
    total = len({clip.signer for clip in clips})
    return evaluate_signs(
        net,
        name,
        clips,
        path.resolve().name,
        lambda signer, done: progress(signer, done, total),
        examples=examples,
        across=across,
    )


def sign_net(model: str | Path | SignNet | None) -> tuple[SignNet, str]:
    """A SignNet, and its name for reports, by its file, its run, or None for the one that ships."""
    if isinstance(model, SignNet):
        return model, "a network"
    if model is None:
        return SignNet(), SHIPPED_FOR_SIGNS
    path = Path(model)
    return SignNet(_export(path) if path.is_dir() else path), path.resolve().name


def load_model(model: str | Path | LetterModel | None, usual: str = SHIPPED) -> LetterModel:
    """A model by its file, the run that it would be exported from, or `usual` of those that ship for None."""
    if isinstance(model, LetterModel):
        return model
    if model is None:
        with shipped(usual) as file:
            return LetterModel(file)
    path = Path(model)
    return LetterModel(_export(path), name=path.resolve().name) if path.is_dir() else LetterModel(path)


def _export(folder: Path) -> bytes:
    """A run as the file that would be made of it."""
    try:
        from signread.training.onnx_export import export
        from signread.training.run import Run
    except ImportError as error:
        raise MissingExtraError(f"{folder}: reading a run", "train") from error
    return export(Run.open(folder))
