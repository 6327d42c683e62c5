"""Receipts that prove: one checksum, the files of a folder, and what an answer was made from."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import BUNDLED

import toolkit as tk
from toolkit.cli import main

TABLE = pd.DataFrame({"outlet": ["a", "b"], "n": [40, 30], "mean": [9.0, 8.0]})


def draw(**options: Any) -> tk.Chart:
    words = {"title": "A leads", "subtitle": "s", "source": "d", "alt": "a"}
    return tk.draw_comparison(TABLE, made_from=["p1", "p2"], **words | options)


@pytest.fixture(scope="module")
def corpus() -> tk.Corpus:
    return tk.open_corpus(BUNDLED)


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "title": lambda receipt: receipt.update(title="B leads"),
    "subtitle": lambda receipt: receipt.update(subtitle="t"),
    "made_from": lambda receipt: receipt["made_from"].append("p3"),
    "n": lambda receipt: receipt.update(n=71),
    "version": lambda receipt: receipt["versions"].update(textstat="0.7.7"),
    "settings": lambda receipt: receipt["made_with"].update(seed=1),
    "picture": lambda receipt: receipt["pictures"].update(png="0" * 64),
    "checksum": lambda receipt: receipt.pop("checksum"),
    "something more": lambda receipt: receipt.update(more=1),
}


class TestVerify:
    @pytest.mark.parametrize("change", CHANGES)
    def test_what_is_changed_in_a_receipt_is_found(
        self, change: str, tmp_path: Path
    ) -> None:
        _, _, csv, path = draw().save(tmp_path / "a")
        receipt = json.loads(path.read_text(encoding="utf-8"))
        assert tk.verify(receipt, TABLE)
        assert tk.verify(path, csv)
        CHANGES[change](receipt)
        assert not tk.verify(receipt, TABLE)
        path.write_text(json.dumps(receipt), encoding="utf-8")
        assert not tk.verify(path, csv)
        assert tk.check_receipts(tmp_path).changed[0][0] == "receipt"

    def test_a_changed_table_is_found(self) -> None:
        receipt = draw().receipt()
        assert not tk.verify(receipt, TABLE.assign(mean=[9.0, 8.1]))

    def test_a_table_that_is_changed_in_the_receipt_too_is_found(
        self, tmp_path: Path
    ) -> None:
        _, _, csv, path = draw().save(tmp_path / "a")
        csv.write_text(csv.read_text().replace("9", "7"))
        receipt = json.loads(path.read_text(encoding="utf-8"))
        receipt["table"]["sha256"] = hashlib.sha256(csv.read_bytes()).hexdigest()
        assert not tk.verify(receipt, csv)

    def test_its_limits_are_said(self) -> None:
        import toolkit.charts.receipts as receipts

        for said in (tk.verify.__doc__, receipts.__doc__):
            assert "signature" in str(said)
            assert "anybody" in str(said).lower()


class TestFolder:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        draw().save(tmp_path / "a")
        draw(title="Two").save(tmp_path / "below" / "b")
        (tmp_path / "other.json").write_text("{}")
        return tmp_path

    def test_all_that_is_as_it_was_is_ok(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = tk.check_receipts(folder)
        assert found.chart.tolist() == ["a", "below/b"]
        assert found.state.tolist() == ["ok", "ok"]
        assert main(["verify", str(folder)]) == 0
        assert "a: ok" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("name", "told"),
        [("a.png", "png"), ("a.svg", "svg"), ("a.csv", "table"), ("a.json", "receipt")],
    )
    def test_what_was_changed_is_named(
        self, folder: Path, name: str, told: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = folder / name
        content = path.read_bytes()
        changed = content.replace(b"A leads", b"B leads") + b"\n"
        path.write_bytes(content + b"x" if name.endswith(("png", "svg")) else changed)
        first = tk.check_receipts(folder).iloc[0]
        assert first.state == "changed"
        assert first.changed == [told]
        assert main(["verify", str(folder)]) == 1
        assert f"a: {told} changed" in capsys.readouterr().out

    @pytest.mark.parametrize("name", ["a.png", "a.csv", "a.json"])
    def test_what_is_missing_is_named(
        self, folder: Path, name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / name).unlink()
        first = tk.check_receipts(folder).iloc[0]
        assert (first.chart, first.state, first.missing) == ("a", "missing", [name])
        assert main(["verify", str(folder)]) == 1
        assert f"a: {name} missing" in capsys.readouterr().out

    def test_a_picture_of_another_chart_is_found(self, folder: Path) -> None:
        shutil.copy(folder / "below" / "b.png", folder / "a.png")
        assert tk.check_receipts(folder).changed[0] == ["png"]

    def test_a_receipt_that_is_broken_is_a_changed_one(self, folder: Path) -> None:
        (folder / "a.json").write_text('{"title": ')
        assert tk.check_receipts(folder).changed[0] == ["receipt"]

    def test_a_folder_without_a_chart_or_none_is_a_mistake(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "empty").mkdir()
        assert main(["verify", str(tmp_path / "empty")]) == 2
        assert "no chart is in it" in capsys.readouterr().err
        assert main(["verify", str(tmp_path / "not there")]) == 2


class TestMadeWith:
    def test_an_answer_states_settings_seed_topics_and_files(
        self, corpus: tk.Corpus
    ) -> None:
        topics = {"Ferry": ["ferry", "ferries"]}
        receipt = tk.answer_topics(corpus, topics, by="feed", most=3).chart.receipt()
        made = receipt["made_with"]
        assert made["question"] == "topics"
        assert made["settings"]["by"] == "feed"
        assert made["settings"]["most"] == 3
        assert made["settings"]["within"] is None
        assert made["seed"] == 0
        assert made["topics"] == topics
        source = made["source"]
        assert (source["name"], source["posts"], source["files"]) == ("posts", 240, 240)
        few = corpus.select(since="2024-04-25")
        listing = tk.answer_outlets(few).chart.made_with["source"]["listing"]
        assert len(listing) == len(few.source_files)
        for row in listing:
            content = (BUNDLED / row["file"]).read_bytes()
            assert row["sha256"] == hashlib.sha256(content).hexdigest()

    def test_of_a_selection_only_its_files(self, corpus: tk.Corpus) -> None:
        few = corpus.select(since="2024-04-01")
        assert 0 < len(few.source_files) < 240
        source = tk.answer_outlets(few).chart.made_with["source"]
        assert source["files"] == len(few.source_files)
        assert source["selection"] == ["from 1 Apr 2024"]

    def test_a_changed_file_changes_the_receipt(self, tmp_path: Path) -> None:
        for name in ("a.md", "b.md"):
            (tmp_path / name).write_text(f"---\ntitle: {name}\n---\nSome words here.\n")
        before = tk.answer_outlets(tk.open_corpus(tmp_path)).chart.receipt()
        again = tk.answer_outlets(tk.open_corpus(tmp_path)).chart.receipt()
        assert before == again
        (tmp_path / "a.md").write_text("---\ntitle: a.md\n---\nOther words here.\n")
        after = tk.answer_outlets(tk.open_corpus(tmp_path)).chart.receipt()
        one, other = (r["made_with"]["source"] for r in (before, after))
        assert one["sha256"] != other["sha256"]
        assert one["listing"][0] != other["listing"][0]
        assert one["listing"][1] == other["listing"][1]
        assert before["checksum"] != after["checksum"]

    def test_many_files_have_one_hash(self, tmp_path: Path) -> None:
        for number in range(101):
            (tmp_path / f"{number:03}.txt").write_text(f"Post {number}\n\nWords here.")
        corpus = tk.open_corpus(tmp_path)
        source = tk.answer_outlets(corpus).chart.made_with["source"]
        assert source["files"] == 101 == len(corpus.source_files)
        assert "listing" not in source

    def test_a_frame_and_a_store_have_their_hashes_too(self, tmp_path: Path) -> None:
        frame = pd.DataFrame({"text": ["Some words.", "Other words."]})
        one = tk.open_corpus(frame).source_files
        assert one["file"].tolist() == ["a frame"]
        other = tk.open_corpus(frame.assign(text="x")).source_files
        assert one["sha256"][0] != other["sha256"][0]
        stored = tk.open_corpus(BUNDLED, store=tmp_path / "store").source_files
        pd.testing.assert_frame_equal(stored, tk.open_corpus(BUNDLED).source_files)

    def test_model_lexicons_and_scorers_are_named(self) -> None:
        versions = draw().receipt()["versions"]
        model = Path(tk.__file__).parent / "models" / "attribution.npz"
        expected = hashlib.sha256(model.read_bytes()).hexdigest()
        assert versions["attribution model"] == expected
        assert len(versions["lexicons of the package"]) == 64
        assert versions["textstat"] == "0.7.8"
        assert versions["vaderSentiment"] == "3.3.2"

    def test_the_style_is_stated(self) -> None:
        chart = draw(style=tk.Style(width=5, formats=("pdf",)))
        assert chart.receipt()["style"] == {"width": 5, "formats": ["pdf"]}
        assert draw().receipt()["style"] == {}
