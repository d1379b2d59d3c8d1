"""Bind letters and other sheets into one PDF that is written to disk as it goes, and can be gone on with after a crash.

    file = PrintFile(out, title="Print batch 7", language="en")
    file.pdf(cover); file.letter(letter); …; file.close()

Letters are stamped straight into the file (letters/engine/binding.py). One that WeasyPrint has to set is copied into it.
"""

from letters.engine import binding
from letters.engine.kept_lines import with_digits
from letters.engine.shaping import CannotStamp
from letters.models import Letter, LetterPdf
from letters.paper import Made, StampedLetter, again, make


class PrintFile(binding.PrintFile):
    def letter(self, letter: Letter) -> int:
        """Return the pages it took. Raises RenderError, and then nothing was added, and PressMissing."""
        made = _made(letter)
        if isinstance(made, StampedLetter):
            try:
                return self.stamped(made.shell.shell, with_digits(made.lines()))
            except CannotStamp:
                pass  # the print file is stricter than a file of its own; the same pages are copied
        return self.pdf(made.pdf)


def _made(letter: Letter) -> Made:
    """As it was made before, or made now where it never was: letters for paper alone have waited for nothing."""
    try:
        return again(letter.pdf)
    except LetterPdf.DoesNotExist:
        return make(letter.frozen)
