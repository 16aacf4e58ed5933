import math

import cv2
import numpy as np
import torch

from signread.augmentation.crops import augment
from signread.augmentation.parameters import CropAugmentation

NOTHING = CropAugmentation(rotation=0, scale=0, translation=0, shear=0)


def pictures(count: int = 3) -> torch.Tensor:
    random = np.random.default_rng(0)
    coarse = random.uniform(0, 255, (count, 6, 6)).astype(np.float32)
    return torch.from_numpy(np.stack([cv2.resize(c, (28, 28), interpolation=cv2.INTER_CUBIC) for c in coarse]))[:, None]


def test_no_movement_changes_nothing() -> None:
    images = pictures()
    torch.testing.assert_close(augment(images, NOTHING, torch.Generator()), images, atol=1e-2, rtol=0)


def test_a_seed_means_the_same_each_time() -> None:
    augmentation = CropAugmentation(rotation=10, scale=0.1, translation=0.1, shear=0.1)
    first, second, other = (
        augment(pictures(), augmentation, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2)
    )
    assert torch.equal(first, second)
    assert not torch.equal(first, other)


def test_every_picture_moves_on_its_own() -> None:
    same = pictures(1).expand(8, -1, -1, -1)
    moved = augment(
        same, CropAugmentation(rotation=10, scale=0.1, translation=0.1, shear=0.1), torch.Generator().manual_seed(0)
    )
    assert len({tuple(picture.flatten().tolist()) for picture in moved}) == 8


def test_rotation_agrees_with_opencv() -> None:
    images = pictures(1)
    augmentation = CropAugmentation(rotation=30, scale=0, translation=0, shear=0)
    drawn = torch.rand(1, generator=torch.Generator().manual_seed(5)).item()
    degrees = (2 * drawn - 1) * 30
    matrix = cv2.getRotationMatrix2D((13.5, 13.5), degrees, 1.0)
    expected = cv2.warpAffine(images[0, 0].numpy(), matrix, (28, 28), borderMode=cv2.BORDER_REPLICATE)
    moved = augment(images, augmentation, torch.Generator().manual_seed(5))[0, 0].numpy()
    assert abs(degrees) > 3
    np.testing.assert_allclose(moved[4:-4, 4:-4], expected[4:-4, 4:-4], atol=6)


def test_shift_stays_within_its_limit() -> None:
    spot = torch.zeros(64, 1, 28, 28)
    spot[:, :, 14, 14] = 255
    moved = augment(
        spot, CropAugmentation(rotation=0, scale=0, translation=0.1, shear=0), torch.Generator().manual_seed(0)
    )
    places = moved.flatten(1).argmax(1)
    away = torch.stack([places // 28 - 14, places % 28 - 14]).abs()
    assert away.max() <= math.ceil(0.1 * 28)
    assert away.max() >= 2
