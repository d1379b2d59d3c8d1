"""Workers side by side: real threads on real connections, on either database."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def side_by_side(work: Callable[[], Any], count: int) -> list[Any]:
    """Return what each of `count` threads gave that began `work` together; raise what one of them raised."""
    start, given, raised = threading.Barrier(count), [], []

    def run():
        try:
            start.wait()
            given.append(work())
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]
    return given
