"""What is no text inside a line goes, and the line runs on; between lines it parts them."""

import pytest

from toolkit.cleaning import clean

SAID = "The report says the pier is unsafe, Ada Moreno said."


@pytest.mark.parametrize(
    "part",
    [
        "<span class='screen-reader-text'> (opens in a new tab)</span>",
        "<span class='sr-only'>external</span>",
        "<span hidden>external</span>",
        "<i aria-hidden='true'>→</i>",
        "<span style='display:none'>new</span>",
        "<svg><title>External link</title><text>↗</text></svg>",
        "<noscript>Enable scripts</noscript>",
        "<script>track('report')</script>",
        "<style>a { color: red }</style>",
        "<template><p>Share</p></template>",
        "<button>Share</button>",
        "<button><span>Share</span><div>it</div></button>",
        "<select><option>One</option><option>Two</option></select>",
        "<iframe src='x'>no frames</iframe>",
        "<object data='x'>no objects</object>",
        "<audio src='x'>no sound</audio>",
        "<del>draft</del>",
        "<button>Share</button><svg><title>Icon</title></svg><script>x</script>",
    ],
)
def test_a_line_runs_on(part: str) -> None:
    assert (
        clean(
            f"<p>The <a href='x'>report{part}</a> says the pier is unsafe, Ada Moreno said.</p>"
        ).text
        == SAID
    )
    assert (
        clean(
            f"<p>The report {part} says the pier is unsafe, Ada Moreno said.</p>"
        ).text
        == SAID
    )
    assert (
        clean(f"<p>The report says the pier is unsafe{part}, Ada Moreno said.</p>").text
        == SAID
    )
    assert (
        clean(
            f"<p>{part}The report says the pier is unsafe, Ada Moreno said.{part}</p>"
        ).text
        == SAID
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        # Sentences that stood together apart from what went have a blank between them.
        (
            "<p>It rained.<button>Share</button>Then it froze.</p>",
            "It rained. Then it froze.",
        ),
        (
            "<p>It rained.<script>x</script> Then it froze.</p>",
            "It rained. Then it froze.",
        ),
        (
            "<p>Apple Inc.<button>Share</button>, the firm, won.</p>",
            "Apple Inc., the firm, won.",
        ),
        (
            "<p>“It rained.<svg><title>x</title></svg>” he said.</p>",
            "“It rained.” he said.",
        ),
        ("<p>wa<script>x</script>ter rose</p>", "water rose"),
        # What begins and ends a block parts the lines around it.
        (
            "<div>It rained<form>Sign up</form>Then it froze</div>",
            "It rained\n\nThen it froze",
        ),
        (
            "<div>It rained<nav>Home</nav>Then it froze</div>",
            "It rained\n\nThen it froze",
        ),
        (
            "<div>It rained<figure>Rain</figure>Then it froze</div>",
            "It rained\n\nThen it froze",
        ),
        (
            "<p>It rained.</p><script>x</script><p>It froze.</p>",
            "It rained.\n\nIt froze.",
        ),
        (
            "It rained.<br><br><iframe>x</iframe><br><br>It froze.",
            "It rained.\n\nIt froze.",
        ),
    ],
)
def test_what_parts_lines_and_what_does_not(body: str, text: str) -> None:
    assert clean(body).text == text


@pytest.mark.parametrize(
    ("number", "goes"),
    [
        *[(number, True) for number in ("4", "4.", "4 6", "4 of 6", "4 / 6", "4/6.")],
        *[
            (number, False)
            for number in ("1984 6", "2014.", "4 6 8", "4 and 6", "4 Ma")
        ],
    ],
)
def test_numbers_of_slides_go(number: str, goes: bool) -> None:
    cleaned = clean(f"<p>{number}</p><p>It rained on the pier, she said.</p>")
    assert (number not in cleaned.text.split("\n\n")) is goes
