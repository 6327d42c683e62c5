"""How many columns of a source stand behind those of the posts: its fullest, to a limit."""

from collections import Counter
from typing import Any

# Wide enough for the tables that people make; nested records make thousands of columns, of
# which most are filled in a single post.
MOST_OWN = 500
MOST_TOLD = 10  # names


def limit_own(posts: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Take out of the posts the scarcest fields of their sources, above `MOST_OWN` of them.

    Of fields that as many posts fill, those met first stay.

    Returns
    -------
    list
        The problem, if any: file (the first that holds such a field), place, reason, action.

    >>> posts = [{"_own": {f"a.{number}": "x"}, "file": "a.json"} for number in range(502)]
    >>> limit_own(posts)[0]["reason"]
    '502 own columns, more than 500: left out are 2, among them a.500, a.501'
    """
    filled = Counter(name for post in posts for name in post["_own"])
    kept = {name for name, _ in filled.most_common(MOST_OWN)}
    scarce = [name for name in filled if name not in kept]
    if not scarce:
        return []
    first = next(post for post in posts if not kept.issuperset(post["_own"]))
    for post in posts:
        own = post["_own"]
        post["_own"] = {name: own[name] for name in own if name in kept}
    told = ", ".join(scarce[:MOST_TOLD])
    reason = (
        f"{len(filled)} own columns, more than {MOST_OWN}: "
        f"left out are {len(scarce)}, among them {told}"
    )
    action = "left out: the columns that the fewest posts fill"
    return [{"file": first["file"], "place": "", "reason": reason, "action": action}]
