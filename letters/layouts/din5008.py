"""German business letters: DIN 5008, for DIN 680 windows in DL and C6/5 envelopes.

Form A leaves 27 mm for a letterhead, form B 45 mm; all below moves with it. From the standard: the address field with
its upper zone of 17.7 mm for return line and remarks and its lower zone of six lines, the information block, the fold
marks, the margins, and the first line of text two lines below the field.
"""

from letters.layouts import Box, Layout

LINE = 4.23  # mm, of single-spaced text of 12 points


def _form(name: str, standard: str, top: float, fold_marks: tuple[float, float]) -> Layout:
    return Layout(
        name=name,
        standard=standard,
        window=Box(20, top, 85, 45),  # address field
        # Text stands 5 mm inside the field, on the line of the letter's own left margin.
        sender=Box(25, top, 80, 17.7 - 1),  # 1 mm of air to the address
        address=Box(25, top + 17.7, 80, 27.3),
        # Information block: 75 mm from 125 mm on, less what the right margin takes of it.
        details=Box(125, top + 5, 65, 40),
        text_top=top + 45 + 2 * LINE,
        fold_marks=fold_marks,
    )


FORM_A = _form("din5008a", "DIN 5008:2020 form A", 27, (87, 192))
FORM_B = _form("din5008b", "DIN 5008:2020 form B", 45, (105, 210))
