from pathlib import Path

from signread.datasets.show import draw_grid, draw_montages
from signread.datasets.sign_mnist import read
from signread.sources.pictures import read_picture


def test_the_grid_and_a_montage_for_each_letter(small_zip: Path, tmp_path: Path) -> None:
    data = read(small_zip, "train")
    draw_grid(data, tmp_path / "grid.png")
    montages = draw_montages(data, tmp_path)
    assert [path.stem for path in montages] == [f"montage-{letter}" for letter in "ABCDEFGHIKLMNOPQRSTUVWXY"]
    for path in [tmp_path / "grid.png", *montages]:
        assert read_picture(path).std() > 20  # something is drawn
