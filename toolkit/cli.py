"""The command `toolkit`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from toolkit import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Returns
    -------
    int
        The exit code: 0 done, 1 a notebook failed, no PDF could be made or a chart is not as it
        was saved, 2 a mistake in the call or the source.
    """
    options = vars(_parser().parse_args(arguments))
    command = options.pop("command")
    try:
        return int(command(**options))
    except (OSError, ValueError, KeyError) as error:
        told = error.args[0] if isinstance(error, KeyError) else error
        print(f"toolkit: {told}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="toolkit",
        description="Study news coverage: posts in, charts you can defend out.",
    )
    parser.add_argument("--version", action="version", version=f"toolkit {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    report = commands.add_parser(
        "report", help="all notebooks on posts, their charts on one page"
    )
    report.set_defaults(command=run_report)
    _add_reading(report)
    _add_choice(report)
    report.add_argument(
        "--pdf",
        action="store_true",
        help="print the page too, as report.pdf, by the Chromium or Chrome that is there",
    )
    _fill_answer(
        commands.add_parser("answer", help="the answer to one question, with its chart")
    )
    _fill_read(
        commands.add_parser(
            "read", help="what is found in a source, and what is wrong with it"
        )
    )
    _fill_measure(
        commands.add_parser(
            "measure", help="all measures of posts, kept in a folder and gone on with"
        )
    )
    verify = commands.add_parser(
        "verify", help="whether the charts of a folder are as they were saved"
    )
    verify.set_defaults(command=run_verify)
    verify.add_argument("folder", metavar="FOLDER", help="of a report, or of charts")
    formats = commands.add_parser("formats", help="what can be read, by which extra")
    formats.set_defaults(command=run_formats)
    _fill_lexicons(
        commands.add_parser(
            "lexicons", help="where the word lists are, what yours change"
        )
    )
    return parser


def _fill_answer(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=run_answer)
    parser.add_argument(
        "name", metavar="NAME", help="of the question; an unknown one lists all"
    )
    _add_reading(parser)
    _add_choice(parser)
    parser.add_argument(
        "--within",
        metavar="COLUMN",
        help="strata, such as feed, within which groups are compared too",
    )
    parser.add_argument(
        "--sample",
        metavar="FILE",
        help="a CSV of sample_posts with codes: shares are corrected by it",
    )


def _fill_read(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=run_read)
    _add_source(parser)
    parser.add_argument(
        "--out", metavar="FILE", help="where to write the posts: .csv or .parquet"
    )


def _fill_measure(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=run_measure)
    _add_source(parser)
    parser.add_argument(
        "--store",
        required=True,
        metavar="DIR",
        help="where to keep them; with what is there only new and changed files are measured",
    )
    _add_workers(parser)


def _fill_lexicons(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=run_lexicons)
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="your own lexicons")


def _add_reading(parser: argparse.ArgumentParser) -> None:
    """What is read, how, and where to write."""
    _add_source(parser)
    add = parser.add_argument
    add(
        "--out",
        default="charts",
        metavar="DIR",
        help="where to write (default: charts)",
    )
    add(
        "--store",
        metavar="DIR",
        help="a folder that keeps what is read and measured (see toolkit measure)",
    )
    _add_workers(parser)


def _add_workers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--workers",
        type=_read_workers,
        default=1,
        metavar="N",
        help="processes for measuring (default: 1), or a Dask scheduler's address",
    )


def _read_workers(written: str) -> int | str:
    return int(written) if written.lstrip("-").isdecimal() else written


def _add_source(parser: argparse.ArgumentParser) -> None:
    """What is read, and how."""
    add = parser.add_argument
    add(
        "source",
        nargs="?",
        metavar="SOURCE",
        help="a folder or a file (default: bundled posts)",
    )
    add("--columns", metavar="FILE", help="a CSV with the columns field and column")
    add(
        "--dayfirst",
        action=argparse.BooleanOptionalAction,
        help="01/02/2016 is 1 February",
    )
    add(
        "--timezone", metavar="ZONE", help="that of times that name none (default: UTC)"
    )
    add("--lexicons", metavar="DIR", help="a folder with words of your own")


def _add_choice(parser: argparse.ArgumentParser) -> None:
    """What is asked."""
    add = parser.add_argument
    add(
        "--topics",
        metavar="FILE",
        help="a CSV with the columns topic and word, a row a word",
    )
    add("--outlets", metavar="NAMES", help="only these, with commas between them")
    add("--since", metavar="DAY", help="first day of publication, such as 2016-01-31")
    add("--until", metavar="DAY", help="last day of publication")
    add(
        "--every",
        metavar="PERIOD",
        help="day, week, month, quarter or year (default: week)",
    )
    add("--style", metavar="FILE", help="a TOML file: width, fonts, colours, words")
    add("--by", metavar="COLUMN", help="what makes the groups (default: outlet)")
    add(
        "--measure",
        metavar="NAME",
        help="of the scores (default: flesch_kincaid_grade)",
    )


