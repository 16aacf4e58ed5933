"""Videos in other stores, by a server of S3 on this machine."""

import logging
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from signread import DataError
from signread.archive import archive
from signread.archive.addresses import find_videos, fingerprint

HELLO = Path(__file__).parents[1] / "data" / "hello.mp4"


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of a bucket with two videos, one of them broken."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        store = boto3.client("s3")
        store.create_bucket(Bucket="talks")
        store.upload_file(str(HELLO), "talks", "2026/hello.mp4")
        store.put_object(Bucket="talks", Key="2026/day/broken.mp4", Body=b"no video at all")
        store.put_object(Bucket="talks", Key="2026/notes.txt", Body=b"no video")
        yield "s3://talks"
    server.stop()


def test_videos_of_a_bucket_are_read_once(bucket: str, tmp_path: Path) -> None:
    rows = {}
    summary = archive([f"{bucket}/2026"], tmp_path, workers=1, on_row=lambda row, _: rows.update({row.path: row}))
    assert (summary.read, len(summary.failed)) == (1, 1)
    assert rows[f"{bucket}/2026/hello.mp4"].text == "HELLO"
    assert rows[f"{bucket}/2026/day/broken.mp4"].error.startswith(f"{bucket}/2026/day/broken.mp4: ")
    again = archive([f"{bucket}/2026/**/*.mp4", f"{bucket}/2026/hello.mp4"], tmp_path, workers=1)
    assert (again.videos, again.done_before, again.read) == (2, 2, 0)


def test_content_is_known_by_what_the_store_calls_its_version(bucket: str) -> None:
    before = fingerprint(f"{bucket}/2026/hello.mp4")
    assert before == fingerprint(f"{bucket}/2026/hello.mp4")
    boto3.client("s3").put_object(Bucket="talks", Key="changing.mp4", Body=b"one")
    one = fingerprint(f"{bucket}/changing.mp4")
    boto3.client("s3").put_object(Bucket="talks", Key="changing.mp4", Body=b"two")
    assert len({before, one, fingerprint(f"{bucket}/changing.mp4")}) == 3


@pytest.mark.parametrize("place", ["/2027", "/2026/none.mp4", "-of-others/2026"])
def test_a_place_that_is_not_there_is_named(bucket: str, place: str) -> None:
    with pytest.raises(DataError, match=f"{bucket}{place}: cannot be reached"):
        find_videos([bucket + place])
