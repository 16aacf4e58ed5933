"""The networks of MediaPipe's Holistic Landmarker: body, face and both hands.

The wheel of MediaPipe 0.10.21 holds them in the form that the older Holistic took, so three are fitted to the newer
one: two are told how the picture is to be scaled, one gets its seven outputs gathered into one. A network for the
expressions of the face is not in it; MediaPipe wants one in any case, so a stand-in takes its place, whose scores mean
nothing.
"""

import struct

from signread.tracking.bundle import HANDS, Bundle, Networks
from signread.tracking.flatbuffer import Flatbuffer, Place

# TensorFlow Lite's schema: the places of fields, in the order that put_table wants, and the numbers of kinds
OPERATORS, GRAPHS, BUFFERS, METADATA = 1, 2, 4, 6  # of a model
TENSORS, INPUTS, OUTPUTS, STEPS, NAME = range(5)  # of a graph
CONCATENATION, GATHER, SLICE = 2, 36, 65
CONCATENATION_OPTIONS, GATHER_OPTIONS = 10, 23
FLOAT, INT = 0, 2
SCHEMA = b"TFL3"

MESH, LIPS, EYE, IRIS = 468, 80, 71, 5
"""Points of the face network's outputs; those of the mesh have x, y and z, those of lips, eyes and irises x and y."""
LEFT_IRIS_DEPTH, RIGHT_IRIS_DEPTH = 159, 386
"""Points whose depth the irises get: the middles of the upper lids."""


def with_scaling(network: bytes) -> bytes:
    """A network and the note that its picture is to be scaled from 0..255 to 0..1."""
    flat = Flatbuffer(network)
    model = flat.root
    buffers, notes = (flat.items(flat.field(model, slot)) for slot in (BUFFERS, METADATA))
    note = flat.put_table(flat.put_text("TFLITE_METADATA"), len(buffers))
    buffer = flat.put_table(flat.put_bytes(_scaling_note()))
    fields = _fields(flat, model, 8)
    fields[BUFFERS] = flat.put_tables([*buffers, buffer])
    fields[METADATA] = flat.put_tables([*notes, note])
    return flat.finished(flat.put_table(3, *fields[1:]), SCHEMA)


def with_one_output(network: bytes) -> bytes:
    """The face network with all its points as one: those of the mesh, and the irises.

    Its outputs, [1, 1, 1, N] each, are put one behind the other, and from those numbers the 478 points are picked.
    """
    flat = Flatbuffer(network)
    model = flat.root
    operators, buffers = (flat.items(flat.field(model, slot)) for slot in (OPERATORS, BUFFERS))
    graph = flat.items(flat.field(model, GRAPHS))[0]
    parts = _fields(flat, graph, 5)
    tensors, steps = (flat.items(flat.field(graph, slot)) for slot in (TENSORS, STEPS))
    *shown, presence = flat.numbers(flat.field(graph, OUTPUTS))

    picked = _picked()
    together, picks, points = (len(tensors) + i for i in range(3))
    total = 3 * MESH + 2 * (LIPS + 2 * EYE + 2 * IRIS)
    tensors += [
        _tensor(flat, "together", [1, 1, 1, total]),
        _tensor(flat, "picks", [len(picked)], INT, len(buffers)),
        _tensor(flat, "points", [1, 1, 1, len(picked)]),
    ]
    steps += [
        _step(flat, len(operators), shown, together, CONCATENATION_OPTIONS, flat.put_table(3)),
        _step(flat, len(operators) + 1, [together, picks], points, GATHER_OPTIONS, flat.put_table(3)),
    ]
    parts[TENSORS] = flat.put_tables(tensors)
    parts[OUTPUTS] = flat.put_numbers([points, presence])
    parts[STEPS] = flat.put_tables(steps)
    fields = _fields(flat, model, 8)
    fields[OPERATORS] = flat.put_tables([*operators, _operator(flat, CONCATENATION), _operator(flat, GATHER)])
    fields[GRAPHS] = flat.put_tables([flat.put_table(*parts)])
    fields[BUFFERS] = flat.put_tables([*buffers, flat.put_table(flat.put_bytes(_packed(picked)))])
    return flat.finished(flat.put_table(3, *fields[1:]), SCHEMA)


def stand_in() -> bytes:
    """A network that takes 146 points of a face and gives 52 numbers, the first of those that it took."""
    flat = Flatbuffer()
    constants = [[0, 0, 0], [1, 26, 2]]
    tensors = [
        _tensor(flat, "points", [1, 146, 2]),
        *(_tensor(flat, name, [3], INT, 1 + i) for i, name in enumerate(("begin", "size"))),
        _tensor(flat, "numbers", [1, 26, 2]),
    ]
    step = _step(flat, 0, [0, 1, 2], 3)
    graph = flat.put_table(
        flat.put_tables(tensors),
        flat.put_numbers([0]),
        flat.put_numbers([3]),
        flat.put_tables([step]),
        flat.put_text("main"),
    )
    buffers = [flat.put_table(), *(flat.put_table(flat.put_bytes(_packed(values))) for values in constants)]
    model = flat.put_table(
        3,
        flat.put_tables([_operator(flat, SLICE)]),
        flat.put_tables([graph]),
        flat.put_text("no expressions"),
        flat.put_tables(buffers),
    )
    return flat.finished(model, SCHEMA)


