"""A page as a PDF, printed by the Chromium or Chrome that is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

# By name where they are on the path, by place where they never are.
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
)
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    # Nothing from the network: no host has an address, and the browser asks nothing of its own.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
)
LONGEST = 300  # seconds; a page of 10 MB takes about five


def print_page(page: Path) -> Path:
    """Print a page into a PDF beside it, of the same name.

    Parameters
    ----------
    page
        An HTML file that needs nothing from elsewhere.

    Returns
    -------
    Path
        The PDF.

    Raises
    ------
    OSError
        No Chromium, Chrome or Edge is found, or it makes no PDF.

    >>> print_page(Path("no-such-page.html"))
    Traceback (most recent call last):
    ...
    FileNotFoundError: no-such-page.html: there is no such page
    """
    if not page.is_file():
        raise FileNotFoundError(f"{page}: there is no such page")
    browser = find_browser()
    if browser is None:
        raise OSError(
            f"no PDF: no Chromium, Chrome or Edge is found; open {page} in a browser and print it"
        )
    printed = page.resolve().with_suffix(".pdf")
    printed.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        own = [f"--user-data-dir={profile}", f"--print-to-pdf={printed}"]
        # A browser of the system's administrator starts in no other way.
        root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
        call = [browser, *FLAGS, *root, *own, page.resolve().as_uri()]
        try:
            subprocess.run(call, capture_output=True, timeout=LONGEST, check=True)
        except (subprocess.SubprocessError, OSError) as error:
            raise OSError(f"no PDF: {browser} does not print {page}") from error
    if not printed.is_file() or not printed.stat().st_size:
        raise OSError(f"no PDF: {browser} does not print {page}")
    return page.with_suffix(".pdf")


def find_browser() -> str | None:
    """The path of the first browser that is there and can print; None without one."""
    found = (shutil.which(os.path.expandvars(name)) for name in BROWSERS)
    return next((path for path in found if path), None)
