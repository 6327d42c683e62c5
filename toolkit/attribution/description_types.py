"""What kind of source a description is: by its last known word and the words around it."""

from toolkit.attribution.anonymity import asks_for_anonymity
from toolkit.attribution.coreference import Context
from toolkit.attribution.phrase_parts import Phrase
from toolkit.attribution.vocabulary import Rules

NEWS = "any news"  # kinds.csv
OWNERS = {"his", "her", "its", "their"}


def type_of_head(words: list[str], rules: Rules) -> str:
    """The type of a description; news agencies and news reports are media."""
    if brings_news(words, rules):
        return "media"
    type_ = rules.type_of(words)
    if type_ == "organisation" and _are_bodies(words[-1], rules):
        return "group"
    if type_ not in ("media", "document") and rules.is_plural(words[-1]):
        return "group"  # industry watchers
    return type_ or _type_of_other(words[-1], rules)


def _are_bodies(word: str, rules: Rules) -> bool:
    """Whether a word is for several bodies: countries, committees, authorities; not: police."""
    low = word.lower()
    if low.endswith(("'s", "’s")):
        return False
    ends = (("ies", "y"), ("es", ""), ("s", ""))
    one = (low.removesuffix(end) + more for end, more in ends if low.endswith(end))
    return any(rules.listed(word, "organisation") for word in one)


def type_of_one(context: Context, phrase: Phrase, type_: str) -> str:
    """The type of a description; of one of several bodies that of a body: one of the firms."""
    before = context.words[max(0, phrase.start - 2) : phrase.start]
    one = [word.lower() for word in before] == ["one", "of"]
    words = context.words[phrase.head : phrase.end]
    if type_ != "group" or not one or not _are_bodies(words[-1], context.rules):
        return type_
    return context.rules.type_of(words) or type_


def brings_news(words: list[str], rules: Rules) -> bool:
    """Whether the last words are for what brings news: a news agency; no social media site."""
    (*before, last) = words
    if not before or not rules.listed(last, "carrier"):
        return False
    return before[-1].lower() in rules.kinds[NEWS] and "social" not in before


def settle_type(context: Context, phrase: Phrase, type_: str, one: bool) -> str:
    """The type of a description, by what stands with its head."""
    if type_ == "voice":
        asks = asks_for_anonymity(context, phrase.head, phrase.stop)
        return "anonymous" if asks else "organisation"
    head = context.words[phrase.end - 1]
    if context.rules.listed(head, "reporting") or _is_of_outlet(context, phrase):
        return "media"
    if context.rules.listed(head, "agent") and _speaks_for(context, phrase):
        return "unknown"
    if type_ in ("group", "title", "role"):
        return _type_of_unnamed(context, phrase, type_, one)
    return type_


def _is_of_outlet(context: Context, phrase: Phrase) -> bool:
    """Whether somebody saw it for an outlet: a Reuters witness, an AP photographer."""
    *before, head = context.words[phrase.head : phrase.end]
    own = any(context.rules.listed(word, "media") for word in before)
    return own and context.rules.listed(head, "eyes")


def _type_of_other(word: str, rules: Rules) -> str:
    """The type of a description whose words no lexicon has; "" for one that is no source."""
    if rules.is_pronoun(word):
        return ""
    if rules.listed(word, "quantity") or rules.is_plural(word):
        return "group"
    empty = rules.listed(word, "time", "determiner") or not word[0].isalpha()
    return "" if empty else "unknown"


def _speaks_for(context: Context, phrase: Phrase) -> bool:
    """Whether a lawyer's client is said with him: his lawyer, a lawyer for the family."""
    before = context.words[phrase.start : phrase.end]
    owned = any(
        word.lower() in OWNERS or word.endswith(("'s", "’s")) for word in before
    )
    behind = context.words[phrase.end : phrase.end + 1]
    return owned or behind in (["for"], ["of"], ["representing"])


def _type_of_unnamed(context: Context, phrase: Phrase, type_: str, one: bool) -> str:
    """What a group, or a person known by title or role, is that the post does not name.

    A group may turn out to be anonymous when the post is read, so that "he" is none of it.
    """
    if type_ == "group":
        return "group"
    asks = asks_for_anonymity(context, phrase.head, phrase.stop)
    return "anonymous" if one or asks else "unknown"
