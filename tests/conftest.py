"""Shared by all tests: no network but loopback, and the folders that tests read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from toolkit.posts import read_posts

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
BUNDLED = ROOT / "data" / "posts"

# The same examples in every run, so that a failure is of the change at hand;
# --hypothesis-profile=hunt seeks new ones, --hypothesis-profile=long many of them.
settings.register_profile("hunt", deadline=None)
settings.register_profile("long", deadline=None, max_examples=20_000)
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


# Blocks all but loopback; as a sitecustomize.py on PYTHONPATH it guards kernels and other
# processes too.
GUARD = """
import socket

INTERNET = (socket.AF_INET, socket.AF_INET6)
LOOPBACK = ("127.0.0.1", "::1", "localhost")

def _guarded(connect):
    def only_loopback(self, address):
        if self.family in INTERNET and address[0] not in LOOPBACK:
            raise AssertionError(f"the toolkit reached for the network: {address}")
        return connect(self, address)
    return only_loopback

socket.socket.connect = _guarded(socket.socket.connect)
socket.socket.connect_ex = _guarded(socket.socket.connect_ex)
"""
exec(GUARD, {})


@pytest.fixture
def shared() -> Path:
    """The folder of real data beside the checkout; tests that need it skip by name elsewhere."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: this test reads real posts")
    return SHARED


@pytest.fixture(scope="session")
def posts_of_shared() -> pd.DataFrame:
    """The 1,855 real posts, read once."""
    if not (SHARED / "posts").is_dir():
        pytest.skip("../shared/posts is not here: this test reads real posts")
    return read_posts(SHARED / "posts", on_problem="raise")
