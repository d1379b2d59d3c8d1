"""American letters: US Letter in a #10 window envelope, 4 1/8 × 9 1/2 in, window 1 1/8 × 4 1/2 in at 7/8 in from the
left and 1/2 in from the lower edge, as stationers sell it.

The sheet is folded in three with an upper part of 3 7/8 in, the tallest that slips into the envelope, and two of
3 9/16 in: so it moves by no more than 1/4 in up and down, and by 1 in across (our practice; equal thirds would move so far that
no position of four lines is safe). In inches:
    down   4 1/8 - 1/2 - 1 1/8 = 2.5 from the envelope's top: 2.25 … 3.375 with the sheet lowest, 2.5 … 3.625 highest
    across 0.875 … 5.375 with the sheet leftmost, 0 … 4.375 rightmost
The address keeps to what every position shows, and `window` is what any position may show. Sender at the upper left and
date at the right above the window are American practice.
"""

from letters.layouts import Box, Layout

INCH = 25.4

NUMBER_10 = Layout(
    name="us_10",
    standard="US Letter in a #10 window envelope",
    window=Box(0, 2.25 * INCH, 5.375 * INCH, 1.375 * INCH),
    sender=Box(INCH, 15, 80, 38),
    sender_is="block",
    address=Box(INCH, 2.5 * INCH, 3.375 * INCH, 0.875 * INCH),
    details=Box(8.5 * INCH - 20 - 75, 15, 75, 38),
    text_top=104,
    fold_marks=(3.875 * INCH, (3.875 + 3.5625) * INCH),
    left=INCH,
    width=8.5 * INCH,
    height=11 * INCH,
)
