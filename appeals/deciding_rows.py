"""Which rows decide whether an appeal may act, for a version over them (kit/row_versions.py): all that appeals/truth.py reads."""

from campaigns.deciding_rows import rows_of_case
from kit.row_versions import Rows


def rows_of_appeal(appeal: str, case: str) -> list[Rows]:
    """`appeal`, `case`: SQL expressions for their ids."""
    listed = f"SELECT d.demand_id FROM appeals_appealdemand AS d WHERE d.appeal_id = {appeal}"  # noqa: S608 -- our own words
    texts = f"SELECT x.id FROM appeals_appealtext AS x WHERE x.appeal_id = {appeal}"  # noqa: S608 -- the same
    return [
        ("appeals_appeal", f"t.id = {appeal}"),
        ("appeals_appealdemand", f"t.appeal_id = {appeal}"),
        # Of another case, where the appeal asks what that one asks.
        ("campaigns_demand", f"t.id IN ({listed})"),
        ("campaigns_demandtext", f"t.demand_id IN ({listed})"),
        ("appeals_appealtext", f"t.appeal_id = {appeal}"),
        ("appeals_brick", f"t.text_id IN ({texts})"),
        *rows_of_case(case),
    ]
