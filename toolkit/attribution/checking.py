"""A sample of attributions for a person to judge, and the precision that the verdicts show."""

from typing import Any, NamedTuple

import pandas as pd

from toolkit.attribution.evidence import explain
from toolkit.intervals import wilson_interval

VERDICTS = ("right", "wrong", "skip")


class Sample(NamedTuple):
    """Attributions to judge: a notebook shows one by one with buttons."""

    verdicts: pd.DataFrame  # to save or fill in
    posts: pd.DataFrame
    by: str

    def precision(self) -> pd.DataFrame:
        """How many of the judged attributions are right.

        Returns
        -------
        DataFrame
            One row a stratum, and one for `all`, weighted by size, whose share is NaN until each
            stratum is judged: `size` · `judged` · `right` · `precision` (0 to 1) · `low`, `high`
            (95 %, Wilson 1927).

        Raises
        ------
        ValueError
            A verdict is none of right, wrong, skip, empty.
        """
        verdict = self.verdicts["verdict"]
        if strange := set(verdict.dropna()).difference(VERDICTS):
            raise ValueError(f"a verdict is right, wrong, skip or empty, not {strange}")
        flags = self.verdicts.assign(
            judged=verdict.isin(["right", "wrong"]), right=verdict == "right"
        )
        strata = flags.groupby(self.by, observed=True)
        table = strata.agg({"size": "first", "judged": "sum", "right": "sum"})
        table = table.astype(int)
        share = table["right"] / table["judged"]
        size = table["judged"].astype(float)
        weight = table["size"] / table["size"].sum()
        share.loc["all"] = (weight * share).sum(skipna=False)
        size.loc["all"] = _effective_draws(table, weight)
        table.loc["all"] = table.sum()
        table["precision"], table["low"], table["high"] = wilson_interval(
            share * size, size
        )
        return table

    def _ipython_display_(self) -> None:
        import ipywidgets as widgets
        from IPython.display import display

        page = widgets.HTML()
        buttons = [widgets.Button(description=verdict) for verdict in VERDICTS]

        def judge(button: Any) -> None:
            self._judge(button.description)
            page.value = self._show_next()

        for button in buttons:
            button.on_click(judge)
        page.value = self._show_next()
        display(widgets.VBox([widgets.HBox(buttons), page]))

    def _left(self) -> "pd.Index[Any]":
        return self.verdicts.index[self.verdicts["verdict"].isna()]

    def _judge(self, verdict: str) -> None:
        self.verdicts.loc[self._left()[:1], "verdict"] = verdict

    def _show_next(self) -> str:
        """HTML: how many are left, the precision so far, the next one in its post."""
        left = self._left()
        shown = f"<p>{len(left)} to judge</p>{self.precision().round(2).to_html()}"
        for number in left[:1]:
            one = self.verdicts.loc[[number]]
            post = self.posts.loc[one["post_id"].iloc[0]]
            # Who judges is not told how sure the model is.
            unrated = one.drop(columns="confidence", errors="ignore")
            shown += explain(post, unrated).data
        return shown


def check_sample(
    attributions: pd.DataFrame,
    posts: pd.DataFrame,
    *,
    n: int = 50,
    by: str = "kind",
    seed: int = 0,
) -> Sample:
    """Attributions drawn by chance for a person to judge, as many of each stratum if possible.

    A notebook shows them in their posts, with buttons. The precision of all is weighted by the
    sizes of the strata, its interval (Wilson 1927, 95 %) that of as many draws as would vary as
    much (strata smoothed: Agresti & Coull 1998, American Statistician 52:119-126).

    Parameters
    ----------
    attributions
        As `find_attributions` gives them.
    posts
        Indexed by post_id.
    n
        How many are drawn.
    by
        The column whose values are the strata.
    seed
        Of the draw.

    Returns
    -------
    Sample
        `verdicts`: what was drawn, the `size` of its stratum, and `verdict` (right, wrong, skip;
        empty: not judged), to save or to fill in; `precision()`: what the verdicts show.

    Raises
    ------
    KeyError
        There is no column `by`.

    >>> found = pd.DataFrame({"post_id": "a", "kind": ["direct", "direct", "indirect"]})
    >>> sample = check_sample(found, pd.DataFrame({"text": ["..."]}, index=["a"]), n=2)
    >>> sample.verdicts["verdict"] = ["right", "wrong"]
    >>> sample.precision()["judged"].to_dict()
    {'direct': 1, 'indirect': 1, 'all': 2}
    """
    mixed = attributions.dropna(subset=by).sample(
        frac=1, random_state=seed, ignore_index=True
    )
    strata = mixed.groupby(by, observed=True)
    mixed["size"] = strata[by].transform("size")
    turn = strata.cumcount().sort_values(kind="stable")
    drawn = mixed.loc[turn.index[:n]].reset_index(drop=True)
    return Sample(drawn.assign(verdict=pd.Series(dtype="str")), posts, by)


def _effective_draws(table: pd.DataFrame, weight: pd.Series) -> float:
    """As many draws from all as vary like those of the strata (shares smoothed)."""
    smooth = (table["right"] + 1) / (table["judged"] + 2)
    middle = float((weight * smooth).sum())
    variance = (weight**2 * smooth * (1 - smooth) / table["judged"]).sum()
    return middle * (1 - middle) / (variance or 1)
