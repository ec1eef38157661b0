"""Where the seeds and the migrations lie: inside the wheel, else at the root of the checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def seeds() -> Path:
    """Folder of the seed data: roles, guidance, assumptions, compensation and example organisations."""
    return _folder("seeds")


def migrations() -> Path:
    """Folder of the Alembic environment and its numbered migrations."""
    return _folder("migrations")


def _folder(name: str) -> Path:
    checkout = _PACKAGE.parent
    places = [_PACKAGE / name]
    if (checkout / "pyproject.toml").is_file():  # never a stranger's site-packages/migrations
        places.append(checkout / name)
    for place in places:
        if place.is_dir():
            return place
    looked = " or ".join(str(place) for place in places)
    raise FileNotFoundError(
        f"planner's folder {name!r} was not found in {looked}: the installation is incomplete; "
        "reinstall the wheel, or run from a full checkout."
    )
