"""Hands of adults: those of the body model Anny (Brégier et al., 2025), whose mesh is MakeHuman's (CC0), in one file.

python -m signread.synthetic.anatomy makes that file anew; it needs the extra `anatomy`.
"""

import importlib.util
import io
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from signread.errors import MissingExtraError
from signread.files import write_atomically
from signread.handshapes.joint_angles import DIGITS
from signread.synthetic.hand_mesh import BONES, FIRST, SEGMENTS, HandMesh

if TYPE_CHECKING:
    from anny import Anny

FILE = "hands.npz"
ADULTS = 1500
"""People of whom the file is made."""
AGES = (0.6, 1.0)
"""The model's, of young to old adults."""
WAYS = 24
"""In which hands differ, those kept."""
STEP_M = 2e-6
"""In which points are rounded."""
KNUCKLE_BACK = 0.010
"""Metres by which the model's knuckles, which lie where the fingers part, are moved into the palm."""
THUMB_ROOT = (-0.005, -0.017, 0.0)
"""Metres by which the thumb's first joint is moved: towards the wrist and the palm's middle, where its metacarpal
begins, which is longer than the thumb's other bones."""
PALM_SHAPE = (1.02, 0.86, 1.0)
THICKNESS = dict.fromkeys(DIGITS, 1.02)
"""How many times as broad, long and thick as the model's a palm and digits are, so that their bones are as long beside
one another as measured ones (Buryanov and Kotiuk, Proportions of hand segments, 2010), and fingers lie side by side."""
_CARRIERS = {
    "forearm": ("lowerarm01.R", "lowerarm02.R"),
    "wrist": ("wrist.R",),
    "palm": tuple(f"metacarpal{place}.R" for place in range(1, 5)),
    **{
        f"{digit} {place}": (f"finger{number}-{place + 1}.R",)
        for number, digit in enumerate(DIGITS, 1)
        for place in range(SEGMENTS)
    },
}
_TIP_M = 0.002


def average_hand() -> HandMesh:
    """A right hand between all others."""
    return hand_of(np.zeros(WAYS))


def random_hand(random: np.random.Generator) -> HandMesh:
    """The right hand of an adult that there is none of; palm and digits differ somewhat more than the model's do."""
    hand = hand_of(np.clip(random.normal(size=WAYS), -2, 2))
    broad, thick = random.normal(1, 0.04), random.normal(1, 0.06)
    long = random.normal(1, 0.03)
    return hand.with_proportions(
        palm=(broad, 1.0, 0.5 + 0.5 * broad),
        lengths={name: long * random.normal(1, 0.03) for name in DIGITS},
        thickness={name: thick * random.normal(1, 0.02) for name in DIGITS},
    )


def hand_of(coefficients: Any) -> HandMesh:
    """The hand that differs from the average by so many standard deviations in each way, (24,), the largest first."""
    kept = _kept()
    shape = kept["mean"] + STEP_M * torch.einsum("k,knx->nx", torch.as_tensor(coefficients), kept["ways"])
    joints = len(DIGITS) * (SEGMENTS + 1)
    return HandMesh(
        points=shape[:-joints],
        faces=kept["faces"],
        weights=kept["weights"],
        joints=shape[-joints:].reshape(len(DIGITS), SEGMENTS + 1, 3),
    )


@cache
def _kept() -> dict[str, Tensor]:
    content = resources.files("signread.synthetic").joinpath(FILE).read_bytes()
    with np.load(io.BytesIO(content)) as file:
        numbers = {name: torch.from_numpy(file[name].astype(np.float64)) for name in ("mean", "ways", "weights")}
        weights = numbers["weights"] / numbers["weights"].sum(1, keepdim=True)
        return numbers | {"weights": weights, "faces": torch.from_numpy(file["faces"].astype(np.int64))}


