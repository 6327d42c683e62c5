"""Shared by all tests: no network but loopback, and the folders that tests read."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
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


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel, as it lies after an installation."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        str(folder),
    ]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as packed:
        packed.extractall(folder / "site")
    (folder / "site" / "sitecustomize.py").write_text(GUARD)
    return folder / "site"


@pytest.fixture(scope="session")
def report(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What `toolkit report` writes into an empty folder, network blocked, and what it printed."""
    empty = tmp_path_factory.mktemp("empty")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from toolkit.cli import main; raise SystemExit(main(['report']))",
        ],
        cwd=empty,
        env=os.environ | {"PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return empty / "charts", done.stdout
