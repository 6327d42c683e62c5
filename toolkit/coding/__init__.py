"""Counts corrected by reading a sample: posts drawn, coded by hand, the share mended.

What a program flags is right in part, and what it does not flag holds some that it missed. Reading
some of both tells how many (Cochran 1977, Sampling Techniques, chapter 5A), and the share of all
follows with an interval that covers these errors. `sampling` draws, `sheet` shows posts to a coder,
`agreement` compares two coders, `correcting` mends the share.
"""

from toolkit.coding.agreement import agreement
from toolkit.coding.correcting import correct_share
from toolkit.coding.sampling import flag_posts, sample_posts, sample_weeks
from toolkit.coding.sheet import Sheet, code_sample

__all__ = [
    "Sheet",
    "agreement",
    "code_sample",
    "correct_share",
    "flag_posts",
    "sample_posts",
    "sample_weeks",
]
