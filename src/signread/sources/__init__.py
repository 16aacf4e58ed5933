"""Where clips come from: image files, video files and cameras.

Whatever opens one opens it at once, so that a wrong path is an error here and now.
"""

from pathlib import Path

from signread.errors import PictureError
from signread.sources.camera import open_camera
from signread.sources.pictures import PICTURE_SUFFIXES, open_picture, open_pictures
from signread.sources.video import SOUND_SUFFIXES, VIDEO_SUFFIXES, is_media, is_video, open_video
from signread.types import Clip

__all__ = ["open_camera", "open_path", "open_picture", "open_pictures", "open_video"]


def open_path(path: str | Path, *, isolated: bool = False) -> Clip:
    """The clip in a file: a picture or a video, by its name, or where that says nothing by its content.

    isolated: whether a video is decoded in a process of its own, see `open_video`.

    Raises PictureError where there is nothing to read; of a folder `open_pictures` gives a clip for each picture.
    """
    path = Path(path)
    if path.is_dir():
        raise PictureError(f"{path}: a folder, expected a file; open_pictures gives a clip for each of its pictures")
    if path.suffix.lower() in PICTURE_SUFFIXES and not is_video(path):
        return open_picture(path)
    if not path.exists():
        raise PictureError(f"{path}: no such file or folder")
    if path.suffix.lower() not in VIDEO_SUFFIXES | SOUND_SUFFIXES and not is_media(path):
        known = " ".join(sorted(PICTURE_SUFFIXES | VIDEO_SUFFIXES))
        raise PictureError(f"{path}: neither a picture nor a video; expected a folder or one of {known}")
    return open_video(path, isolated=isolated)
