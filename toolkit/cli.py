"""The command `toolkit`."""

import argparse
import sys

from toolkit import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 done, 1 a notebook failed, 2 a mistake in the call or source."""
    parser = argparse.ArgumentParser(
        prog="toolkit", description="Study news coverage: posts in, charts out."
    )
    parser.add_argument("--version", action="version", version=f"toolkit {__version__}")
    parser.add_argument(
        "command",
        choices=["report"],
        help="run the notebooks on posts, gather their charts on a page",
    )
    parser.add_argument(
        "source",
        nargs="?",
        metavar="SOURCE",
        help="a folder or a file (default: the bundled posts)",
    )
    parser.add_argument(
        "--out",
        default="charts",
        metavar="DIR",
        help="where to write (default: charts)",
    )
    parser.add_argument(
        "--topics",
        metavar="FILE",
        help="a CSV with the columns topic and word, a row for each word",
    )
    parser.add_argument(
        "--timezone",
        default="UTC",
        metavar="ZONE",
        help="that of times that name none (default: UTC)",
    )
    options = parser.parse_intermixed_args(arguments)

    from toolkit.report import write_report  # here, so that --help answers at once

    try:
        written = write_report(
            options.source,
            options.out,
            topics=options.topics,
            timezone=options.timezone,
        )
    except (OSError, ValueError) as error:
        print(f"toolkit: {error}", file=sys.stderr)
        return 2
    print(written.summary)
    for failure in written.failures:
        print(f"toolkit: {failure}", file=sys.stderr)
    return 1 if written.failures else 0
