#!/usr/bin/env python3
"""Django's command line for Outcry. `./outcry manage …` calls it in the right environment."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError, ProgrammingError

    if sys.argv[1:2] == ["make_secrets"]:
        # The one command that runs before there are settings: it writes what they require.
        settings.configure(INSTALLED_APPS=["config"])
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Outcry cannot start: {error}")
    except (OperationalError, ProgrammingError) as error:
        said = str(error).strip().splitlines()[0]
        if "no such table" in said or "does not exist" in said:
            sys.exit(
                f"The database has no tables yet, or old ones ({said}). Run ./outcry manage migrate, then this again."
            )
        raise


if __name__ == "__main__":
    main()
