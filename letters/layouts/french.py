"""French letters: NF Z 11-001 with the address at the right, for the stock DL window envelope of French stationers,
110 × 220 mm, window 35 × 100 mm at 20 mm from the right and the lower edge.

From the standard: sender at the upper left, recipient at the right, place and date below it. The window is stock
practice. The sheet, folded in three to 99 × 210 mm, moves in the envelope by 10 mm across and 11 mm up and down:
    down   110 - 20 - 35 = 55 from the envelope's top: 44 … 79 with the sheet lowest, 55 … 90 highest
    across 100 … 200 with the sheet leftmost, 90 … 190 rightmost
The address keeps to what every position shows, and `window` is what any position may show.
"""

from letters.layouts import Box, Layout

DL_RIGHT = Layout(
    name="french",
    standard="NF Z 11-001, DL envelope with the window at the right",
    window=Box(90, 44, 110, 46),
    sender=Box(25, 16, 60, 40),
    sender_is="block",
    address=Box(106, 55.2, 82, 23.7),
    details=Box(106, 91, 84, 16.5),
    details_align="left",  # on the line of the address
    text_top=114,
    fold_marks=(99, 198),
)
