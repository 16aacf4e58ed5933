from pathlib import Path

import pytest
import torch

from signread import LetterModel, ModelError
from signread.networks.letter_net import LetterNet
from signread.recognition.letter_model import SHIPPED_FOR_CROPS
from signread.recognition.onnx_file import shipped
from signread.training.warm_start import model_file, warm_start

from ..networks.test_letter_net import hands


def answers(network: LetterNet) -> torch.Tensor:
    with torch.no_grad():
        found: torch.Tensor = network.eval()(*hands())
    return found


def test_the_shipped_weights_answer_as_the_shipped_model_does() -> None:
    model = LetterModel()
    network = LetterNet(len(model.labels))
    warm_start(network, model.labels, "shipped")
    landmarks, handedness, crop = hands()
    logits = model.logits(crop[:, 0].to(torch.uint8).numpy(), landmarks.numpy(), handedness.numpy())
    with torch.no_grad():
        mine = network.eval()(landmarks, handedness, crop.to(torch.uint8).float())
    ratio = torch.from_numpy(logits) / mine  # the exported logits are divided by the recipe's temperature
    torch.testing.assert_close(ratio, torch.full_like(ratio, ratio.median().item()), atol=0.02, rtol=0.02)


def test_letters_go_where_they_now_stand_and_others_stay_random() -> None:
    torch.manual_seed(0)
    letters = LetterModel().labels
    plain, turned = LetterNet(len(letters)), LetterNet(len(letters) + 1)
    warm_start(plain, letters, "shipped")
    fresh = turned.landmark_head.weight[1].clone()
    warm_start(turned, (letters[-1], "hello", *letters[:-1]), "shipped")
    torch.testing.assert_close(answers(turned)[:, [*range(2, len(letters) + 1), 0]], answers(plain))
    assert torch.equal(turned.landmark_head.weight[1], fresh)


def test_models_of_another_kind_are_refused(tmp_path: Path) -> None:
    with shipped(SHIPPED_FOR_CROPS) as file, pytest.raises(ModelError, match="a model of crops alone"):
        model_file(str(file))
    with pytest.raises(ModelError, match="no such model file"):
        model_file(str(tmp_path / "nowhere.onnx"))
