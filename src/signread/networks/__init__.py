"""The networks, in PyTorch; imported only for training and for runs that are not exported yet."""

from collections.abc import Callable

from torch import nn

from signread.networks.crop_networks import FastCNN, ResNet50, SimpleCNN
from signread.networks.letter_net import LetterNet
from signread.networks.sign_net import SignNet
from signread.networks.spell_net import SpellNet

NETWORKS: dict[str, Callable[[int], nn.Module]] = {
    "simple-cnn": SimpleCNN,
    "resnet50": ResNet50,
    "fast-cnn": FastCNN,
    "letter-net": LetterNet,
    "spell-net": SpellNet,
    "sign-net": SignNet,
}
"""Each takes the number of its outputs."""


def count_parameters(network: nn.Module) -> int:
    """How many numbers are trained; the running statistics of batch normalisation are not counted."""
    return sum(parameter.numel() for parameter in network.parameters() if parameter.requires_grad)
