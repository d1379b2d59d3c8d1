"""The Celery app and the timetable. Beat only ticks; what is due stands in rows."""

import gc
import os
import sys

from celery import Celery
from celery.signals import worker_init, worker_process_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("outcry")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def ask_before_work(**_: object) -> None:
    from config.starting import (
        look_for_lateness,
        refuse_erasures_to_repeat,
        refuse_wrong_key_ring,
        refuse_wrong_mail,
    )

    try:
        refuse_wrong_key_ring()
        refuse_wrong_mail()
        refuse_erasures_to_repeat()
        look_for_lateness()
    except ImproperlyConfigured as error:
        # Celery logs what a signal raises and goes on; only an exit stops the worker.
        sys.exit(f"The worker does not start: {error}")


@worker_process_init.connect
def set_aside_what_stays(**_: object) -> None:
    """Code and models stay for the life of the process: looking through them for garbage takes a fifth of a letter's time."""
    gc.collect()
    gc.freeze()


# name: (task, seconds between ticks). An expired tick is dropped: the next one does its work.
TIMETABLE: dict[str, tuple[str, float]] = {
    "send-confirmations": ("outbox.send_confirmations", 5),
    "send-letters": ("outbox.send_letters", 5),
    "send-mailings": ("outbox.send_mailings", 10),
    "recover-messages": ("outbox.recover", 15),
    "take-in-mail": ("outbox.take_in", 60),
    "sweep-incoming-mail": ("outbox.sweep_incoming", 3_600),
    "heed-notices": ("outbox.heed", 30),
    "follow-complaints": ("supporters.follow_complaints", 60),
    "freeze-letters": ("letters.freeze", 10),
    "render-letters": ("letters.render", 5),
    "press-letters": ("letters.press", 10),
    "dispatch-letters": ("letters.dispatch", 2),
    "count-letters": ("letters.count", 5),
    "heed-notices-of-offices": ("letters.heed", 30),
    "take-over-replies": ("letters.take_replies", 30),
    "climb-ladders": ("letters.climb", 60),
    "print-batches": ("letters.print", 5),
    "post-letters": ("letters.post", 60),
    "sweep-print-files": ("letters.sweep_prints", 600),
    "make-handovers": ("letters.make_handovers", 10),
    "draft-news": ("mailings.draft_news", 20),
    "draft-thanks-and-reminders": ("mailings.draft_occasions", 600),
    "see-off-mailings": ("mailings.see_off", 10),
    "close-appeals": ("appeals.close_past", 60),
    "carry-on-invalidating": ("appeals.invalidate", 30),
    "count-days": ("reports.count_days", 60),
    "count-all-days": ("reports.count_all_days", 86_400),
    "take-readings": ("reports.take_readings", 30),
    "sweep-budgets": ("appeals.sweep_budgets", 600),
    "sweep-sessions": ("staff.sweep_sessions", 3_600),
    "remind-signers": ("appeals.remind", 60),
    "carry-on-bulk-acts": ("bulk.carry_on", 10),
    "list-erasures": ("rights.list_erasures", 600),
    "forget-by-schedule": ("rights.forget", 1_800),
}
app.conf.beat_schedule = {
    name: {"task": task, "schedule": seconds, "options": {"expires": seconds * 2}}
    for name, (task, seconds) in TIMETABLE.items()
}
