import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from signread import Clip, Frame, Hand, HandTracker, LetterModel, ModelError, Observation
from signread.handshapes.alphabet import AMERICAN
from signread.recognition.crop import cut_hand
from signread.recognition.letter_model import softmax, was_trained_on
from signread.sources import open_picture
from signread.tracking.centre import NO_POINTS
from signread.types import Picture

from ..conftest import crop_model


def whole(size: int) -> Observation:
    """A hand without points that fills a picture."""
    return Observation(hands=(Hand(points=NO_POINTS, handedness=None, box=(0, 0, size, size)),))


def in_colour(grey: np.ndarray) -> Picture:
    return np.repeat(grey[..., None], 3, axis=2)


def test_the_shipped_model_reads_hands_and_describes_itself() -> None:
    model = LetterModel()
    assert model.labels == AMERICAN
    assert model.reads_points
    assert model.path.stat().st_size <= 3_000_000
    assert model.metadata["licence"] == "Apache-2.0"
    assert "keptsecret" in model.metadata["training_data"]
    assert 0 < model.threshold < 1


BENT, STRAIGHT = 120, 35
"""Degrees of a finger's two large joints together: at least, and at most."""


@pytest.mark.parametrize(
    ("file", "fingers"),
    [("Lolzorus/B", "||||"), ("t32rahman/L", "|ooo"), ("seeeeeeel/W", "|||o"), ("Lolzorus/Y", "ooo|")],
)
def test_the_angles_of_a_persons_joints_are_told(file: str, fingers: str) -> None:
    picture = open_picture(Path(__file__).parents[1] / "data" / f"{file}.jpg")
    (frame,) = picture
    hand = HandTracker().detect(frame.image).hand
    assert hand is not None
    angles = LetterModel().angles(frame.image, hand)
    assert angles is not None
    assert angles.shape == (5, 5)
    for bend, finger in zip(angles[1:, 0] + angles[1:, 1], fingers, strict=True):
        assert bend > BENT if finger == "o" else bend < STRAIGHT


def test_a_model_without_angles_tells_none() -> None:
    model = crop_model()
    assert not model.tells_angles
    hand = Hand(points=NO_POINTS, handedness=None, box=(0, 0, 28, 28))
    assert model.angles(np.zeros((28, 28, 3), np.uint8), hand) is None


def test_unknown_points_and_handedness_are_no_trouble() -> None:
    model = LetterModel()
    crop = np.random.default_rng(0).integers(0, 256, (model.crop_size, model.crop_size), np.uint8)
    scores = model.score(in_colour(crop), whole(model.crop_size))
    assert scores is not None
    np.testing.assert_allclose(scores.probabilities.sum(), 1, atol=1e-5)
    np.testing.assert_allclose(model.logits(crop[None]).argmax(), scores.probabilities.argmax())


def test_the_shipped_model_of_crops_describes_itself() -> None:
    model = crop_model()
    assert "".join(model.labels) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert model.crop_size == 28
    assert model.parameters <= 100_000
    assert model.path.stat().st_size < 500_000
    assert model.metadata["licence"] == "Apache-2.0"
    assert "Sign Language MNIST" in model.metadata["training_data"]
    assert json.loads(model.metadata["scores"])["accuracy"] > 0.99


def test_scores_are_probabilities_of_the_logits() -> None:
    model = crop_model()
    crop = np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8)
    scores = model.score(in_colour(crop), whole(28))
    assert scores is not None
    logits = model.logits(crop[None])[0]
    powers = np.exp(logits - logits.max())
    np.testing.assert_allclose(scores.probabilities, powers / powers.sum(), atol=1e-6)
    best = scores.best(2)
    assert best[0][1] >= best[1][1]
    assert best[0][0] == model.labels[int(logits.argmax())]


def test_a_batch_is_read_as_its_pictures_are() -> None:
    model = crop_model()
    crops = np.random.default_rng(0).integers(0, 256, (7, 28, 28), np.uint8)
    one_by_one = np.concatenate([model.logits(crop[None]) for crop in crops])
    np.testing.assert_allclose(model.logits(crops, batch=3), one_by_one, atol=1e-4)
    assert model.logits(crops[:0]).shape == (0, 26)


def test_crops_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"crops must be \(N, 28, 28\) uint8"):
        crop_model().logits(np.zeros((2, 30, 30), np.uint8))


