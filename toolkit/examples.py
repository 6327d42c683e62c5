"""The files that travel with the package: the bundled posts, their lexicons, the notebooks."""

from pathlib import Path


def bundled(path: str) -> Path:
    """A file that travels with the package: inside the wheel, or at the top of the repository.

    >>> bundled("data/posts").is_dir()
    True
    """
    inside = Path(__file__).with_name("bundled") / path
    return inside if inside.exists() else Path(__file__).parents[1] / path
