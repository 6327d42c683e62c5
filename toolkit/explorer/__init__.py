"""A browser of answers, of the posts behind them and of their evidence, inside a notebook.

`choice` holds what a reader chose and the code that chooses it, `showing` what is shown for it
(both without a browser), `widget` sends that to ``front.js``, which draws it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqdm import tqdm

from toolkit.corpus import Corpus

if TYPE_CHECKING:
    from toolkit.explorer.widget import ExplorerWidget

__all__ = ["explore"]


def explore(corpus: Corpus) -> ExplorerWidget:
    """Choose posts and a question; see the answer, the posts behind it, and each with its evidence.

    What is not measured yet is measured first, with a bar that says how far it is.

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.

    Returns
    -------
    ExplorerWidget
        Shows itself in JupyterLab, Notebook 7 and VS Code; an exported page has the answer that
        it was opened with. `choice` is what is chosen now, and `answer` the `toolkit.Answer` to it.

    >>> type(explore(open_corpus("folder/of/posts"))).__name__  # doctest: +SKIP
    'ExplorerWidget'
    """
    # Here, for a name of the package is no reason to load what a notebook alone can show.
    from toolkit.explorer.widget import ExplorerWidget

    with tqdm(unit=" posts", disable=None, desc="measuring", leave=False) as bar:
        corpus.prepare(bar.update)
    return ExplorerWidget(corpus)
