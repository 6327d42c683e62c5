"""Shares of groups as a sample read by hand corrects them."""

from __future__ import annotations

import pandas as pd

from toolkit.answers.answer import Facts, list_values
from toolkit.coding.correcting import correct_share


def correct_table(
    table: pd.DataFrame,
    articles: pd.DataFrame,
    flag: str,
    sample: pd.DataFrame,
    facts: Facts,
) -> tuple[pd.DataFrame, str, str]:
    """The table with corrected shares, what its subtitle adds, and a sentence on the errors.

    `articles` holds the column `flag`, and the groups, by post_id. Raises ValueError for a sample
    that is not of these articles, or not coded.
    """
    strange = sample.index.difference(facts.corpus.article_table.index)
    if len(strange):
        raise ValueError(
            f"sample: {len(strange)} posts are no articles of this corpus, as {strange[0]!r}"
        )
    flags = articles[flag].astype(bool).reset_index(drop=True)
    groups = articles[facts.by].reset_index(drop=True)
    mended = correct_share(sample, flags, groups)
    errors = correct_share(sample).iloc[0]
    places = table[facts.by].map(
        dict(zip(mended.index, range(len(mended)), strict=True))
    )
    known = mended.iloc[places.astype(int)]
    uncorrected = [
        (group, f"{share:.0%}")
        for group, share in zip(table[facts.by], table["share"], strict=True)
    ]
    table = table.assign(
        share=known["share"].to_numpy(),
        low=known["low"].to_numpy(),
        high=known["high"].to_numpy(),
    )
    said = facts.say(
        "corrected.detail",
        right=errors["right"],
        found=errors["found"],
        shares=list_values(uncorrected),
    )
    return table, facts.say("corrected.subtitle", n=int(errors["coded"])), said
