"""The ledger: nothing that was acknowledged is lost, nothing is there twice, nothing is changed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from suara.errors import StudyError
from suara.reduce.coders.coding import Coding
from suara.reduce.coders.ledger import FILE, Ledger
from suara.reduce.coders.schema import VERSIONS

WRITER = Path(__file__).parent / "writer.py"


def drawn(n: int) -> pl.DataFrame:
    return pl.DataFrame({"unit": [str(i) for i in range(n)], "sampling_probability": [0.25] * n, "stratum": ["a"] * n})


@pytest.fixture
def ledger(address: str, tmp_path: Path) -> Ledger:
    made = Ledger.open(tmp_path, address)
    made.open_round("one", ["attack", "emotion"], drawn(20), ["ani", "budi"], overlap=6)
    return made


def first_of(ledger: Ledger, coder: str = "ani") -> str:
    return ledger.queue(coder, "one")[0].unit


def test_every_unit_has_a_coder_and_the_overlap_has_both(ledger: Ledger) -> None:
    ani, budi = ([q.unit for q in ledger.queue(c, "one")] for c in ("ani", "budi"))
    assert set(ani) | set(budi) == {str(i) for i in range(20)}
    assert len(set(ani) & set(budi)) == 6
    assert len(ani) == len(budi) == 13
    places = [q.position for q in ledger.queue("ani", "one")]
    assert places == sorted(places)
    both = sorted(q.position for q in ledger.queue("ani", "one") if q.unit in set(budi))
    assert both != list(range(1, 7))  # nobody sees which units are compared


def test_the_order_of_units_depends_on_round_and_unit_alone(ledger: Ledger, tmp_path: Path) -> None:
    other = Ledger.open(tmp_path / "elsewhere", f"sqlite:///{tmp_path / 'other.sqlite'}")
    other.open_round("one", ["attack", "emotion"], drawn(20)[::-1], ["ani", "budi"], overlap=6)
    assert [q.unit for q in other.queue("budi", "one")] == [q.unit for q in ledger.queue("budi", "one")]


def test_a_coding_sent_twice_is_there_once(ledger: Ledger) -> None:
    coding = Coding(first_of(ledger), "attack", "ani", "1", "one", memo="ragu")
    assert ledger.add([coding]) == 1
    assert ledger.add([coding, coding]) == 0
    (row,) = ledger.latest("one").iter_rows(named=True)
    assert (row["unit"], row["value"], row["memo"], row["sampling_probability"]) == (coding.unit, "1", "ragu", 0.25)
    assert ledger.history().height == 1


def test_a_key_with_another_content_is_refused(ledger: Ledger) -> None:
    unit = first_of(ledger)
    ledger.add([Coding(unit, "attack", "ani", "1", "one", key="k")])
    with pytest.raises(StudyError, match="belongs to another coding"):
        ledger.add([Coding(unit, "attack", "ani", "0", "one", key="k")])


def test_the_last_word_holds_and_all_words_are_kept(ledger: Ledger) -> None:
    unit = first_of(ledger)
    for value in ("1", "0", "1"):
        ledger.add([Coding(unit, "attack", "ani", value, "one")])
    assert ledger.latest()["value"].to_list() == ["1"]
    assert ledger.history()["value"].to_list() == ["1", "0", "1"]
    assert ledger.undo("ani", unit, "attack", "one")
    assert not ledger.undo("ani", unit, "attack", "one")
    assert ledger.latest().is_empty()
    assert ledger.history()["action"].to_list() == ["code", "code", "code", "withdraw"]


def test_a_unit_is_done_when_every_code_has_a_value(ledger: Ledger) -> None:
    unit = first_of(ledger)
    ledger.add([Coding(unit, "attack", "ani", "1", "one")])
    assert not ledger.queue("ani", "one")[0].done
    ledger.add([Coding(unit, "emotion", "ani", "anger", "one")])
    assert ledger.queue("ani", "one")[0].done
    assert dict(ledger.queue("ani", "one")[0].coded) == {"attack": "1", "emotion": "anger"}


def test_everything_wrong_is_told_at_once_and_nothing_stored(ledger: Ledger) -> None:
    mine = first_of(ledger)
    budis = next(
        q.unit for q in ledger.queue("budi", "one") if q.unit not in {p.unit for p in ledger.queue("ani", "one")}
    )
    with pytest.raises(StudyError) as told:
        ledger.add(
            [
                Coding(mine, "attack", "ani", "1", "one"),
                Coding(mine, "attack", "ani", "2", "one"),
                Coding(mine, "atack", "ani", "1", "one"),
                Coding(mine, "crowd", "ani", "1", "one"),
                Coding("999", "attack", "ani", "1", "one"),
                Coding(budis, "attack", "ani", "1", "one"),
                Coding(mine, "attack", "ani", "1", "two"),
            ]
        )
    assert len(told.value.problems) == 6
    assert ledger.history().is_empty()


def test_a_locked_round_takes_nothing_and_gives_nothing_back(ledger: Ledger) -> None:
    unit = first_of(ledger)
    ledger.add([Coding(unit, "attack", "ani", "1", "one")])
    ledger.lock("one", "dewi")
    ledger.lock("one", "dewi")
    with pytest.raises(StudyError, match="locked"):
        ledger.add([Coding(unit, "attack", "ani", "0", "one")])
    with pytest.raises(StudyError, match="locked"):
        ledger.undo("ani", unit, "attack", "one")
    assert [r.locked for r in ledger.rounds()] == [True]
    assert [a["what"] for a in ledger.audit()] == ["opened", "locked"]


def test_a_round_is_opened_once_and_unknown_ones_are_named(ledger: Ledger) -> None:
    with pytest.raises(StudyError, match="there already"):
        ledger.open_round("one", "attack", drawn(3), ["ani"])
    assert ledger.round("one").units == 20
    with pytest.raises(StudyError, match="There are one"):
        ledger.round("two")


def test_many_clients_open_an_empty_database_at_once(address: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: Ledger.open(tmp_path, address).rounds(), range(8)))
    assert opened == [[]] * 8


def test_a_database_of_a_newer_suara_is_refused_and_not_touched(tmp_path: Path) -> None:
    Ledger.open(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as con:
        con.execute("UPDATE alembic_version SET version_num = 'later'")
    with pytest.raises(StudyError, match="newer suara"):
        Ledger.open(tmp_path)
    with sqlite3.connect(tmp_path / FILE) as con:
        assert con.execute("SELECT version_num FROM alembic_version").fetchall() == [("later",)]


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("catatan saya " * 100)
    with pytest.raises(StudyError, match="no database of codings"):
        Ledger.open(tmp_path)
    assert (tmp_path / FILE).read_text().startswith("catatan")


def test_wrong_addresses_are_told_without_the_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for address, said in [("nonsense", "no address"), ("mysql://u:geheim@h/d", "SUARA_DATABASE"),
                          ("postgresql://u:geheim@127.0.0.1:1/d", "does not answer")]:  # fmt: skip
        monkeypatch.setenv("SUARA_DATABASE", address)
        with pytest.raises(StudyError, match=said) as told:
            Ledger.open(tmp_path)
        assert "geheim" not in str(told.value)


def test_the_migrations_make_the_tables_that_the_program_uses(ledger: Ledger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from suara.engine.database import reading
    from suara.reduce.coders.schema import META

    with reading(ledger._engine) as con:
        context = MigrationContext.configure(con)
        assert context.get_current_revision() == VERSIONS[-1]
        assert compare_metadata(context, META) == []


def test_eight_coders_at_once_killed_three_times(address: str, tmp_path: Path) -> None:
    """4,000 codings of 8 processes; three of them are killed in the middle of their work and started again."""
    Ledger.open(tmp_path, address).open_round("big", "attack", drawn(500), [f"c{i}" for i in range(8)], overlap=500)

    def start(coder: int, *killed_after: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, WRITER, address, tmp_path, f"c{coder}", 500, tmp_path / f"ack{coder}", *killed_after]
        return subprocess.Popen(list(map(str, command)))

    def acknowledged(coder: int) -> list[str]:
        return (tmp_path / f"ack{coder}").read_text().split()

    killed = {1: 40, 4: 150, 6: 300}
    running = {coder: start(coder, *([killed[coder]] if coder in killed else [])) for coder in range(8)}
    for coder in killed:
        assert running[coder].wait(timeout=240) != 0
        assert killed[coder] <= len(acknowledged(coder)) < 500
        running[coder] = start(coder)
    assert [process.wait(timeout=240) for process in running.values()] == [0] * 8

    history = Ledger.open(tmp_path, address).history()
    assert history.height == 4000
    assert history["key"].n_unique() == 4000
    assert {key for coder in range(8) for key in acknowledged(coder)} == set(history["key"])
    assert Ledger.open(tmp_path, address).latest("big").height == 4000
