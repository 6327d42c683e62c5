"""The same function run on many arguments: here, on several processes, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from joblib import Parallel, delayed  # type: ignore[import-untyped]

Workers = (
    Any  # a number of processes, a scheduler's address, or a dask.distributed.Client
)
RETRIES = 3  # of a task whose worker died
PATIENCE = "30s"  # for a scheduler to answer


def check_workers(workers: Workers) -> None:
    """Raise ValueError for what is no number of processes, no address and no client."""
    if isinstance(workers, bool) or (isinstance(workers, int) and workers < 1):
        raise ValueError(f"workers: at least 1 is wanted, not {workers}")
    if not isinstance(workers, int | str) and not hasattr(workers, "submit"):
        raise ValueError(
            "workers: a number of processes, the address of a Dask scheduler "
            f"(tcp://host:8786) or its client is wanted, not {workers!r}"
        )


def run_tasks(
    function: Callable[..., Any], tasks: Iterable[tuple[Any, ...]], workers: Workers = 1
) -> Iterator[Any]:
    """The results of a function for each tuple of arguments, in their order.

    Parameters
    ----------
    function
        Of a module, so that another process finds it.
    tasks
        Its arguments.
    workers
        1: in this process; a number: on as many processes; the address of a Dask scheduler, or
        a `dask.distributed.Client`: on its cluster, where a task whose worker dies goes to
        another.

    >>> list(run_tasks(divmod, [(7, 2), (9, 4)]))
    [(3, 1), (2, 1)]
    """
    if workers == 1:
        for task in tasks:
            yield function(*task)
    elif isinstance(workers, int):
        # joblib's processes start afresh, as a notebook's kernel has threads and a fork may keep
        # for ever what one of them had locked; and they do not run the caller's script again.
        pool = Parallel(n_jobs=workers, return_as="generator")
        yield from pool(delayed(function)(*task) for task in tasks)
    else:
        with _open_client(workers) as client:
            yield from _run_on_cluster(client, function, tasks)


@contextmanager
def _open_client(workers: Any) -> Iterator[Any]:
    """A client of a scheduler; one that the caller gave stays open."""
    if not isinstance(workers, str):
        yield workers
        return
    try:
        from distributed import Client
    except ImportError:
        raise ValueError(
            'a cluster needs Dask: pip install "media-analysis-toolkit[dask]"'
        ) from None
    try:
        client = Client(workers, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ValueError(
            f"workers={workers!r}: no Dask scheduler answers there: {error}"
        ) from None
    with client:
        yield client


def _run_on_cluster(
    client: Any, function: Callable[..., Any], tasks: Iterable[tuple[Any, ...]]
) -> Iterator[Any]:
    futures = [
        client.submit(function, *task, pure=False, retries=RETRIES) for task in tasks
    ]
    try:
        for future in futures:
            yield future.result()
    finally:
        client.cancel(futures)
