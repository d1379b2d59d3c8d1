"""What the Celery worker of the benchmarks runs: the house's tasks, our kinds of mail, the peers' tasks.

It listens on queues of the benchmark alone, so that a ring of the house does not begin before the clock.
"""

import django

django.setup()

from benchmarks import mail  # noqa: E402 -- Django first
from benchmarks.peers import task_per_letter, task_per_mail  # noqa: E402, F401 -- registers their tasks
from config.celery import app as app  # noqa: E402 -- what `celery -A` looks for

QUEUE = "bench"
mail.register_kinds()
