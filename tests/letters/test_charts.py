"""Charts are drawn from numbers alone: well-formed, named, inert, and the same each time."""

import xml.etree.ElementTree as ET

import pytest

from letters import charts

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart) -> ET.Element:
    return ET.fromstring(str(chart))  # noqa: S314 -- our own drawing, read back


def test_a_column_is_as_high_as_its_number():
    rects = drawn(
        charts.columns([("2 Nov", 5), ("9 Nov", 10), ("16 Nov", 0)], title="Signatures per week")
    ).findall(f"{SVG}rect")
    heights = [float(rect.get("height")) for rect in rects]

    assert len(rects) == 2  # nothing is drawn where nobody signed
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.02)


def test_a_bar_has_its_name_and_its_number():
    chart = drawn(charts.bars([("Kazakhstan", 12), ("Other countries", 6)], title="Signatures per country"))

    assert [text.text for text in chart.findall(f"{SVG}text")] == ["Kazakhstan", "12", "Other countries", "6"]
    assert chart.find(f"{SVG}title").text == "Signatures per country"
    assert chart.get("role") == "img"


def test_more_weeks_than_columns_are_joined_and_none_is_lost():
    points = [(f"week {number}", 1) for number in range(charts.MOST_COLUMNS * 2 + 1)]
    rects = drawn(charts.columns(points, title="x")).findall(f"{SVG}rect")

    assert len(rects) == 36  # three at a time
    assert [charts._joined(points)[0], sum(many for _name, many in charts._joined(points))] == [
        ("week 0", 3),
        107,
    ]


def test_what_stands_in_a_chart_is_inert():
    chart = charts.bars([('<script>alert("x")</script>', 3)], title="<b>")

    assert "<script" not in chart
    assert drawn(chart).find(f"{SVG}title").text == "<b>"
    assert " style=" not in chart
    assert "http" not in str(chart).replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(
    ("largest", "top"),
    [(0, 2), (1, 2), (3, 4), (5, 6), (9, 10), (11, 20), (30, 40), (99, 100), (101, 200), (999, 1000)],
)
def test_the_scale_ends_at_a_round_number_above(largest, top):
    assert charts.scale(largest) == top


def test_a_long_name_is_set_smaller_and_stays_in_the_picture():
    chart = drawn(charts.bars([("South Georgia & South Sandwich Islands", 9)], title="x"))

    assert float(chart.find(f"{SVG}text").get("font-size")) < 12
