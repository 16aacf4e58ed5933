"""LetterNet: a hand's landmarks and its picture, read together."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from signread.handshapes.alphabet import AMERICAN
from signread.handshapes.joint_angles import DIGITS, MOST_ANGLES
from signread.recognition.crop import CROP_SCALE, LEAST_SIDE
from signread.skeleton import HAND
from signread.skeleton.hand import INDEX_KNUCKLE, LITTLE_KNUCKLE, MIDDLE_KNUCKLE, PALM, PARENTS, THUMB, WRIST

CROP_SIZE = 64
"""Side of the crop in pixels."""

REFLECTION = (-1.0, 1.0, 1.0)
"""What makes a left hand's points those of a right one."""
PAIRS = tuple((i, j) for i in range(len(HAND)) for j in range(i + 1, len(HAND)))
BONES = tuple(PAIRS.index(bone) for bone in HAND.bones)
"""Which of the pairs are the two ends of a bone."""

FEATURES = 3 * len(HAND) + 3 * len(PARENTS) + len(PAIRS)
"""Numbers that describe the landmarks, see `describe`."""

ANGLES_SHAPE = (len(DIGITS), MOST_ANGLES)
DEGREES = 30.0
"""What 1 means in the layer of the angles: numbers that a network learns easily."""

HAND_RADIUS = 0.15
"""Of the palm's size: how far around the landmarks a pixel belongs to the hand."""
MASK_GRID, MAP_GRID = 32, 16
MAPPED = (*range(len(HAND)), *(len(HAND) + child - 1 for child in THUMB))
"""Which of the landmarks and, after them, the middles of the bones get a map: all of the former, and the thumb's of the
latter, where most look-alikes differ."""
MAPS = len(MAPPED)
MAP_RADIUS = 0.15
"""Of half the crop's side: how far a landmark is marked in its map."""
FAR = 20.0
"""Square of a distance in radii from which on all is equally far: subnormal numbers are slow to compute with."""
NOISE = 8.0
"""Grey values added to the deviation: a flat crop must not become amplified noise."""


def _at(points: Tensor, numbers: Sequence[int]) -> Tensor:
    return points.index_select(1, torch.tensor(numbers, device=points.device))


def as_right_hands(landmarks: Tensor, handedness: Tensor, crop: Tensor) -> tuple[Tensor, Tensor]:
    """Landmarks (N, 21, 3) and crops (N, 1, S, S), those of left hands mirrored."""
    left = handedness.view(-1, 1, 1) < 0
    landmarks = torch.where(left, landmarks * landmarks.new_tensor(REFLECTION), landmarks)
    return landmarks, torch.where(left[:, None], crop.flip(3), crop)


def describe(landmarks: Tensor) -> Tensor:
    """(N, 21, 3) landmarks of right hands, in any unit, as (N, FEATURES): the same for any size and place.

    The places relative to the palm's middle, the directions of the bones, and the distances of all pairs of points.
    """
    relative = landmarks - _at(landmarks, PALM).mean(dim=1, keepdim=True)
    size = _at(relative, PALM).norm(dim=(1, 2), keepdim=True) * len(PALM) ** -0.5
    relative = relative / size.clamp_min(1e-6)
    nearer, farther = zip(*PAIRS, strict=True)
    ways = _at(relative, farther) - _at(relative, nearer)
    distances = ways.norm(dim=2, keepdim=True)
    directions = _at(ways, BONES) / _at(distances, BONES).clamp_min(1e-6)
    return torch.cat([relative.flatten(1), directions.flatten(1), distances.flatten(1)], dim=1)


def places_in_crop(landmarks: Tensor) -> Tensor:
    """Where `signread.recognition.crop.cut_around` puts the landmarks: (N, 21, 2), from -1, left or top, to 1."""
    flat = landmarks[:, :, :2]
    low, high = flat.amin(1, keepdim=True), flat.amax(1, keepdim=True)
    side = ((high - low).amax(2, keepdim=True) * CROP_SCALE).clamp_min(LEAST_SIDE)
    return (2 * flat - (low + high)) / side


