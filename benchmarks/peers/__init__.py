"""What ours is measured against: each the best way that people use today."""

import importlib.util
import sys

# peer: the module that ./outcry bench installs for it
NEEDS = {
    "typst": "typst",
    "django-post_office": "post_office",
    "django-post_office-one-batch": "post_office",
    "django-post_office-celery": "post_office",
}


def is_installed(peer: str) -> bool:
    """Whether a peer can be measured here. The suite's own packages do not hold all of them."""
    return peer not in NEEDS or importlib.util.find_spec(NEEDS[peer]) is not None


def installed(sides: dict) -> dict:
    """`sides` without the peers that are not installed, each of which is said."""
    for name in sides:
        if not is_installed(name):
            print(f"{name} is not installed and is left out; ./outcry bench installs it.", file=sys.stderr)
    return {name: side for name, side in sides.items() if is_installed(name)}
