"""Swiss letters: SN 010130, for the window envelopes of Swiss stationers in C5/6, 114 × 229 mm.

The windows are 100 × 45 mm, 21 mm above the lower edge; at the right 12 mm, at the left 109 mm from the right edge
(types SN and L-SN). The sheet folded at 105 mm moves by 19 mm across and 9 mm up and down:
    down        114 - 21 - 45 = 48 from the envelope's top: 39 … 84 with the sheet lowest, 48 … 93 highest
    right       117 … 217 with the sheet leftmost, 98 … 198 rightmost
    left         20 … 120 with the sheet leftmost,  1 … 101 rightmost
So addresses keep to what every position shows, and `window` is what any position may show. The first fold at 105 mm is
that of DIN 5008, which Swiss stationers print too. That the sender stands above and the date below the address is
Swiss practice, not the standard.
"""

from letters.layouts import Box, Layout

RIGHT = Layout(
    name="swiss_right",
    standard="SN 010130, window at the right",
    window=Box(98, 39, 112, 54),
    sender=Box(25, 18, 68, 34),
    sender_is="block",
    address=Box(120, 50, 76, 32),
    details=Box(120, 93.5, 70, 16.5),
    details_align="left",  # on the line of the address
    text_top=117,
    fold_marks=(105, 210),
)
LEFT = Layout(
    name="swiss_left",
    standard="SN 010130, window at the left",
    window=Box(1, 39, 119, 54),
    sender=Box(25, 12, 80, 24),
    sender_is="block",
    address=Box(25, 50, 74, 32),
    details=Box(122, 60, 68, 33),
    text_top=105,
    fold_marks=(105, 210),
)
