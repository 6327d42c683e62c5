"""Attributions to look at: a post as HTML with the evidence marked, and a sample of them for a person to judge."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from toolkit.intervals import wilson_interval
from toolkit.pages import fill
from toolkit.words import split_paragraphs

Mark = tuple[
    int, int, str, str, str
]  # start and end, role, label printed before it, note shown on pointing at it


class Evidence(NamedTuple):
    """A marked post: a notebook shows it, `data` is its HTML, `save` writes a page that loads and runs nothing."""

    title: str
    data: str

    def _repr_html_(self) -> str:
        return self.data

    def save(self, path: str | Path) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(
            fill("evidence.html.j2", title=self.title, data=self.data),
            "utf-8",
            "xmlcharrefreplace",
        )


def explain(post: Mapping[str, Any] | pd.Series, attributions: pd.DataFrame | None = None,
            dates: pd.DataFrame | None = None) -> Evidence:  # fmt: skip
    """A post with its sources, cues, contents and dates marked, to show in a notebook or ``.save("post.html")``.

    `post` is a row of the posts frame (``posts.loc[post_id]``); of `attributions` and `dates` the rows of this post are
    shown. The marks of an attribution carry its number, which a list below explains. Nothing of a post becomes HTML.

    >>> post = pd.Series({"title": "A < B", "text": "It rained."}, name="p1")
    >>> "A &lt; B" in explain(post).data
    True
    """
    title, text = (
        post[key] if isinstance(post.get(key), str) else "" for key in ("title", "text")
    )
    own = post.get("post_id", getattr(post, "name", None))
    said, dated = (
        [] if of is None else of[of["post_id"] == own].to_dict("records")
        for of in (attributions, dates)
    )
    marks, notes = list[Mark](), list[str]()
    for number, row in enumerate(said, start=1):
        who = row["speaker"] if isinstance(row["speaker"], str) else "no speaker"
        notes.append(f"{who} ({row['source_type']}), {row['kind']}")
        for role in ("source", "cue", "content"):
            marks += [
                (start, end, role, f"{role} {number}", notes[-1])
                for start, end in row[role + "_spans"]
            ]
    marks += [
        (row["start"], row["end"], "date", str(row["value"]), f"date: {row['value']}")
        for row in dated
    ]
    facts = [
        post[key]
        for key in ("outlet", "published")
        if key in post and not pd.isna(post[key])
    ]
    paragraphs = [
        _cut(text, marks, start, end) for start, end in split_paragraphs(text)
    ]
    data = fill(
        "evidence.html.j2", title=title, facts=facts, paragraphs=paragraphs, notes=notes
    )
    return Evidence(title or "A post", data)


def _cut(
    text: str, marks: list[Mark], start: int, end: int
) -> list[tuple[int, str, list[Mark]]]:
    """One paragraph cut wherever a mark begins or ends: place, text and marks (longest first) of each piece."""
    here = sorted(
        (mark for mark in marks if mark[0] < end and mark[1] > start),
        key=lambda mark: mark[0] - mark[1],
    )
    cuts = sorted(
        {start, end, *(cut for mark in here for cut in mark[:2] if start < cut < end)}
    )
    over = {left: [mark for mark in here if mark[0] <= left < mark[1]] for left in cuts}
    return [(left, text[left:right], over[left]) for left, right in pairwise(cuts)]


class Sample(NamedTuple):
    """Attributions to judge: a notebook shows one by one with buttons; `verdicts` is the frame to save or fill in."""

    verdicts: pd.DataFrame
    posts: pd.DataFrame
    by: str

    def precision(self) -> pd.DataFrame:
        """`size`, `judged`, `right`, `precision`, `low`, `high` by stratum; of all, weighted, if each has some."""
        if strange := set(self.verdicts["verdict"].dropna()) - {
            "right",
            "wrong",
            "skip",
        }:
            raise ValueError(f"a verdict is right, wrong, skip or empty, not {strange}")
        judged, right = (
            self.verdicts["verdict"].isin(["right", "wrong"]),
            self.verdicts["verdict"] == "right",
        )
        strata = self.verdicts.assign(judged=judged, right=right).groupby(
            self.by, observed=True
        )
        table = strata.agg({"size": "first", "judged": "sum", "right": "sum"}).astype(
            int
        )
        weight, smooth = (
            table["size"] / table["size"].sum(),
            (table["right"] + 1) / (table["judged"] + 2),
        )
        middle, variance = (
            (weight * smooth).sum(),
            (weight**2 * smooth * (1 - smooth) / table["judged"]).sum(),
        )
        share, of = table["right"] / table["judged"], table["judged"].astype(float)
        share.loc["all"], of.loc["all"] = (
            (weight * share).sum(skipna=False),
            middle * (1 - middle) / (variance or 1),
        )
        table.loc["all"] = table.sum()
        return table.assign(
            **dict(
                zip(
                    ["precision", "low", "high"],
                    wilson_interval(share * of, of),
                    strict=True,
                )
            )
        )

    def _ipython_display_(self) -> None:
        import ipywidgets as widgets
        from IPython.display import display

        page, buttons = (
            widgets.HTML(),
            [
                widgets.Button(description=verdict)
                for verdict in ("right", "wrong", "skip")
            ],
        )

        def judge(button: Any = None) -> None:
            left = self.verdicts.index[self.verdicts["verdict"].isna()]
            if button and len(left):
                self.verdicts.loc[left[:1], "verdict"], left = (
                    button.description,
                    left[1:],
                )
            page.value = (
                f"<p>{len(left)} to judge</p>{self.precision().round(2).to_html()}"
            )
            for _, one in self.verdicts.loc[left[:1]].iterrows():
                page.value += explain(
                    self.posts.loc[one["post_id"]], one.to_frame().T
                ).data

        for button in buttons:
            button.on_click(judge)
        judge()
        display(widgets.VBox([widgets.HBox(buttons), page]))


def check_sample(attributions: pd.DataFrame, posts: pd.DataFrame, *, n: int = 50, by: str = "kind",
                 seed: int = 0) -> Sample:  # fmt: skip
    """Attributions drawn by chance, if possible as many of each value of `by` (a stratum), for a person to judge.

    A notebook shows them in their posts (indexed by post_id), with buttons. `.verdicts`: what was drawn, the `size` of
    its stratum, and `verdict` (right, wrong, skip; empty: not judged), to save or to fill in. `.precision()`: per
    stratum, and for all weighted by size, with the interval of Wilson (1927, 95 %); for all at the number of draws that
    would vary as much (strata smoothed: Agresti & Coull 1998, American Statistician 52:119-126). KeyError without `by`.

    >>> found = pd.DataFrame({"post_id": ["a", "a", "a"], "kind": ["direct", "direct", "indirect"]})
    >>> sample = check_sample(found, pd.DataFrame({"text": ["..."]}, index=["a"]), n=2)
    >>> sample.verdicts["verdict"] = ["right", "wrong"]
    >>> sample.precision()["judged"].to_dict()
    {'direct': 1, 'indirect': 1, 'all': 2}
    """
    mixed = attributions.dropna(subset=by).sample(
        frac=1, random_state=seed, ignore_index=True
    )
    mixed["size"] = mixed.groupby(by, observed=True)[by].transform("size")
    drawn = mixed.loc[
        mixed.groupby(by, observed=True).cumcount().sort_values(kind="stable").index[:n]
    ]
    return Sample(
        drawn.reset_index(drop=True).assign(verdict=pd.Series(dtype="str")), posts, by
    )
