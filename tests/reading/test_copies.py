"""The same article twice: one document, or a linked copy that is no source of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

import kb as product
from kb.store.write import delete_document
from kb.text.similar import LEAST, similarity, sketch
from tests.cli.conftest import Kb
from tests.reading import files

STORY = (
    "Nvidia lost $279 billion in market value on Tuesday, September 3, 2024, the largest one-day loss of any "
    "company.\n\nIts shares fell 9.5% as a sell-off in chip makers spread through the market, and traders who had "
    "bought the stock "
    "all summer rushed to sell what they held before the close of trading in New York.\n\n"
    "The company plans to ship Blackwell in the fourth quarter of 2024, its chief executive told analysts on a call, "
    "and said that demand for the processor was well above what the company could make this year.\n"
)
OTHER = (
    "Nvidia lost $279 billion in market value on September 3, 2024. No company ever lost so much in a single day.\n\n"
    "Investors had begun to ask whether spending on artificial intelligence would ever pay, and a weak survey of "
    "factories was enough to send the whole industry down, from chip designers to the makers of machines.\n"
)
SIMPLIFIED = (
    "英伟达市值周二蒸发两千七百九十亿美元，创下美股史上最大的单日损失，投资人抛售晶片股，市场忧心人工智慧支出难以回收。"
    * 2
)
TRADITIONAL = (
    "英偉達市值週二蒸發兩千七百九十億美元，創下美股史上最大的單日損失，投資人拋售晶片股，市場憂心人工智慧支出難以回收。"
    * 2
)


def syndicated(number: int) -> str:
    return f"Chip rout, as seen by paper {number}\nBy Reporter {number}, Paper {number}\n\n{STORY}"


def test_the_same_text_is_one_document(kb: Kb, tmp_path: Path) -> None:
    texts = {
        "a.txt": STORY.encode(),
        "b.txt": STORY.replace("\n", "\r\n").encode("utf-16"),
        "c.md": STORY.encode(),
    }
    for name, data in texts.items():
        (tmp_path / name).write_bytes(data)
    assert kb("ingest", "a.txt", "b.txt", "c.md").code == 0
    assert kb("sql", "SELECT count(*) AS n FROM document", "--format", "csv").out.split() == ["n", "1"]
    # Its places change nothing, however often they are read, and in whatever order.
    before = kb("sql", "SELECT * FROM document", "--json").out
    again = kb("ingest", "b.txt", "a.txt", "--again")
    assert again.out.count("nothing new") == 2
    assert kb("sql", "SELECT * FROM document", "--json").out == before
    [event] = [each for each in kb("timeline", "--json").json if each["kind"] == "market_cap"]
    assert "the same text: b.txt, c.md" in kb("show", event["id"]).out


def test_a_better_date_counts_wherever_it_was_found(kb: Kb, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.jsonl").write_bytes(files.jsonl({"text": STORY, "date": "2024-09-04", "source": "Wire"}))
    kb("ingest", "a.txt", "b.jsonl")
    [row] = kb("sql", "SELECT source, published_on, published_how, publisher FROM document", "--json").json
    assert row == {
        "source": "a.txt", "published_on": "2024-09-04", "published_how": "metadata", "publisher": "Wire",
    }  # fmt: skip


def test_a_story_in_fifty_papers_is_one_source(tmp_path: Path) -> None:
    records = [{"text": syndicated(n), "source": f"Paper {n}", "date": "2024-09-04"} for n in range(50)]
    records.append({"text": OTHER, "source": "Own Reporter", "date": "2024-09-05"})
    (tmp_path / "a.jsonl").write_bytes(files.jsonl(*records))
    with product.open(f"sqlite:///{tmp_path}/kb.db") as base:
        list(base.ingest_all([str(tmp_path / "a.jsonl")]))
        [loss] = [event for event in base.timeline("nvidia", kind="market_cap") if len(event.statements) > 1]
        evidence = base.event(loss.id).evidence
        assert base.sql("SELECT count(*) FROM near_copy").rows == [(49,)]
    assert loss.sources == ("Paper 0", "Own Reporter")
    assert len(loss.statements) == 51
    assert {each.copy_of for each in evidence} == {None, "Paper 0"}
    assert sum(each.copy_of is None for each in evidence) == 2


def test_show_says_so(kb: Kb, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(syndicated(number))
    kb("ingest", "1.txt", "2.txt", "--published", "2024-09-04")
    [event] = [each for each in kb("timeline", "--json").json if each["kind"] == "market_cap"]
    shown = kb("show", event["id"]).out
    assert "sources   1 independent, of 2 statements" in shown
    assert "the same story as 1.txt (100 % of the words), no source of its own" in shown
    told = kb("show", event["id"], "--json").json["evidence"]
    assert sorted(str(each["copy_of"]) for each in told) == ["1.txt", "None"]


def test_when_the_first_is_forgotten_the_next_takes_its_place(tmp_path: Path) -> None:
    with product.open(f"sqlite:///{tmp_path}/kb.db") as base:
        for number in range(3):
            (tmp_path / f"{number}.txt").write_text(syndicated(number))
            base.ingest(tmp_path / f"{number}.txt", "2024-09-04")
        first = base.sql("SELECT id FROM document ORDER BY pk").rows[0][0]
        assert delete_document(base._database, first)
        assert base.sql("SELECT document_pk, of_pk FROM near_copy").rows == [(3, 2)]


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        (STORY, syndicated(1), True),
        (STORY, OTHER, False),
        (SIMPLIFIED, TRADITIONAL, True),
        (STORY, "\n\n".join(STORY.split("\n\n")[:2]), True),
        (STORY, STORY.replace("Nvidia", "Intel").replace("279", "30").replace("9.5", "2.1"), True),
        ("Nvidia fell 3%.", "Nvidia fell 3%.", False),
    ],
    ids=["byline", "other", "script", "shortened", "edited", "short"],
)
def test_what_is_alike(left: str, right: str, alike: bool) -> None:
    assert (similarity(left, right) >= LEAST) == alike
    assert similarity(left, right) == similarity(right, left)


def test_sketches_find_what_is_alike_and_are_the_same_everywhere() -> None:
    assert set(sketch(STORY)) & set(sketch(syndicated(7)))
    assert not set(sketch(STORY)) & set(sketch(OTHER))
    assert set(sketch(SIMPLIFIED)) & set(sketch(TRADITIONAL))
    assert all(0 <= value < 2**63 for value in sketch(STORY))
    # A base is read by other processes than the one that wrote it: no hash may depend on its process.
    assert sketch(STORY)[0] == 5167532907438886954
