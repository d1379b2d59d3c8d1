"""British letters: the stock DL window envelope, 110 × 220 mm, window 35 × 90 mm at 20 mm from the left and
18 mm from the lower edge (BS 4264 and what stationers sell).

The sheet, folded in three to 99 × 210 mm, moves in the envelope by 10 mm across and 11 mm up and down.
So the address keeps to what every position shows, and `window` is what any position may show:
    down   110 - 18 - 35 = 57 from the envelope's top: 46 … 81 with the sheet lowest, 57 … 92 highest
    across 20 … 110 with the sheet leftmost, 10 … 100 rightmost
The sender stands at the upper right, as British letters have it, and out of the window.
"""

from letters.layouts import Box, Layout

DL = Layout(
    name="uk_dl",
    standard="BS 4264 window in a DL envelope",
    window=Box(10, 46, 100, 46),
    sender=Box(115, 16, 75, 40),
    sender_is="block",
    sender_align="right",
    address=Box(22, 57.2, 76, 23.7),
    details=Box(125, 62, 65, 19),
    text_top=101,
    left=22,
    fold_marks=(99, 198),
)
