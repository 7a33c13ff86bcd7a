"""What a newer capture replaces, and what it does not."""

from pathlib import Path

from suara.show import opened_store
from suara.study import load_study


def test_posts_without_an_id_are_duplicates_only_where_they_are_equal(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "study.toml").write_text(
        '[study]\ntitle = "t"\n\n[[data.map]]\nfile = "*.csv"\ntable = "posts"\n'
        'columns = { platform = "=\'x\'", created_at = "hari", text = "kata", handle = "siapa" }\n'
    )
    rows = ["2024-01-01,satu,a", "2024-01-01,dua,a", "2024-01-01,satu,a", "2024-01-02,satu,a"]
    (tmp_path / "data" / "a.csv").write_text("hari,kata,siapa\n" + "\n".join(rows) + "\n")
    collected = opened_store(load_study(tmp_path))
    (file,) = collected.files
    assert (file["read"], file["stored"], file["duplicate"]) == (4, 3, 1)
