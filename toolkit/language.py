"""The language of a text (ISO 639-1): English by its commonest words, others by py3langid."""

import re
from functools import cache
from importlib import import_module
from typing import Any

import pandas as pd

from toolkit.lexicons import PACKAGED

COMMON_WORDS = frozenset(
    row["word"].encode() for row in PACKAGED.rows("common_words.csv")
)
LANGUAGES = PACKAGED.column("languages.csv", "name", "code")
TOO_FEW = 20  # words that tell no language
TOO_SHORT = 30  # characters a word: a script with fewer blanks has none between words
READ = 2000  # characters that are looked at
CODE = re.compile(r"([a-z]{2,3})(?:[-_].*)?")


def language_of(text: str, stated: str = "") -> str | float:
    """en where the commonest English words make up an eighth of the text, else as py3langid says.

    A text of under 20 words is what `stated` says of it, or NaN. The library is asked only
    where the words say no: it is a hundred times slower. Where it too says English, as of lists
    of names, so it is.

    >>> language_of("It was the worst of times and it was the best of times, "
    ...             "and so it went on for the rest of them.")
    'en'
    """
    start = text[:READ]
    words = start.encode("utf-8", "replace").lower().split()
    if len(words) >= TOO_FEW:
        # Nearly each second word of English is common: half of a text mostly tells it.
        half = len(words) // 2
        common = _count_common(words[:half])
        if common < len(words) / 8:
            common += _count_common(words[half:])
        if common >= len(words) / 8:
            return "en"
    elif stated or len(start) < TOO_SHORT * (1 + len(words)):
        return language_code(stated)
    code: str = _identifier().classify(start)[0]
    return code


def _count_common(words: list[bytes]) -> int:
    return sum(map(COMMON_WORDS.__contains__, words))


def language_code(stated: str) -> str | float:
    """The code of a language as sources name it: de, de-AT, deu, German, Deutsch; NaN for ''.

    >>> language_code("en-US"), language_code("German"), language_code("deu")
    ('en', 'de', 'de')
    """
    name = stated.strip().lower()
    if not name:
        return float("nan")
    if name in LANGUAGES:
        return LANGUAGES[name]
    code = CODE.fullmatch(name)
    return LANGUAGES.get(code[1], code[1]) if code else name


def is_foreign(language: Any) -> Any:
    """Whether a language is known and not English: of one, or of each in a column."""
    if isinstance(language, pd.Series):
        return language.notna() & language.ne("en")
    return isinstance(language, str) and language != "en"


@cache
def _identifier() -> Any:
    """The library's model, of 75 MB: loaded at the first text whose words say no."""
    library = import_module("py3langid.langid")
    # Our own, so that languages chosen elsewhere change nothing here.
    return library.LanguageIdentifier.from_model_file(library.MODEL_FILE)


def let_go() -> None:
    """Free the memory of the library's model: it is loaded again when it is wanted."""
    _identifier.cache_clear()
