import numpy as np
import pytest

from signread import ModelError
from signread.signs.matcher import Matcher
from signread.signs.segments import sample_of
from signread.signs.sign_net import SignNet
from tests.signs.people import across, circle, signed, up

SIGNS = {
    name: [sample_of(signed(way, spread=spread, seed=seed)) for seed in range(3)]
    for name, way, spread in (("across", across, 1.0), ("up", up, 1.0), ("circle", circle, 1.0), ("fist", up, 0.0))
}


@pytest.fixture(scope="module")
def net() -> SignNet:
    return SignNet()


def test_a_sign_is_known_by_its_examples(net: SignNet) -> None:
    matcher = Matcher(net, SIGNS)
    for name, way, spread in (("across", across, 1.0), ("up", up, 1.0), ("circle", circle, 1.0), ("fist", up, 0.0)):
        for seed, seconds, size in ((7, 1.0, 1.0), (8, 1.6, 0.7), (9, 0.7, 1.2)):
            match = matcher.match(sample_of(signed(way, spread=spread, seed=seed, seconds=seconds, size=size)))
            assert match.name == name, match
            assert match.alternatives[0] == (name, match.similarity)


def test_one_example_will_do_and_the_other_hand_too(net: SignNet) -> None:
    matcher = Matcher(net, {name: some[:1] for name, some in SIGNS.items()})
    for name, way in (("across", across), ("up", up), ("circle", circle)):
        assert matcher.match(sample_of(signed(way, seed=5, left=True))).name == name


def test_what_is_no_sign_is_nothing(net: SignNet) -> None:
    only = Matcher(net, {"across": SIGNS["across"], "fist": SIGNS["fist"]}, threshold=0.85)
    match = only.match(sample_of(signed(up, seed=4)))
    assert match.name is None
    assert match.similarity < only.threshold
    assert Matcher(net, {}).match(SIGNS["up"][0]).name is None
    assert Matcher(net, SIGNS).match_all([]) == []


def test_embeddings_have_length_one(net: SignNet) -> None:
    embedded = net.embed(SIGNS["up"])
    np.testing.assert_allclose(np.linalg.norm(embedded, axis=1), 1, atol=1e-4)


def test_another_model_is_none(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from signread.recognition.onnx_file import shipped

    with shipped("spelling.onnx") as file, pytest.raises(ModelError, match="expected a SignNet"):
        SignNet(file)
    (tmp_path / "no.onnx").write_bytes(b"no model")
    with pytest.raises(ModelError, match="not an ONNX model"):
        SignNet(tmp_path / "no.onnx")
