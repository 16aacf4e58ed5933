"""The three networks of Sign Language MNIST.

They take (N, 1, 28, 28) float32 with raw grey values 0..255, do their own scaling, and give (N, 26) logits.
"""

import torch
from torch import Tensor, nn

from signread.handshapes.alphabet import LETTERS

OUTPUTS = len(LETTERS)
"""One per letter of the alphabet: the label number is the output's place. J and Z are never trained on still data."""


class SimpleCNN(nn.Module):
    """The tutorial's convolutional network, 433,018 parameters, on raw pixels.

    Glorot-uniform weights and zero biases, as Keras starts them.
    """

    def __init__(self, outputs: int = OUTPUTS) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, 32, 3),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(32, 32, 3),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(32 * 5 * 5, 512),
            nn.ReLU(),
            nn.Linear(512, outputs),
        )
        self.apply(_start_as_keras)

    def forward(self, pixels: Tensor) -> Tensor:
        logits: Tensor = self.layers(pixels)
        return logits


class Bottleneck(nn.Module):
    """1x1, 3x3, 1x1 convolutions, each with batch normalisation, around which the input is carried.

    The shortcut is the identity, or a strided 1x1 convolution with batch normalisation where `stride` or the number of
    channels changes (He et al., Deep Residual Learning for Image Recognition, 2015; the stride is on the first
    convolution, as there and in the tutorial).
    """

    def __init__(self, channels: int, width: int, *, stride: int = 1, convolve_shortcut: bool = False) -> None:
        super().__init__()
        self.main = nn.Sequential(
            *_conv_norm(channels, width, 1, stride),
            nn.ReLU(),
            *_conv_norm(width, width, 3, padding=1),
            nn.ReLU(),
            *_conv_norm(width, 4 * width, 1),
        )
        self.shortcut = (
            nn.Sequential(*_conv_norm(channels, 4 * width, 1, stride)) if convolve_shortcut else nn.Identity()
        )

    def forward(self, features: Tensor) -> Tensor:
        return torch.relu(self.main(features) + self.shortcut(features))


class ResNet50(nn.Module):
    """ResNet-50 for 28 x 28 grey pictures, as the tutorial builds it: 23,581,594 trained parameters."""

    STAGES = ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2))
    """Width, number of blocks and stride of each stage."""

    def __init__(self, outputs: int = OUTPUTS) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.ZeroPad2d(3), *_conv_norm(1, 64, 7, stride=2), nn.ReLU(), nn.MaxPool2d(3, stride=2)
        )
        blocks = []
        channels = 64
        for width, count, stride in self.STAGES:
            blocks.append(Bottleneck(channels, width, stride=stride, convolve_shortcut=True))
            blocks.extend(Bottleneck(4 * width, width) for _ in range(count - 1))
            channels = 4 * width
        self.blocks = nn.Sequential(*blocks)
        # The tutorial's average pooling comes here, and has nothing left to average: the last stage gives 1 x 1.
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(channels, outputs))
        self.apply(_start_as_keras)

    def forward(self, pixels: Tensor) -> Tensor:
        logits: Tensor = self.head(self.blocks(self.stem(pixels)))
        return logits


class Standardise(nn.Module):
    """Brings each picture to mean 0 and deviation 1, so that light and contrast do not matter."""

    NOISE = 8.0
    """Grey values added to the deviation: a flat picture must not become amplified noise."""

    def forward(self, pixels: Tensor) -> Tensor:
        centred = pixels - pixels.mean((1, 2, 3), keepdim=True)
        deviation = centred.square().mean((1, 2, 3), keepdim=True).sqrt()
        return centred / (deviation + self.NOISE)


class FastCNN(nn.Module):
    """Ours: 94,266 parameters, made for few and cheap passes over the data.

    A strided 4x4 convolution brings 28 x 28 to 14 x 14 at once, where most of a plain network's time would go; pooling
    comes before normalisation and ReLU, which then touch a quarter of the numbers.
    """

    WIDTHS = (32, 48, 64, 64)

    def __init__(self, outputs: int = OUTPUTS) -> None:
        super().__init__()
        first, second, third, fourth = self.WIDTHS
        self.layers = nn.Sequential(
            Standardise(),
            nn.Conv2d(1, first, 4, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(first),
            nn.ReLU(inplace=True),
            *_conv_norm_relu(first, second, pool=True),
            *_conv_norm_relu(second, third, pool=False),
            *_conv_norm_relu(third, fourth, pool=True),
            nn.Flatten(),
            nn.Linear(3 * 3 * fourth, outputs),
        )

    def forward(self, pixels: Tensor) -> Tensor:
        logits: Tensor = self.layers(pixels)
        return logits


def _conv_norm(channels: int, width: int, kernel: int, stride: int = 1, padding: int = 0) -> list[nn.Module]:
    # Keras' convolutions have a bias, and its batch normalisation these constants (its momentum is 1 - PyTorch's).
    return [
        nn.Conv2d(channels, width, kernel, stride, padding),
        nn.BatchNorm2d(width, eps=1e-3, momentum=0.01),
    ]


def _conv_norm_relu(channels: int, width: int, *, pool: bool) -> list[nn.Module]:
    return [
        nn.Conv2d(channels, width, 3, padding=1, bias=False),
        nn.MaxPool2d(2) if pool else nn.Identity(),
        nn.BatchNorm2d(width),
        nn.ReLU(inplace=True),
    ]


def _start_as_keras(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d | nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
