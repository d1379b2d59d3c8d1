"""The plain way with WeasyPrint: HTML(string=…).write_pdf() for every letter, nothing kept between letters."""

from weasyprint import HTML

from benchmarks.peers import pages


def one(page: str) -> bytes:
    return HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    pages.serve(one)
