"""Blocks and lines below each other: margins that collapse, and those that do not."""

from letters.engine.stacking import Block, Line, collapse, stack

LINE = Line(height=20.0, top=-15.0, baseline=15.0)


def _paragraph(*, above=0.0, below=0.0, lines=1, height=None):
    return Block(above, below, height, (LINE,) * lines)


def _stacked(*blocks):
    """Baselines, and where the next block begins without the margins that adjoin it."""
    y, margins, baselines = 100.0, [], []
    for block in blocks:
        y, margins = stack(block, y, margins, baselines)
    return baselines, y, collapse(margins)


def test_lines_of_a_block_follow_each_other():
    assert _stacked(_paragraph(lines=2)) == ([115.0, 135.0], 140.0, 0)


def test_of_two_margins_between_blocks_the_larger_counts():
    assert _stacked(_paragraph(below=8), _paragraph(above=5)) == ([115.0, 143.0], 148.0, 0)


def test_a_negative_margin_is_taken_off_the_largest():
    assert collapse([8, -3, 5, -1]) == 5


def test_a_blocks_margin_adjoins_that_of_its_first_and_of_its_last():
    around = Block(4, 6, None, (_paragraph(above=9), _paragraph(below=2)))
    assert _stacked(around, _paragraph(above=1)) == ([124.0, 144.0, 170.0], 175.0, 0)


def test_a_block_of_fixed_height_is_as_high_as_it_says():
    assert _stacked(_paragraph(height=30.0), _paragraph()) == ([115.0, 145.0], 150.0, 0)


def test_a_block_without_lines_takes_no_room():
    assert _stacked(_paragraph(below=7), Block(0, 0, None, ()), _paragraph()) == ([115.0, 142.0], 147.0, 0)


def test_blocks_are_kept_as_lists():
    block = Block(4, 6, None, (Block(0, 1, 20.0, (LINE,)), Block(0, 0, None, ())))
    assert Block.from_json(block.to_json()) == block