def _scaling_note() -> bytes:
    flat = Flatbuffer()
    scaling = flat.put_table(flat.put_numbers([0.0], "f"), flat.put_numbers([255.0], "f"))
    process = flat.put_tables([flat.put_table(1, scaling)])  # 1: NormalizationOptions
    image = flat.put_table(flat.put_text("image"), None, None, None, process)
    graph = flat.put_table(None, None, flat.put_tables([image]))
    return flat.finished(flat.put_table(None, None, None, flat.put_tables([graph])), b"M001")


def _picked() -> list[int]:
    """For x, y, z of each of 478 points, its place in the outputs of the face network laid one behind the other."""
    places = list(range(3 * MESH))
    start = 3 * MESH + 2 * (LIPS + 2 * EYE)
    for number in range(2 * IRIS):
        depth = LEFT_IRIS_DEPTH if number < IRIS else RIGHT_IRIS_DEPTH
        places += [start + 2 * number, start + 2 * number + 1, 3 * depth + 2]
    return places


def _fields(flat: Flatbuffer, table: Place, count: int) -> list[Place | int | None]:
    return [flat.field(table, slot) for slot in range(count)]


def _packed(numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}i", *numbers)


def _operator(flat: Flatbuffer, kind: int) -> Place:
    return flat.put_table(kind, None, 1, kind)


def _tensor(flat: Flatbuffer, name: str, shape: list[int], kind: int = FLOAT, buffer: int = 0) -> Place:
    return flat.put_table(flat.put_numbers(shape), kind, buffer, flat.put_text(name))


def _step(
    flat: Flatbuffer, operator: int, inputs: list[int], output: int, kind: int = 0, options: Place | None = None
) -> Place:
    return flat.put_table(operator, flat.put_numbers(inputs), flat.put_numbers([output]), kind or None, options)


def _fit(networks: Networks) -> Networks:
    return dict(networks) | {
        "face_blendshapes.tflite": stand_in(),
        "face_landmarks_detector.tflite": with_one_output(networks["face_landmarks_detector.tflite"]),
        "hand_roi_refinement.tflite": with_scaling(networks["hand_roi_refinement.tflite"]),
        "pose_landmarks_detector.tflite": with_scaling(networks["pose_landmarks_detector.tflite"]),
    }


_POSE = "pose_landmarks_detector.tflite"


def _fit_pose(networks: Networks) -> Networks:
    return dict(networks) | {_POSE: with_scaling(networks[_POSE])}


HOLISTIC = Bundle(
    file="holistic_landmarker.task",
    networks={
        "face_detector.tflite": (
            "mediapipe/modules/face_detection/face_detection_short_range.tflite",
            "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
        ),
        "face_landmarks_detector.tflite": (
            "mediapipe/modules/face_landmark/face_landmark_with_attention.tflite",
            "e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4",
        ),
        "hand_landmarks_detector.tflite": HANDS.networks["hand_landmarks_detector.tflite"],
        "hand_roi_refinement.tflite": (
            "mediapipe/modules/holistic_landmark/hand_recrop.tflite",
            "67d996ce96f9d36fe17d2693022c6da93168026ab2f028f9e2365398d8ac7d5d",
        ),
        "pose_detector.tflite": (
            "mediapipe/modules/pose_detection/pose_detection.tflite",
            "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
        ),
        "pose_landmarks_detector.tflite": (
            "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
            "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        ),
    },
    own="SIGNREAD_HOLISTIC_BUNDLE",
    fit=_fit,
    fitted={
        "face_blendshapes.tflite": "c9f780c9dfdd77509ece9f69b2bf08eabd1faea80f103fed7083924775bb9789",
        "face_landmarks_detector.tflite": "e9af6cdc61d4e3e7b7b04088ff6a4ad788dc562ee93ab637fac2b29a42bee2f9",
        "hand_roi_refinement.tflite": "57e91baa5e38af722fdb9ce687430a943479d47aada7cd05aea367b6720d0030",
        "pose_landmarks_detector.tflite": "52be9550a08ae173dd1bd28443919e766c12560d0bba8b58ec2899a8cb0f3849",
    },
)

POSE = Bundle(
    file="pose_landmarker.task",
    networks={name: HOLISTIC.networks[name] for name in ("pose_detector.tflite", _POSE)},
    own="SIGNREAD_POSE_BUNDLE",
    fit=_fit_pose,
    fitted={_POSE: HOLISTIC.fitted[_POSE]},
)
"""The body alone: what the page looks for at every fifth picture, the hands at each."""
