"""The answer that hands out a file of a handover, opened piece by piece, kept by nobody on its way."""

from collections.abc import AsyncIterator, Iterator

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from letters.handover_files import read
from letters.models import Handover

TYPES = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}


def handed_out(request: HttpRequest, handover: Handover, ending: str) -> HttpResponseBase | None:
    """`ending` is pdf or csv. None when it is not made, or its file is not there any more."""
    file = getattr(handover, ending)
    if not file:
        return None
    try:
        pieces = read(file)
    except FileNotFoundError:
        return None
    headers = {
        "Content-Disposition": f'attachment; filename="handover-{handover.appeal.slug}-{handover.day.isoformat()}.{ending}"',
        "Cache-Control": "no-store",
    }
    # Under ASGI Django would read all of a plain iterator before it sends the first piece.
    is_async = isinstance(request, ASGIRequest)
    return StreamingHttpResponse(
        _one_by_one(pieces) if is_async else pieces, content_type=TYPES[ending], headers=headers
    )


async def _one_by_one(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
