from letters.models.dispatch import Dispatch
from letters.models.letter import Letter
from letters.models.letter_pdf import LetterPdf
from letters.models.pace import Pace
from letters.models.shell import Shell

__all__ = ["Dispatch", "Letter", "LetterPdf", "Pace", "Shell"]
