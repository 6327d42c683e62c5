"""The notebooks, run on posts, as one page; and the paragraph that says how it was made."""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from toolkit import __version__
from toolkit.corpus import Corpus
from toolkit.examples import bundled
from toolkit.health import describe_posts
from toolkit.language import is_foreign
from toolkit.lexicons import PACKAGED, Lexicons
from toolkit.opening import is_store, open_corpus
from toolkit.pages import fill
from toolkit.posts import REPORT_MARKER
from toolkit.printing import print_page
from toolkit.readability import score_readability
from toolkit.running import NOTEBOOKS, run_notebooks
from toolkit.sections import lay_out
from toolkit.sentiment import score_sentiment
from toolkit.settings import read_settings
from toolkit.terms import read_terms
from toolkit.timeline import count_posts
from toolkit.workers import Workers

Place = str | Path
READING = ("columns", "dayfirst", "timezone", "lexicons", "style")
SENTENCE_END = re.compile(r"(?<=[.)]) +(?=[A-Z])")
CHOICE = ("outlets", "since", "until")


@dataclass(frozen=True)
class Written:
    """What `write_report` made: the page, a summary in words, what failed, the PDF if there is."""

    page: Path
    summary: str
    failures: list[str]
    pdf: Path | None = None


def write_report(
    source: Place | None = None,
    out: Place = "charts",
    *,
    topics: Place | None = None,
    workers: Workers = 1,
    store: Place | None = None,
    pdf: bool = False,
    **options: Any,
) -> Written:
    """Run the notebooks on a source and gather what they show on one page.

    Parameters
    ----------
    source
        As for `toolkit.open_corpus`; None: the bundled posts.
    out
        The folder to fill: report.html (one file, nothing from elsewhere), every chart (.png,
        .svg, .csv, the receipt .json) and the executed notebooks. The charts of an earlier report
        there are removed.
    topics
        A CSV with the columns topic and word.
    workers, store
        As for `toolkit.open_corpus`.
    pdf
        Whether the Chromium, Chrome or Edge that is there prints the page, as report.pdf.
    **options
        `columns`, `dayfirst`, `timezone`, `lexicons`, `style` (the path of a TOML file), as for
        `toolkit.open_corpus`; `outlets`, `since`,
        `until` (`toolkit.Corpus.select`); `every`, `by`, `measure`, for every answer that takes
        them. What is None is left as it is.

    Returns
    -------
    Written
        A notebook that fails is named in `failures`, on the page and in its executed copy; the
        others run all the same. A PDF that could not be made is there too.

    Raises
    ------
    FileNotFoundError, ValueError
        The source, the topics or an option is not there or wrong.
    """
    started = time.monotonic()
    source = bundled("data/posts") if source is None else Path(source)
    options = {name: value for name, value in options.items() if value is not None}
    if topics is not None:
        _check_topics(topics)  # a mistake in it should show before the notebooks run
    if Path(out).resolve() == source.resolve():
        raise ValueError(
            f"{out}: the charts would be read as posts; write them elsewhere"
        )
    reading = _reading(source, options)
    with tqdm(unit=" posts", disable=None) as bar:
        kept = {"workers": workers, "store": store}
        corpus = _measure(source, reading, options, kept, bar)
        folder = Path(out).resolve()
        (folder / "notebooks").mkdir(parents=True, exist_ok=True)
        others = _clear(folder)
        settings = _settings(source, folder, topics, reading, options)
        sections = run_notebooks(settings, folder, corpus.store, bar)
    shown = _facts(corpus, sections, folder) | {
        "source": source.resolve().name,
        "folder": f"{Path(out)}{os.sep}",
        "seconds": time.monotonic() - started,
    }
    page = folder / "report.html"
    page.write_text(fill("report.html.j2", **shown), encoding="utf-8")
    failures = [
        f"{part['name']}: {part['failure']}" for part in sections if part["failure"]
    ]
    printed = _print(page, failures) if pdf else None
    written = sorted(path.name for path in set(folder.iterdir()) - others)
    (folder / REPORT_MARKER).write_text("\n".join(written), encoding="utf-8")
    summary = fill("summary.txt.j2", **shown, printed=printed)
    return Written(page, summary, failures, printed)


def method_note(
    posts: pd.DataFrame,
    problems: pd.DataFrame | None = None,
    lexicons: Lexicons = PACKAGED,
    methods: Iterable[str] = (),
) -> str:
    """A note to cite: what was read and left out, how it was measured, versions and papers.

    Parameters
    ----------
    posts, problems
        As `toolkit.read_source` gives them.
    lexicons
        Those that were used; a user's files are named with their hashes.
    methods
        Of the answers that are shown (`Answer.method`), as a second paragraph: what several of
        them say, such as the topics, stands there once.

    >>> posts = pd.DataFrame({"published": pd.to_datetime(["2016-04-22"], utc=True),
    ...     "outlet": ["a.example"], "words": [300], "kind": ["article"], "wrong_body": [False]})
    >>> method_note(posts)[:72]
    '1 post of 1 outlet, published 2016-04-22 to 2016-04-22; 300 words. 0 fil'
    """
    skipped = 0 if problems is None else problems["action"].eq("skipped").sum()
    own = posts["kind"].eq("article") & ~posts["wrong_body"]
    foreign = is_foreign(posts["language"]) if "language" in posts else False
    articles = (own & ~foreign).sum()
    packages = ("pandas", "textstat", "vaderSentiment")
    versions = {name: version(name) for name in packages}
    note = fill(
        "method.txt.j2",
        read=describe_posts(posts),
        skipped=skipped,
        articles=articles,
        own=lexicons.changes(),
        toolkit=__version__,
        python=platform.python_version(),
        **versions,
    )
    parts = [part for method in methods for part in SENTENCE_END.split(method)]
    said = SENTENCE_END.split(note.strip())
    more = [part for part in dict.fromkeys(parts) if part not in said]
    return "\n\n".join([note.strip(), *([" ".join(more)] if more else [])])


