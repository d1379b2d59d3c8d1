"""What a serving process asks before it serves: web (config/asgi.py, config/wsgi.py) and workers (config/celery.py).

`manage.py check` does not run there, and with a wrong key ring every page and letter of somebody who
signed would fail one by one, or worse, new rows would be sealed under the wrong key beside the old ones.
"""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.utils import timezone

from config.checks import key_ring_can_be_read, ring_fits_database
from outbox.checks import dkim_can_sign, transport_can_be_opened


def refuse_wrong_key_ring() -> None:
    """Raise ImproperlyConfigured with the next step. A database that is away is not a reason: it may come back."""
    try:
        problems = [*key_ring_can_be_read(), *ring_fits_database(databases=["default"])]
    except DatabaseError:
        return
    for problem in problems:
        raise ImproperlyConfigured(f"{problem.msg} {problem.hint or ''}".strip())


def refuse_wrong_mail() -> None:
    """Of a worker: raise ImproperlyConfigured where no mail could leave as it is configured, before one is claimed."""
    for problem in [*dkim_can_sign(), *transport_can_be_opened()]:
        raise ImproperlyConfigured(f"{problem.msg} {problem.hint or ''}".strip())


def refuse_erasures_to_repeat() -> None:
    """Of a worker: raise ImproperlyConfigured in a database that was restored without the erasures since its backup."""
    from rights.erasure_list import not_repeated

    try:
        # The demonstration is thrown away and begun anew beside its old list.
        many = 0 if settings.OUTCRY_DEMO else not_repeated(settings.OUTCRY_ERASURES)
    except DatabaseError:
        return
    if many:
        raise ImproperlyConfigured(
            f"This database does not know of {many} erasures that {settings.OUTCRY_ERASURES} lists: it was restored. "
            "Run manage.py repeat_erasures."
        )


def look_for_lateness() -> None:
    """Before a worker sends anything: in a database that was restored, or after a night without workers, letters wait."""
    from letters.lateness import look

    try:
        look(now=timezone.now())
    except DatabaseError:
        # Away, or not migrated yet; the tick asks again before it gives a turn.
        return