def run_report(**options: Any) -> int:
    """`toolkit report`: all notebooks, gathered on a page."""
    from toolkit.report import write_report  # here, so that --help answers at once

    source = options.pop("source")
    written = write_report(source, options.pop("out"), **_split_outlets(options))
    print(written.summary)
    for failure in written.failures:
        print(f"toolkit: {failure}", file=sys.stderr)
    return 1 if written.failures else 0


def run_answer(**options: Any) -> int:
    """`toolkit answer`: one question, its sentence printed, its chart saved."""
    from toolkit.asking import answer_question

    options = _split_outlets(options)
    out = Path(options.pop("out"))
    answer = answer_question(options.pop("name"), options.pop("source"), **options)
    paths = answer.save(out)
    print(answer.sentence, answer.population, answer.left_out, sep="\n")
    print(f"Written: {', '.join(str(path) for path in paths)}")
    return 0


def run_verify(folder: str) -> int:
    """`toolkit verify`: each chart of a folder, whether it is as it was saved."""
    from toolkit.charts import check_receipts

    found = check_receipts(folder)
    if found.empty:
        raise ValueError(f"{folder}: no chart is in it")
    for row in found.to_dict("records"):
        said = [f"{part} changed" for part in row["changed"]]
        said += [f"{name} missing" for name in row["missing"]]
        print(f"  {row['chart']}: {', '.join(said) or 'ok'}")
    failed = int(found["state"].ne("ok").sum())
    print(f"Charts: {len(found):,}, not as they were saved: {failed:,}")
    print("A checksum shows changes, not who made a chart, nor that it is true.")
    return 1 if failed else 0


def run_read(source: str | None, out: str | None, **options: Any) -> int:
    """`toolkit read`: what a source holds, format by format, and the problems met."""
    from toolkit.examples import bundled
    from toolkit.health import describe_posts
    from toolkit.posts import read_source

    if out and Path(out).suffix not in (".csv", ".parquet"):
        raise ValueError(f"--out {out}: a name that ends in .csv or .parquet is wanted")
    stated = {name: value for name, value in options.items() if value is not None}
    place = source or bundled("data/posts")
    reading = read_source(place, on_problem="ignore", **stated)
    posts = reading.posts
    print(describe_posts(posts))
    for format, found in posts.groupby("format"):
        files = found["file"].nunique()
        print(f"  {format:18} posts: {len(found):,}, files: {files:,}")
    print(f"Problems: {len(reading.problems):,}")
    for (action, reason), rows in reading.problems.groupby(["action", "reason"]):
        first = rows["file"].iloc[0]
        print(f"  {action}: {reason} ({len(rows):,}, first: {first})")
    if out:
        write = posts.to_csv if out.endswith(".csv") else posts.to_parquet
        write(out)
        print(f"Written: {out}")
    return 0


def run_measure(source: str | None, store: str, workers: Any, **options: Any) -> int:
    """`toolkit measure`: all measures of a source, kept in a store."""
    from tqdm import tqdm

    from toolkit.examples import bundled
    from toolkit.opening import open_corpus

    stated = {name: value for name, value in options.items() if value is not None}
    place = source or bundled("data/posts")
    with tqdm(unit=" posts", disable=None, desc="reading") as bar:
        corpus = open_corpus(
            place, store=store, workers=workers, on_post=bar.update, **stated
        )
        bar.reset(total=len(corpus.article_table))
        bar.set_description("measuring")
        corpus.prepare(bar.update)
    print(corpus.describe())
    print(f"Problems: {len(corpus.problems):,}")
    print(f"Kept: {store}, {corpus.stories['story'].nunique():,} stories")
    return 0


def run_formats() -> int:
    """`toolkit formats`: what can be read, from the table in `toolkit.formats`."""
    import toolkit.formats

    described = (toolkit.formats.__doc__ or "").partition("\n\n")[2]
    print(described.partition("\n\nA new format")[0])
    return 0


def run_lexicons(folder: str | None) -> int:
    """`toolkit lexicons`: where the lexicons are, and what a folder of a user's changes."""
    import toolkit.lexicons as lexicons

    print(f"The package's lexicons: {Path(lexicons.__file__).parent}")
    for row in lexicons.describe_lexicons():
        own = "" if row["own"] == "yes" else f" [fixed: {row['own']}]"
        print(f"  {row['file']:22} {row['holds']}{own}")
    if folder is None:
        print(
            "A folder of yours with files of these names adds to them: toolkit lexicons FOLDER"
        )
        return 0
    changes = lexicons.read_lexicons(folder).changes()
    print(f"Yours: {Path(folder)}")
    for file, added, replaced, sha256 in changes.itertuples(index=False):
        print(f"  {file:22} {added} added, {replaced} replaced, sha256 {sha256[:12]}")
    if changes.empty:
        print("  no file with the name of a lexicon")
    return 0


def _split_outlets(options: dict[str, Any]) -> dict[str, Any]:
    names = options.pop("outlets")
    outlets = [name.strip() for name in names.split(",")] if names else None
    return options | {"outlets": outlets}
