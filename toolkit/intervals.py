"""Intervals that several rooms draw around their numbers."""

from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

Z = NormalDist().inv_cdf(0.975)  # of 95 %


def wilson_interval(
    n: pd.Series, of: pd.Series
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Share and its 95 % interval (Wilson 1927, JASA 22:209-212); NaN where `of` is 0."""
    of = of.where(of > 0)
    share, slack = n / of, Z**2 / of
    middle, half = (
        share + slack / 2,
        Z * np.sqrt(share * (1 - share) / of + slack / of / 4),
    )
    return (
        share,
        ((middle - half) / (1 + slack)).clip(0, 1),
        ((middle + half) / (1 + slack)).clip(0, 1),
    )


def student(z: float, freedom: Any) -> Any:
    """Student's t for a normal deviate (Wallace 1959, Annals of Mathematical Statistics 30:1124); within 1 % from 4."""
    return np.sqrt(
        freedom * np.expm1((z * (8 * freedom + 3) / (8 * freedom + 1)) ** 2 / freedom)
    )
