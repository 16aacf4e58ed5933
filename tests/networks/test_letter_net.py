import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from signread.networks.letter_net import CROP_SIZE, FEATURES, LetterNet, describe, places_in_crop
from signread.recognition.crop import cut_around


@pytest.fixture(scope="module")
def network() -> LetterNet:
    torch.manual_seed(0)
    made = LetterNet(7)
    for module in made.modules():
        if isinstance(module, torch.nn.BatchNorm1d | torch.nn.BatchNorm2d):
            assert module.running_mean is not None
            module.running_mean.normal_(std=0.1)
    return made.eval()


def hands(count: int = 4, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    random = torch.Generator().manual_seed(seed)
    landmarks = torch.rand(count, 21, 3, generator=random) * 100 + 50
    crop = torch.rand(count, 1, CROP_SIZE, CROP_SIZE, generator=random) * 255
    return landmarks, torch.ones(count), crop


def test_a_left_hand_reads_as_its_mirror_image(network: LetterNet) -> None:
    landmarks, right, crop = hands()
    mirrored = landmarks * torch.tensor([-1.0, 1.0, 1.0]) + torch.tensor([640.0, 0.0, 0.0])
    with torch.no_grad():
        torch.testing.assert_close(
            network(landmarks, right, crop), network(mirrored, -right, crop.flip(3)), atol=1e-4, rtol=1e-4
        )


def test_unknown_handedness_is_taken_as_right(network: LetterNet) -> None:
    landmarks, right, crop = hands()
    with torch.no_grad():
        torch.testing.assert_close(network(landmarks, right * 0, crop), network(landmarks, right, crop))


@settings(deadline=None, max_examples=25)
@given(st.floats(0.2, 5), st.floats(-500, 500), st.floats(-500, 500))
def test_size_and_place_of_the_hand_do_not_matter(scale: float, right: float, down: float) -> None:
    landmarks, _, _ = hands()
    moved = landmarks * scale + torch.tensor([right, down, 0.0])
    assert describe(landmarks).shape == (4, FEATURES)
    torch.testing.assert_close(describe(moved), describe(landmarks), atol=2e-3, rtol=2e-3)
    torch.testing.assert_close(places_in_crop(moved), places_in_crop(landmarks), atol=2e-3, rtol=2e-3)


def test_light_and_contrast_hardly_matter(network: LetterNet) -> None:
    landmarks, right, crop = hands()
    with torch.no_grad():
        plain = network(landmarks, right, crop * 0.6 + 40)
        torch.testing.assert_close(network(landmarks, right, crop * 0.6 + 90), plain, atol=1e-3, rtol=1e-3)
        assert (network(landmarks, right, crop * 0.9 + 10) - plain).abs().max() < 0.3


def test_without_landmarks_the_crop_is_still_read(network: LetterNet) -> None:
    landmarks, right, crop = hands()
    unknown = torch.full_like(landmarks, torch.nan)
    with torch.no_grad():
        first, second = network(unknown, right, crop), network(unknown, right, crop.flip(2))
    assert torch.isfinite(first).all()
    assert not torch.equal(first, second)


def test_landmarks_lie_in_the_crop_where_they_lie_in_the_picture() -> None:
    """A white dot at a landmark is found where `places_in_crop` says that it is."""
    random = np.random.default_rng(0)
    landmarks = random.uniform(60, 160, (21, 3)).astype(np.float32)
    places = places_in_crop(torch.from_numpy(landmarks[None]))[0].numpy()
    for number in range(21):
        image = np.zeros((220, 220, 3), np.uint8)
        x, y = landmarks[number, :2].round().astype(int)
        image[y - 2 : y + 3, x - 2 : x + 3] = 255
        crop = cut_around(image, landmarks, CROP_SIZE)
        rows, columns = np.nonzero(crop > 100)
        brightest = (np.array([columns.mean(), rows.mean()]) + 0.5) / CROP_SIZE * 2 - 1
        assert np.abs(brightest - places[number]).max() < 0.06


def test_no_map_of_a_landmark_holds_numbers_too_small_to_be_normal(network: LetterNet) -> None:
    """Far from a landmark its map once held 1e-40, and the convolution over it took four times as long."""
    inputs: list[torch.Tensor] = []
    network.shapes.register_forward_pre_hook(lambda _, given: inputs.append(given[0]))
    with torch.no_grad():
        network(*hands())
    sizes = inputs[0].abs()
    assert sizes[sizes > 0].min() > 1e-30


def test_training_gives_four_answers_and_a_gradient_to_every_parameter() -> None:
    torch.manual_seed(0)
    network = LetterNet(7).train()
    answers = network(*hands(12))
    assert [answer.shape for answer in answers] == [(12, 7)] * 3 + [(12, 5, 5)]
    sum(answer.square().sum() for answer in answers).backward()
    for name, parameter in network.named_parameters():
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name