def build(file: Path, seed: int = 0) -> None:
    """Makes the file of hands from the body model: the mean of adults, and the ways in which they differ (PCA).

    Raises MissingExtraError without the extra `anatomy`. The first time on a machine it takes two minutes.
    """
    if importlib.util.find_spec("anny") is None:
        raise MissingExtraError("the body model", "anatomy")
    import anny

    model = anny.Anny(phenotypes="all")
    random = np.random.default_rng(seed)
    hands = [_adult(model, random) for _ in range(ADULTS)]
    shapes = torch.stack([torch.cat([hand.points, hand.joints.reshape(-1, 3)]) for hand in hands])
    mean = shapes.mean(0)
    _, spread, ways = torch.linalg.svd((shapes - mean).reshape(ADULTS, -1), full_matrices=False)
    ways = (spread[:WAYS, None] / ADULTS**0.5 * ways[:WAYS]).reshape(WAYS, -1, 3)
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        mean=mean.numpy().astype(np.float32),
        ways=(ways / STEP_M).round().numpy().astype(np.int16),
        weights=(hands[0].weights * 255).round().numpy().astype(np.uint8),
        faces=hands[0].faces.numpy().astype(np.uint16),
    )
    write_atomically(file, buffer.getvalue())


def _adult(model: "Anny", random: np.random.Generator) -> HandMesh:
    values = {name: random.uniform() for name in model.phenotype_labels}
    values |= {"age": random.uniform(*AGES)}
    with torch.no_grad():
        body = model(phenotype_kwargs={name: torch.tensor([value]).float() for name, value in values.items()})
    hand = _hand(model, body["rest_vertices"][0].double(), body["rest_bone_heads"][0].double())
    return hand.with_proportions(palm=PALM_SHAPE, lengths={}, thickness=THICKNESS)


def _hand(model: "Anny", vertices: Tensor, heads: Tensor) -> HandMesh:
    labels = list(model.bone_labels)
    frame = _frame({name: heads[labels.index(name)] for name in labels if name.endswith(".R")})
    wrist = heads[labels.index("wrist.R")]
    weights = torch.zeros(len(vertices), len(BONES), dtype=torch.double)
    for place, bone in enumerate(BONES):
        for carrier in _CARRIERS[bone]:
            carried = model.vertex_bone_indices == labels.index(carrier)
            weights[:, place] += (model.vertex_bone_weights * carried).sum(1)
    kept = weights.sum(1) > 0.5
    places = torch.full((len(vertices),), -1)
    places[kept] = torch.arange(int(kept.sum()))
    faces = places[model.faces[kept[model.faces].all(1)].long()]
    points, weights = (vertices[kept] - wrist) @ frame.T, weights[kept] / weights[kept].sum(1, keepdim=True)
    joints = torch.empty(len(DIGITS), SEGMENTS + 1, 3, dtype=torch.double)
    main = weights.argmax(1)
    for digit in range(len(DIGITS)):
        for segment in range(SEGMENTS):
            joints[digit, segment] = frame @ (heads[labels.index(f"finger{digit + 1}-{segment + 1}.R")] - wrist)
        last = joints[digit, -2] - joints[digit, -3]
        ends = points[main == FIRST + digit * SEGMENTS + SEGMENTS - 1]
        along = ends @ (last / last.norm())
        joints[digit, -1] = ends[along > along.max() - _TIP_M].mean(0)
        first = joints[digit, 1] - joints[digit, 0]
        joints[digit, 0] -= first / first.norm() * KNUCKLE_BACK if digit else -torch.tensor(THUMB_ROOT)
    return HandMesh(points=points, faces=faces, weights=weights, joints=joints)


def _frame(heads: dict[str, Tensor]) -> Tensor:
    """(3, 3): rows are the directions to the thumb's side, to the middle knuckle, and out of the palm."""
    along = heads["finger3-1.R"] - heads["wrist.R"]
    along = along / along.norm()
    across = heads["finger2-1.R"] - heads["finger5-1.R"]
    across = across - along * (across @ along)
    across = across / across.norm()
    return torch.stack([across, along, torch.linalg.cross(across, along)])


if __name__ == "__main__":
    build(Path(__file__).with_name(FILE))
