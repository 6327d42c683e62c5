"""The command `toolkit`."""

import argparse
import sys
from collections.abc import Sequence

from toolkit import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 done, 1 a notebook failed, 2 a mistake in the call or source."""
    parser = argparse.ArgumentParser(prog="toolkit", description="Study news coverage: posts in, charts out.")
    parser.add_argument("--version", action="version", version=f"toolkit {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    report = commands.add_parser(
        "report",
        help="run the notebooks on a folder of posts and gather their charts on one page",
        description="Run the notebooks on SOURCE (if none is named, the bundled posts) and write the page, every chart "
        "and the executed notebooks into DIR.",
    )
    report.add_argument("source", nargs="?", metavar="SOURCE", help="a folder of posts, or one file")
    report.add_argument("--out", default="charts", metavar="DIR", help="where to write (default: charts)")
    report.add_argument("--topics", metavar="FILE", help="a CSV with the columns topic and word, a row for each word")
    report.add_argument("--timezone", default="UTC", metavar="ZONE", help="that of times that name none (default: UTC)")
    options = parser.parse_args(arguments)

    from toolkit.report import write_report  # here, so that --help answers at once

    try:
        written = write_report(options.source, options.out, topics=options.topics, timezone=options.timezone)
    except (OSError, ValueError) as error:
        print(f"toolkit: {error}", file=sys.stderr)
        return 2
    print(written.summary)
    for failure in written.failures:
        print(f"toolkit: {failure}", file=sys.stderr)
    return 1 if written.failures else 0
