"""German business letters: DIN 5008, form B, for DIN 680 windows in DL and C6/5 envelopes."""

from letters.layouts import Box, Layout

FORM_B = Layout(
    name="din5008b",
    standard="DIN 5008:2020 form B",
    window=Box(20, 45, 85, 45),  # address field
    # Text stands 5 mm inside the field, on the line of the letter's own left margin.
    sender=Box(25, 45, 80, 17.7 - 1),  # upper zone: return line and remarks; 1 mm of air to the address
    address=Box(25, 45 + 17.7, 80, 27.3),  # lower zone, six lines
    details=Box(
        125, 50, 65, 40
    ),  # information block; 75 mm wide, less the right margin of 20 mm from 125 mm on
    text_top=98.46,  # two lines of 4.23 mm under the address field
    next_top=25,
    left=25,
    right=20,
    bottom=26,
    footer=14,
    fold_marks=(105, 210),
)
