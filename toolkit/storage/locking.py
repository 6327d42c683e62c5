"""One run at a time writes to a store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "writing.lock"


@contextmanager
def lock_store(root: Path) -> Iterator[None]:
    """Hold the store while it is written to; the system frees it when the process ends or dies.

    Raises ValueError where another run holds it. Within a run it may be taken again.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(root / LOCK, is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ValueError(
            f"{root}: another run is writing to this store; wait until it has ended"
        ) from None
    try:
        yield
    finally:
        lock.release()