def _print(page: Path, failures: list[str]) -> Path | None:
    """The PDF of a page; None where it could not be made, and `failures` grows by the reason."""
    try:
        return print_page(page)
    except OSError as error:
        failures.append(str(error))
        return None


def _check_topics(topics: Place) -> None:
    if not Path(topics).is_file():
        raise FileNotFoundError(f"{topics}: there is no such file or folder")
    read_terms(topics)


def _reading(source: Path, options: dict[str, Any]) -> dict[str, Any]:
    """How the source is read: what was asked for, over what stands in toolkit.toml."""
    asked = {name: options[name] for name in READING if name in options}
    found = read_settings(None if is_store(source) else source)
    if is_store(source):
        found = {name: value for name, value in found.items() if name == "style"}
    reading = found | asked
    paths = {
        name: Path(reading[name]).resolve()
        for name in ("columns", "lexicons", "style")
        if name in reading
    }
    return reading | {name: str(path) for name, path in paths.items()}


def _measure(
    source: Path,
    reading: dict[str, Any],
    options: dict[str, Any],
    kept: dict[str, Any],
    bar: Any,
) -> Corpus:
    """The corpus, read and measured, while the bar counts its posts."""
    bar.set_description("reading")
    corpus = open_corpus(source, on_post=bar.update, **kept, **reading)
    chosen = corpus.select(
        **{name: options[name] for name in CHOICE if name in options}
    )
    _check_choice(chosen, options)
    bar.reset(total=len(chosen.articles))
    bar.set_description("measuring")
    return chosen.prepare(bar.update)


def _check_choice(corpus: Corpus, options: dict[str, Any]) -> None:
    """Raise ValueError for a group, period or measure that there is not, before all is measured."""
    by = options.get("by", "outlet")
    if by not in corpus.article_table:
        there = ", ".join(map(str, corpus.article_table.columns))
        raise ValueError(f"by={by!r}: the posts have no such column; there are {there}")
    count_posts(corpus.article_table.head(1), every=options.get("every"))
    measure = options.get("measure")
    if measure is not None:
        none: list[str] = []
        columns = corpus.article_table.columns
        known = [*score_readability(none), *score_sentiment(none), *columns]
        if measure not in known:
            raise ValueError(
                f"measure={measure!r} is not known; there are {', '.join(known)}"
            )


def _settings(
    source: Path,
    folder: Path,
    topics: Place | None,
    reading: dict[str, Any],
    options: dict[str, Any],
) -> dict[str, Any]:
    """The values of the notebooks' settings cell; what is not here stays as it is there."""
    settings = {
        "SOURCE": str(source.resolve()),
        "OUT": str(folder),
        "READING": reading,
        "TOPICS": topics and str(Path(topics).resolve()),
    }
    for name in (*CHOICE, "every", "by", "measure"):
        if name in options:
            settings[name.upper()] = options[name]
    return settings


def _facts(
    corpus: Corpus, sections: list[dict[str, Any]], folder: Path
) -> dict[str, Any]:
    """What the page and the summary show beside the notebooks."""
    posts = corpus.table
    laid_out, findings = lay_out(sections)
    groups = posts["words"].groupby(posts["outlet"].fillna("unknown"))
    outlets = groups.agg(["size", "sum"]).sort_values("size", ascending=False)
    return {
        "corpus": corpus,
        "health": corpus.health,
        "outlets": outlets,
        "method": method_note(
            posts, corpus.problems, corpus.lexicons, _read_methods(folder)
        ),
        "sections": laid_out,
        "findings": findings,
        "charts": len(list(folder.glob("*.png"))),
        "version": __version__,
    }


def _read_methods(folder: Path) -> list[str]:
    """The methods of the answers that the notebooks saved: the last paragraph of each text."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    return [text.strip().rpartition("\n\n")[2] for text in texts]


def _clear(folder: Path) -> set[Path]:
    """Remove the charts of the last report, perhaps of other posts; returns what else is there."""
    marker = folder / REPORT_MARKER
    listed = marker.read_text(encoding="utf-8").splitlines() if marker.exists() else []
    for name in listed:
        (folder / Path(name).name).unlink(missing_ok=True)
    return set(folder.iterdir())


__all__ = ["NOTEBOOKS", "Written", "method_note", "write_report"]
