"""Whether each measure takes time in line with the length of a text, on texts made to be slow.

    python benchmarks/linear.py [WORDS]

Prints for each measure and text the CPU seconds at WORDS words (10,000), at twice and at four
times as many, the least of three. A line that grows by more than 2.6 from the second to the third
is marked: there more than the length tells, or the machine was busy.
"""

import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import pandas as pd

import toolkit as tk

DAY = pd.Series(pd.to_datetime(["2016-04-22"], utc=True))
MEASURES: dict[str, Callable[[list[str]], Any]] = {
    "readability": tk.score_readability,
    "sentiment": tk.score_sentiment,
    "sentences": lambda texts: tk.find_sentences(texts, words=True),
    "attributions": tk.find_attributions,
    "dates": lambda texts: tk.find_dates(texts, DAY),
    "terms": lambda texts: tk.find_terms(texts, {"A": ["rain*", "the * ferry"]}),
}
TEXTS = {
    "no full stop": "the ferry left the harbour at nine and ",
    "capitals": "MAYOR ANN LEE SAID ON FRIDAY IT RAINED ",
    "digits": "12345 6789012 ",
    "no spaces": "rain",
    "nested quotes": '“said ‘told "',
    "quotes": '" said " ',
    "brackets": "( [ { said ",
    "endless names": "Ann Lee Bo Kim ",
    "names and commas": "Ann Lee, Bo Kim, ",
    "months": "March April ",
    "weekdays": "on Friday and Monday ",
    "ranges": "2015-2016 to 2017-",
    "he said": "A man said it rained, he said. ",
    "a source said": "a source said it rained and ",
    "officials": "An official said it rained. The official said it was wet. ",
    "named behind": "A lawmaker said it rained. Rep. Ann Lee, a clerk, said so. ",
    "citing": "It rained, the paper said, citing people familiar with the talks. ",
    "quoted as saying": "He was quoted as saying it rained and ",
    "said X": "Said Ann Lee: “No.” Asked by Bo Hart. ",
    "interview": "Q: Did it rain? A: It did.\n\n",
    "lone quotations": "“It rained,” Ann Lee said.\n\n“It was wet in May.”\n\n",
    "signatures": "“It rained.”\n\n— Ann Lee (@ann)\n\n",
    "headings": "‘It rained and rained’: mayor\n\n",
    "put it": "as Ann put it, “it rained on and on”, as Bo put it, ",
    "lawmakers in one sentence": "A lawmaker said so, and Rep. Ann Lee, a clerk, did, ",
    "but": "great but bad not good ",
    "line breaks": "said\n\n",
    "marks": "... !!! ??? ",
    "other letters": "東京 مدينة ",
}
NO_SPACES = 5  # characters of a word where there are no blanks
MARKED = 2.6


def make_text(piece: str, words: int) -> str:
    """A text of so many words, all of one piece."""
    if not piece.strip().count(" ") and not piece.endswith((" ", "\n")):
        return piece * (words * NO_SPACES // len(piece))
    return piece * (words // max(1, len(piece.split())))


def measure(ask: Callable[[list[str]], Any], text: str) -> float:
    spent = []
    for _ in range(3):
        begun = time.process_time()
        ask([text])
        spent.append(time.process_time() - begun)
    return min(spent)


def main(words: int) -> None:
    warnings.simplefilter("ignore")
    for name, ask in MEASURES.items():
        ask(["One sentence, she said on Friday."])
        for kind, piece in TEXTS.items():
            lengths = (words, 2 * words, 4 * words)
            seconds = [measure(ask, make_text(piece, n)) for n in lengths]
            grown = seconds[2] / max(seconds[1], 0.001)
            mark = (
                " <-- more than the length"
                if grown > MARKED and seconds[2] > 0.1
                else ""
            )
            shown = "  ".join(f"{spent:7.3f}" for spent in seconds)
            print(f"{name:13} {kind:18} {shown}{mark}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
