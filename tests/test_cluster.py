"""The same measures on a Dask cluster: the same store, dtypes kept, a worker's death survived."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import toolkit as tk
from toolkit.examples import bundled
from toolkit.measuring import MEASURES, measure_posts
from toolkit.storage import reading

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")
dd = pytest.importorskip("dask.dataframe")
pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's own

BUNDLED = Path(str(bundled("data/posts")))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def memory() -> tk.Corpus:
    return tk.open_corpus(BUNDLED).prepare()


def test_a_cluster_writes_the_same_store(
    cluster: Any, memory: tk.Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "POSTS", 9)
    address = cluster.scheduler_address
    corpus = tk.open_corpus(BUNDLED, store=tmp_path / "store", workers=address)
    corpus.prepare()
    again = tk.open_corpus(tmp_path / "store")
    for name in MEASURES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(memory, name))


def test_a_worker_that_dies(
    cluster: Any, memory: tk.Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "POSTS", 5)
    with distributed.Client(cluster) as client:
        corpus = tk.open_corpus(BUNDLED, store=tmp_path / "store", workers=client)
        victims = list(client.run(os.getpid).values())[:1]

        def kill(_: int) -> None:
            while victims:
                os.kill(victims.pop(), signal.SIGKILL)

        corpus.prepare(kill)
        assert not victims
        for name in MEASURES:
            pd.testing.assert_frame_equal(getattr(corpus, name), getattr(memory, name))


def test_frames_in_memory_on_a_cluster(cluster: Any, memory: tk.Corpus) -> None:
    with distributed.Client(cluster) as client:
        found = measure_posts(memory.articles, ["dates"], workers=client)
    pd.testing.assert_frame_equal(found["dates"], memory.dates)


def test_functions_mapped_over_partitions(
    memory: tk.Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the notebook shows it: no function of the toolkit knows of Dask."""
    posts = memory.articles[["text", "published"]]
    # Else Dask makes another string type of pandas' own.
    monkeypatch.setitem(dask.config.config, "dataframe", {"convert-string": False})
    frame = dd.from_pandas(posts, npartitions=3, sort=False)
    scores = frame["text"].map_partitions(
        tk.score_readability, meta=tk.score_readability(posts["text"].head(0))
    )
    pd.testing.assert_frame_equal(scores.compute(), memory.readability)
    dates = frame.map_partitions(
        lambda part: tk.find_dates(part["text"], part["published"]),
        meta=tk.find_dates(posts["text"].head(0), posts["published"].head(0)),
    )
    found = dates.compute().reset_index(drop=True)
    pd.testing.assert_frame_equal(found, memory.dates)


def test_no_scheduler_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit import workers

    monkeypatch.setattr(workers, "PATIENCE", "1s")
    corpus = tk.open_corpus(BUNDLED, workers="tcp://127.0.0.1:1")
    with pytest.raises(ValueError, match="no Dask scheduler answers there"):
        corpus.prepare()
    for odd in (0, True, 1.5, None):
        with pytest.raises(ValueError, match="workers: "):
            tk.open_corpus(BUNDLED, workers=odd)
