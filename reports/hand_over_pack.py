"""The hand-over pack: letter, signatory list and the report of the same appeal in one ZIP, written while it is sent.

Files of a handover are sealed on the disk and opened piece by piece; so is the pack, and nothing readable is put on the disk.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import translation

from letters.handover_files import read
from letters.models import Handover
from reports.partner_report import report
from reports.report_csv import as_csv
from reports.report_pdf import as_pdf


class _Passing:
    """Takes what ZipFile writes, until it is taken on. It cannot be wound back: ZipFile then writes sizes behind each file."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, piece: bytes) -> int:
        self._waiting += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing is kept back."""

    def taken(self) -> bytes:
        piece = bytes(self._waiting)
        self._waiting.clear()
        return piece


def packed(request: HttpRequest, handover: Handover, *, now: datetime) -> StreamingHttpResponse | None:
    """None when the handover is not made, or a file of it is not there any more. Raise PressRefused, PressMissing."""
    if not handover.is_made:
        return None
    try:
        pieces = [("handover.pdf", read(handover.pdf)), ("signatories.csv", read(handover.csv))]
    except FileNotFoundError:
        return None
    language = handover.language
    with translation.override(language):
        campaign = handover.appeal.case.campaign
        told = report(campaign=campaign, language=language, now=now, only=handover.appeal)
        pieces += [
            ("report.pdf", iter([as_pdf(told, language)])),
            ("report.csv", iter([as_csv(told, language)])),
        ]
    name = f"handover-{handover.appeal.slug}-{handover.day.isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    zipped = _zipped(pieces)
    # Under ASGI Django would read all of a plain iterator before it sends the first piece.
    is_async = isinstance(request, ASGIRequest)
    return StreamingHttpResponse(
        _one_by_one(zipped) if is_async else zipped, content_type="application/zip", headers=headers
    )


def _zipped(files: list[tuple[str, Iterator[bytes]]]) -> Iterator[bytes]:
    passing = _Passing()
    with ZipFile(cast(BinaryIO, passing), "w", ZIP_DEFLATED) as pack:
        for name, pieces in files:
            with pack.open(name, "w") as file:
                for piece in pieces:
                    file.write(piece)
                    if ready := passing.taken():
                        yield ready
    yield passing.taken()


async def _one_by_one(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
