"""Walk the chain from its beginning: is each number there, does each hash fit, is the end where it was?"""

from collections.abc import Iterator

from trail.appending import seal
from trail.models import Entry, Head, Reason
from trail.values import digest


def faults(*, expected: str = "") -> Iterator[str]:
    """What is wrong, one sentence each; nothing when the trail is whole. Reads in portions: memory stays flat.

    `expected` is the end as it was noted at some earlier time, `NUMBER:HASH`: who cuts off the end of the trail and sets its
    head back leaves no other trace.
    """
    number, previous, found = 0, "", not expected
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2_000):
        if entry.number != number + 1:
            yield f"Entries {number + 1} to {entry.number - 1} are missing."
        elif entry.previous != previous:
            yield f"Entry {entry.number} does not follow the one before it."
        if entry.hash != seal(entry):
            yield f"Entry {entry.number} is not what was written."
        number, previous = entry.number, entry.hash
        found = found or expected == f"{number}:{previous}"
    head = Head.objects.filter(pk=1).first()
    if (head.number, head.hash) != (number, previous) if head else number:
        yield f"The trail ends at {number}, and its head says {head.number if head else 'nothing'}."
    if not found:
        yield f"The end that was noted, {expected}, is not in the trail."
    reasons = Reason.objects.select_related("entry").order_by("pk")
    for reason in reasons.iterator(chunk_size=2_000):
        if digest(reason.words) != reason.entry.reason_digest:
            yield f"The reason of entry {reason.pk} is not what was written."


def end() -> str:
    head = Head.objects.filter(pk=1).first()
    return str(head) if head else "0:"