def stranger(path: Path, **metadata: str) -> Path:
    """A valid ONNX file that is not ours."""
    crop = helper.make_tensor_value_info("crop", TensorProto.UINT8, ["n", 28, 28])
    names = ("logits", "probabilities")
    nodes = [helper.make_node("Cast", ["crop"], ["grey"], to=TensorProto.FLOAT)]
    nodes += [helper.make_node("Identity", ["grey"], [name]) for name in names]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 28, 28]) for name in names]
    graph = helper.make_graph(nodes, "g", [crop], outputs)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    helper.set_model_props(model, metadata)
    onnx.save(model, path)
    return path


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    whole = crop_model().path.read_bytes()
    contents = {"empty": b"", "text": b"hello", "cut": whole[: len(whole) // 2], "pickle": b"\x80\x04K\x01."}
    for name, content in contents.items():
        path = tmp_path / f"{name}.onnx"
        path.write_bytes(content)
        with pytest.raises(ModelError, match=f"{name}.onnx"):
            LetterModel(path)
    with pytest.raises(ModelError, match="no such model file"):
        LetterModel(tmp_path / "nowhere.onnx")


def test_an_onnx_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="signread_format None, expected 1"):
        LetterModel(stranger(tmp_path / "other.onnx"))
    with pytest.raises(ModelError, match="signread_format 99"):
        LetterModel(stranger(tmp_path / "newer.onnx", signread_format="99"))
    with pytest.raises(ModelError, match="incomplete"):
        LetterModel(stranger(tmp_path / "poor.onnx", signread_format="1"))
    complete = {"signread_format": "1", "letters": '["A", "B"]', "input_size": "28", "parameters": "0"}
    with pytest.raises(ModelError, match=r"outputs \(2, 28, 28\) and .* for 2 crops, expected 2 numbers a crop"):
        LetterModel(stranger(tmp_path / "other-shape.onnx", **complete))
    for letters in ('"AB"', "[1, 2]", '["A", "A"]', '["A"]', "null"):
        with pytest.raises(ModelError, match="expected a list of different names"):
            LetterModel(stranger(tmp_path / "odd-letters.onnx", **{**complete, "letters": letters}))
    with pytest.raises(ModelError, match="export"):
        LetterModel(tmp_path)


def test_a_model_that_gives_no_numbers_is_not_believed(tmp_path: Path) -> None:
    model = onnx.load(crop_model().path)
    for weight in model.graph.initializer:
        if weight.data_type == TensorProto.FLOAT and len(weight.dims) > 1:
            weight.CopyFrom(
                helper.make_tensor(weight.name, weight.data_type, weight.dims, [np.nan] * np.prod(weight.dims))
            )
    onnx.save(model, tmp_path / "nan.onnx")
    broken = LetterModel(tmp_path / "nan.onnx")
    crop = np.zeros((28, 28), np.uint8)
    with pytest.raises(ModelError, match="no finite numbers"):
        broken.logits(crop[None])
    with pytest.raises((ModelError, ValueError), match="sum to nan"):
        broken.score(in_colour(crop), whole(28))


@pytest.mark.usefixtures("hand_networks")
def test_a_picture_is_read_by_the_mean_logits_of_it_and_its_mirror_image(right_hands: list[Picture]) -> None:
    model, tracker = LetterModel(), HandTracker()
    for picture in right_hands:
        observation = tracker.detect(picture)
        assert observation.hand is not None
        assert observation.mirrored is not None
        assert observation.mirrored.hand is not None
        mirror = np.ascontiguousarray(picture[:, ::-1])
        views = [(picture, observation.hand), (mirror, observation.mirrored.hand)]
        logits = model.logits(
            np.stack([cut_hand(image, hand, 64) for image, hand in views]),
            np.stack([hand.points for _, hand in views]),
            np.array([1.0, -1.0], np.float32),
        )
        both, alone = model.score(picture, observation), model.score(picture, Observation(hands=observation.hands))
        assert both is not None
        assert alone is not None
        np.testing.assert_allclose(both.probabilities, softmax(logits.mean(axis=0)), atol=1e-5)
        np.testing.assert_allclose(alone.probabilities, softmax(logits[0]), atol=1e-5)


def test_frames_are_recognised_one_by_one_and_none_is_none() -> None:
    model = crop_model()
    frame = Frame(np.zeros((28, 28, 3), np.uint8))
    scores = list(model.recognise([(frame, Observation()), (frame, whole(28))]))
    assert scores[0] is None
    assert scores[1] is not None
    assert scores[1].labels == model.labels
    assert list(model.recognise(zip(Clip(frames=[]), [], strict=True))) == []


def test_what_a_model_learnt_from_is_a_list_or_in_models_of_before_a_sentence(tmp_path: Path) -> None:
    print_of_data = "ab" * 32
    model = onnx.load(crop_model().path)
    about = {entry.key: entry.value for entry in model.metadata_props}
    for said in (
        {"training_fingerprints": json.dumps([print_of_data])},
        {"training_data": f"some (12 hands in 12 pictures, sha256 {print_of_data[:16]}), sha256 {'cd' * 32}"},
    ):
        del model.metadata_props[:]
        kept = {name: value for name, value in about.items() if not name.startswith("training")}
        helper.set_model_props(model, kept | said)
        onnx.save(model, tmp_path / "m.onnx")
        learnt = LetterModel(tmp_path / "m.onnx").trained_on
        assert was_trained_on(learnt, print_of_data)
        assert not was_trained_on(learnt, "ef" * 32)


def test_softmax_of_large_logits() -> None:
    np.testing.assert_allclose(softmax(np.array([[1000.0, 1000.0], [0.0, np.log(3)]])), [[0.5, 0.5], [0.25, 0.75]])
