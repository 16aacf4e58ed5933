"""Small data that the tests make themselves, a dozen real pictures, and the real data where a machine has it."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from signread.datasets.mnist_table import HEADER
from signread.errors import ModelError
from signread.handshapes.alphabet import STATIC_LABELS
from signread.reader import Reader
from signread.recognition.letter_model import SHIPPED_FOR_CROPS, LetterModel
from signread.recognition.onnx_file import shipped
from signread.sources.pictures import read_picture
from signread.synthetic.renderer import NoOpenGLError, Renderer
from signread.tracking.bundle import HANDS, make_all
from signread.tracking.centre import CentreSquare
from signread.tracking.holistic_bundle import HOLISTIC, POSE
from signread.types import Clip, Picture

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before PyTorch is loaded: tests run side by side

PHOTOGRAPHS, VARIANTS = 4, 3
BUNDLES = (HANDS, HOLISTIC, POSE)
DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def networks_of_this_machine() -> tuple[Path, ...]:
    """The trackers' networks in the user's own cache, made there once; skips the test where they cannot be had."""
    try:
        make_all(*BUNDLES)
        return tuple(bundle.path() for bundle in BUNDLES)
    except ModelError as error:
        pytest.skip(str(error))


@pytest.fixture
def hand_networks(networks_of_this_machine: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test may look for hands and bodies."""
    for bundle, file in zip(BUNDLES, networks_of_this_machine, strict=True):
        monkeypatch.setenv(bundle.own, str(file))
    return networks_of_this_machine[0]


@pytest.fixture(scope="session")
def opengl() -> None:
    """Skips the test where nothing can be drawn."""
    try:
        Renderer(8, 8).close()
    except NoOpenGLError as error:
        pytest.skip(str(error))


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a cache of its own."""
    monkeypatch.setenv("SIGNREAD_CACHE", str(tmp_path_factory.mktemp("cache")))


def smooth(random: np.random.Generator) -> np.ndarray:
    """A soft random pattern, (28, 28) float, around 0."""
    coarse = random.normal(size=(7, 7)).astype(np.float32)
    return cv2.resize(coarse, (28, 28), interpolation=cv2.INTER_CUBIC)


def small_set(seed: int, photographs: int = PHOTOGRAPHS) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Images (N, 28, 28) uint8, labels (N,), photograph numbers (N,): 24 letters, each photograph varied a few times.

    Letters are alike between seeds; photographs and their variants are not.
    """
    shapes = np.random.default_rng(99)
    letters = {label: smooth(shapes) for label in STATIC_LABELS}
    random = np.random.default_rng(seed)
    images, labels, numbers = [], [], []
    for number in range(photographs):
        for label in STATIC_LABELS:
            photograph = letters[label] + 0.7 * smooth(random)
            for _ in range(VARIANTS):
                pixels = 128 + 45 * photograph * random.uniform(0.9, 1.1) + random.normal(0, 2, (28, 28))
                images.append(np.clip(pixels, 0, 255).astype(np.uint8))
                labels.append(label)
                numbers.append(number * 100 + label)
    return np.stack(images), np.array(labels, np.uint8), np.array(numbers)


def csv_bytes(images: np.ndarray, labels: np.ndarray) -> bytes:
    """The file that Kaggle would give, with its CRLF line ends."""
    rows = np.column_stack([labels, images.reshape(len(images), -1)])
    lines = [HEADER, *(",".join(map(str, row)).encode() for row in rows)]
    return b"\r\n".join(lines) + b"\r\n"


@pytest.fixture(scope="session")
def small_csvs() -> dict[str, bytes]:
    """Content of both files of a small set."""
    files = {}
    for part, seed in (("train", 1), ("test", 2)):
        images, labels, _ = small_set(seed)
        files[f"sign_mnist_{part}.csv"] = csv_bytes(images, labels)
    return files


@pytest.fixture(scope="session")
def small_zip(tmp_path_factory: pytest.TempPathFactory, small_csvs: dict[str, bytes]) -> Path:
    """The small set as a .zip."""
    path = tmp_path_factory.mktemp("small") / "sign-language-mnist.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in small_csvs.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def small_folder(tmp_path: Path, small_csvs: dict[str, bytes]) -> Path:
    """The small set as a folder."""
    folder = tmp_path / "sign-mnist"
    folder.mkdir()
    for name, content in small_csvs.items():
        (folder / name).write_bytes(content)
    return folder


def real_data() -> Path | None:
    """Where the real data lies on this machine: $SIGNREAD_DATA, or a folder shared/data beside the checkout."""
    for place in (os.environ.get("SIGNREAD_DATA"), Path(__file__).parents[2] / "shared" / "data"):
        if place and Path(place).is_dir():
            return Path(place)
    return None


@pytest.fixture(scope="session")
def real_zip() -> Path:
    """The real Sign Language MNIST; skips the test where it is not."""
    path = (real_data() or Path()) / "sign_mnist" / "sign-language-mnist.zip"
    if not path.is_file():
        pytest.skip("the real Sign Language MNIST is not here; name its folder with SIGNREAD_DATA")
    return path


@pytest.fixture(scope="session")
def hands_data() -> Path:
    """The real pictures and clips of hands; skips the test where they are not."""
    path = (real_data() or Path()) / "hands"
    if not path.is_dir():
        pytest.skip("the real pictures of hands are not here; name their folder with SIGNREAD_DATA")
    return path


@pytest.fixture(scope="session")
def right_hands() -> list[Picture]:
    """Webcam pictures of one person's right hand, palm to the camera, not mirrored; (H, W, 3) uint8 RGB."""
    return [read_picture(DATA / "Lolzorus" / f"{letter}.jpg") for letter in "BLWY"]


@pytest.fixture(scope="session")
def hello() -> Path:
    """A clip of somebody spelling HELLO, a letter each 0.8 seconds."""
    return DATA / "hello.mp4"


@pytest.fixture
def reader(hand_networks: Path) -> Iterator[Reader]:  # noqa: ARG001
    """The whole way, with the real tracker and the model that ships."""
    with Reader() as made:
        yield made


def hand_picture(height: int = 120, width: int = 160) -> Picture:
    """A colour picture, (H, W, 3) uint8 RGB, with a bright shape left of the middle."""
    image: Picture = np.zeros((height, width, 3), np.uint8)
    image[..., 2] = 90
    cv2.circle(image, (width * 2 // 5, height // 2), height // 5, (230, 180, 150), -1)
    return image


def crop_model() -> LetterModel:
    """The model of Sign Language MNIST that ships."""
    with shipped(SHIPPED_FOR_CROPS) as file:
        return LetterModel(file)


def square_reader() -> Reader:
    """A reader of the tutorial's way: it finds a hand in the middle of any picture, and a letter in it."""
    return Reader(crop_model(), tracker=CentreSquare())


def still_video(image: Picture, seconds: float, rate: float = 10.0, name: str = "still") -> Clip:
    """A picture that is shown as a video."""
    from signread.types import Frame

    frames = (Frame(image, number / rate) for number in range(round(seconds * rate)))
    return Clip(frames=frames, name=name)


def write_video(path: Path, count: int = 12, rate: float = 12.0, size: tuple[int, int] = (160, 120)) -> Path:
    """A video whose frames get brighter and brighter."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate, size)
    for number in range(count):
        writer.write(np.full((size[1], size[0], 3), 20 * number % 256, np.uint8))
    writer.release()
    return path
