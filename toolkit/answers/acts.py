"""Attributions of speech or of attitudes: those that an answer counts, and what it says of it."""

from __future__ import annotations

import pandas as pd

from toolkit.answers.answer import Facts
from toolkit.attribution.acts import ACTS
from toolkit.attribution.acts import SPEECH as SPEECH


def choose_act(
    found: pd.DataFrame, act: str | None, facts: Facts
) -> tuple[pd.DataFrame, str, list[str]]:
    """The attributions of an act, the words for them, and what is said of the others."""
    if act is None:
        return found, facts.say("acts.all"), []
    if act not in ACTS:
        raise ValueError(f"act={act!r}: {', '.join(ACTS)} or None is wanted")
    own = found[found["act"] == act]
    told = facts.say(f"acts.{act}_alone", n=len(found) - len(own), all=len(found))
    return own, facts.say(f"acts.{act}"), [told]
