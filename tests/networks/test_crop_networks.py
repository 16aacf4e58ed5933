"""The networks against independent references: Keras' parameter counts, and arithmetic done in NumPy."""

import numpy as np
import pytest
import torch
from torch import nn

from signread.networks import NETWORKS, count_parameters
from signread.networks.crop_networks import Bottleneck, FastCNN, ResNet50, SimpleCNN, Standardise

BATCH_NORM_NUMBERS = 2
"""Trained numbers a channel: gamma and beta."""


def test_simple_cnn_has_the_tutorials_layers() -> None:
    network = SimpleCNN()
    counts = [count_parameters(layer) for layer in network.layers if count_parameters(layer)]
    # Conv 32 3x3 | Conv 32 3x3 | Dense 512 | Dense 26, as Keras' summary prints them
    assert counts == [320, 9_248, 410_112, 13_338]
    assert count_parameters(network) == 433_018


def keras_convolution(channels: int, width: int, kernel: int) -> int:
    return kernel * kernel * channels * width + width + BATCH_NORM_NUMBERS * width


def test_resnet50_has_the_papers_layers() -> None:
    network = ResNet50()
    assert count_parameters(network.stem) == keras_convolution(1, 64, 7)
    channels, place = 64, 0
    for width, count in ((64, 3), (128, 4), (256, 6), (512, 3)):
        for number in range(count):
            expected = (
                keras_convolution(channels, width, 1)
                + keras_convolution(width, width, 3)
                + keras_convolution(width, 4 * width, 1)
                + (keras_convolution(channels, 4 * width, 1) if number == 0 else 0)
            )
            assert count_parameters(network.blocks[place]) == expected, (width, number)
            channels, place = 4 * width, place + 1
    assert place == len(network.blocks) == 16
    assert count_parameters(network.head) == 2048 * 26 + 26
    # Keras counts the moving means and variances too: 23,634,714 in all for one input channel and 26 outputs
    moving = sum(buffer.numel() for name, buffer in network.named_buffers() if "running" in name)
    assert count_parameters(network) + moving == 23_634_714


def test_resnet50_shrinks_as_the_tutorial_says() -> None:
    sizes = []
    network = ResNet50().eval()
    features: torch.Tensor = network.stem(torch.zeros(1, 1, 28, 28))
    sizes.append(tuple(features.shape[1:]))
    for block in network.blocks:
        features = block(features)
        sizes.append(tuple(features.shape[1:]))
    assert sizes[0] == (64, 6, 6)
    assert sizes[3] == (256, 6, 6)
    assert sizes[7] == (512, 3, 3)
    assert sizes[13] == (1024, 2, 2)
    assert sizes[16] == (2048, 1, 1)
    assert network.head(features).shape == (1, 26)


def numbers(tensor: torch.Tensor | None) -> np.ndarray:
    assert tensor is not None
    return tensor.detach().double().numpy()


def numpy_conv_norm(features: np.ndarray, convolution: nn.Module, norm: nn.Module, stride: int) -> np.ndarray:
    """A convolution and a batch normalisation at rest, by loops over the kernel."""
    assert isinstance(convolution, nn.Conv2d)
    assert isinstance(norm, nn.BatchNorm2d)
    weight, bias = numbers(convolution.weight), numbers(convolution.bias)
    kernel = weight.shape[2]
    pad = kernel // 2
    padded = np.pad(features, ((0, 0), (pad, pad), (pad, pad)))
    size = (features.shape[1] + 2 * pad - kernel) // stride + 1
    out = np.zeros((len(weight), size, size))
    for down in range(kernel):
        for right in range(kernel):
            window = padded[:, down : down + stride * size : stride, right : right + stride * size : stride]
            out += np.einsum("oi,ihw->ohw", weight[:, :, down, right], window[:, :size, :size])
    out += bias[:, None, None]
    scale = numbers(norm.weight) / np.sqrt(numbers(norm.running_var) + norm.eps)
    shifted: np.ndarray = out * scale[:, None, None]
    return shifted + (numbers(norm.bias) - numbers(norm.running_mean) * scale)[:, None, None]


@pytest.mark.parametrize(("stride", "convolve"), [(1, False), (1, True), (2, True)])
def test_a_bottleneck_computes_what_numpy_computes(stride: int, convolve: bool) -> None:
    torch.manual_seed(0)
    channels = 12 if not convolve else 7
    block = Bottleneck(channels, 3, stride=stride, convolve_shortcut=convolve).eval()
    for module in block.modules():
        if isinstance(module, nn.BatchNorm2d):
            assert module.running_mean is not None
            assert module.running_var is not None
            nn.init.normal_(module.running_mean)
            nn.init.uniform_(module.running_var, 0.5, 2)
            nn.init.normal_(module.weight)
            nn.init.normal_(module.bias)
    features = torch.randn(1, channels, 6, 6)
    carried = features[0].double().numpy()
    main = carried
    for place, step in ((0, stride), (3, 1), (6, 1)):
        main = numpy_conv_norm(main, block.main[place], block.main[place + 1], step)
        if place < 6:
            main = np.maximum(main, 0)
    if isinstance(block.shortcut, nn.Sequential):
        carried = numpy_conv_norm(carried, block.shortcut[0], block.shortcut[1], stride)
    np.testing.assert_allclose(block(features)[0].detach().numpy(), np.maximum(main + carried, 0), atol=1e-5)


def test_fast_cnn_is_small() -> None:
    assert count_parameters(FastCNN()) <= 100_000


def test_light_and_contrast_hardly_reach_fast_cnn() -> None:
    pixels = torch.rand(4, 1, 28, 28) * 100 + 50
    standardise = Standardise()
    torch.testing.assert_close(standardise(pixels), standardise(pixels + 60))
    torch.testing.assert_close(standardise(pixels), standardise(pixels * 1.5), atol=0.25, rtol=0)
    assert standardise(torch.full((1, 1, 28, 28), 7.0)).abs().max() == 0


@pytest.mark.parametrize("name", ["simple-cnn", "resnet50", "fast-cnn"])
def test_every_network_gives_26_logits_and_a_gradient_to_every_parameter(name: str) -> None:
    torch.manual_seed(0)
    network = NETWORKS[name](26)
    logits = network(torch.rand(3, 1, 28, 28) * 255)
    assert logits.shape == (3, 26)
    logits.square().sum().backward()
    for parameter_name, parameter in network.named_parameters():
        assert parameter.grad is not None, parameter_name
        assert torch.isfinite(parameter.grad).all(), parameter_name
