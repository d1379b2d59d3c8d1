"""The zones of a postal service that prints and posts what it is sent as PDF, A4, window at the left.

The service prints its franking into a zone of 89.5 × 20 mm at 20/40 mm, and reads the address from 85.5 × 25.5 mm at
22/60 mm; it returns a letter in which anything else stands in either. There are no fold marks: a machine folds.
"""

from letters.layouts import Box, Layout

FRANKING = Box(20, 40, 89.5, 20)

ZONES = Layout(
    name="post_service",
    standard="address and franking zones of a postal service",
    window=Box(20, 40, 89.5, 45.5),
    keep_empty=(FRANKING,),
    sender=Box(115, 16, 75, 40),
    sender_is="block",
    sender_align="right",
    address=Box(22, 60, 85.5, 25.5),
    details=Box(125, 62, 65, 23.5),
    text_top=100,
    left=22,
    fold_marks=(),
)