class LetterNet(nn.Module):
    """Two readers of the same hand, whose logits are added: each can overrule the other where it is surer.

    The landmarks, mirrored to a right hand, centred and scaled, go through dense layers. The crop, mirrored too, is cut
    free from what is behind the hand by a mask around the landmarks, and goes through a small residual network, which
    is shown halfway where each landmark lies, so that it knows which finger it sees.

    Adding logits multiplies what the two believe (Hinton, Products of Experts, 1999). It read unseen people better than
    dense layers over the features of both, which learn from a dozen people to trust whichever fits them better.
    """

    WIDTHS = (16, 32, 64, 96)
    LANDMARK_WIDTH, PICTURE_WIDTH = 256, 128
    DROPOUT = 0.2

    def __init__(self, outputs: int = len(AMERICAN)) -> None:
        super().__init__()
        wide, narrow = self.LANDMARK_WIDTH, self.PICTURE_WIDTH
        first, second, third, fourth = self.WIDTHS
        self.landmark_branch = nn.Sequential(*_dense(FEATURES, wide), *_dense(wide, wide))
        self.details = nn.Sequential(
            *_conv(1, first, 5, stride=2),
            *_conv(first, second, stride=2),
            _Residual(second),
        )
        self.shapes = nn.Sequential(
            *_conv(second + MAPS, third, stride=2),
            _Residual(third),
            *_conv(third, fourth, stride=2),
            _Residual(fourth),
        )
        cells = (CROP_SIZE // 16) ** 2
        self.picture_branch = nn.Sequential(
            nn.Flatten(), nn.Dropout(self.DROPOUT), *_dense(fourth * cells, narrow, dropout=0)
        )
        self.landmark_head = nn.Linear(wide, outputs)
        self.picture_head = nn.Linear(narrow, outputs)
        self.angle_head = nn.Linear(wide + narrow, math.prod(ANGLES_SHAPE))

    def forward(
        self, landmarks: Tensor, handedness: Tensor, crop: Tensor, places: Tensor | None = None
    ) -> Tensor | tuple[Tensor, Tensor, Tensor, Tensor]:
        """Logits, (N, L); in training also those of the landmarks alone and of the picture alone, and the angles.

        landmarks: (N, 21, 3) float32, picture pixels; NaN where no tracker ran. handedness: (N,), -1 for a left hand.
        crop: (N, 1, S, S) grey values 0..255, S being CROP_SIZE. places: where the landmarks lie in the crop,
        (N, 21, 2) from -1 to 1, where that is not as `cut_around` does it; of the hand mirrored to the right.
        """
        by_landmarks, by_picture, angles = self.branches(landmarks, handedness, crop, places)
        both: Tensor = by_landmarks + by_picture
        # Each branch learns by itself: taught together, the picture's would leave to the other what both can tell.
        return (both.detach(), by_landmarks, by_picture, angles) if self.training else both

    def branches(
        self, landmarks: Tensor, handedness: Tensor, crop: Tensor, places: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of the landmarks alone and of the picture alone, of what `forward` takes, and the joints' angles.

        Angles are of a right hand, (N, 5, 5) degrees, as `signread.handshapes.joint_angles` orders them.
        """
        known = landmarks.sum((1, 2), keepdim=True).isfinite()
        landmarks, crop = as_right_hands(torch.where(known, landmarks, 0.0), handedness, crop)
        if places is None:
            places = places_in_crop(landmarks)
        landmark_features = self.landmark_branch(describe(landmarks)) * known[:, :, 0]
        picture_features = self._read_crop(crop, places, known)
        by_landmarks = torch.where(known[:, :, 0], self.landmark_head(landmark_features), 0.0)
        angles = self.angle_head(torch.cat([landmark_features, picture_features], dim=1)) * DEGREES
        return by_landmarks, self.picture_head(picture_features), angles.view(-1, *ANGLES_SHAPE)

    def _read_crop(self, crop: Tensor, places: Tensor, known: Tensor) -> Tensor:
        fingers = torch.cat([places, (places[:, 1:] + _at(places, PARENTS)) / 2], dim=1)
        details = self.details(_cut_free(crop, fingers, known))
        across, down = _near(_at(fingers, MAPPED), MAP_GRID, MAP_RADIUS)
        maps = torch.where(known, down, 0.0)[:, :, :, None] * across[:, :, None, :]
        branch: Tensor = self.picture_branch(self.shapes(torch.cat([details, maps.to(details.dtype)], dim=1)))
        return branch


def _near(places: Tensor, grid: int, radius: Tensor | float) -> tuple[Tensor, Tensor]:
    """Places (N, P, 2) along each axis as (N, P, grid): 1 where a cell is at the place, falling off by the radius."""
    middles = torch.linspace(-1 + 1 / grid, 1 - 1 / grid, grid, dtype=places.dtype, device=places.device)
    away = (places[:, :, :, None] - middles) / radius
    near = torch.exp(-away.square().clamp(max=FAR))
    return near[:, :, 0], near[:, :, 1]


def _cut_free(crop: Tensor, fingers: Tensor, known: Tensor) -> Tensor:
    """The crop at mean 0 and deviation 1 over the hand, 0 elsewhere; without landmarks all of it is hand."""
    length_and_width = _at(fingers, (WRIST, INDEX_KNUCKLE)) - _at(fingers, (MIDDLE_KNUCKLE, LITTLE_KNUCKLE))
    palm = length_and_width.norm(dim=(1, 2), keepdim=True).clamp_min(1e-3)
    across, down = _near(fingers, MASK_GRID, (palm * HAND_RADIUS)[:, :, :, None])
    mask = (2 * down.transpose(1, 2) @ across).clamp(max=1)[:, None]
    mask = functional.interpolate(mask, scale_factor=CROP_SIZE // MASK_GRID, mode="bilinear", align_corners=False)
    mask = torch.where(known[:, None], mask, 1.0)
    weight = mask.sum((1, 2, 3), keepdim=True).clamp_min(1.0)
    centred = crop - (crop * mask).sum((1, 2, 3), keepdim=True) / weight
    deviation = ((centred.square() * mask).sum((1, 2, 3), keepdim=True) / weight).sqrt()
    return centred / (deviation + NOISE) * mask


class _Residual(nn.Module):
    """Two convolutions around which the input is carried."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.main = nn.Sequential(*_conv(channels, channels), *_conv(channels, channels)[:2])

    def forward(self, features: Tensor) -> Tensor:
        return torch.relu(features + self.main(features))


def _conv(channels: int, width: int, kernel: int = 3, stride: int = 1) -> list[nn.Module]:
    return [
        nn.Conv2d(channels, width, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(),
    ]


def _dense(inputs: int, width: int, dropout: float = LetterNet.DROPOUT) -> list[nn.Module]:
    return [nn.Linear(inputs, width), nn.BatchNorm1d(width), nn.ReLU(), nn.Dropout(dropout)]
