"""Join single PDFs into one file, as both WeasyPrint sides of the merged benchmark have to."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter


def bind(files: list[bytes]) -> bytes:
    writer = PdfWriter()
    for file in files:
        writer.append(PdfReader(BytesIO(file)), import_outline=False)
    bound = BytesIO()
    writer.write(bound)
    return bound.getvalue()
