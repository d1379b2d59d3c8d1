"""Which rows decide whether letters of a case may leave, for a version over them (kit/row_versions.py)."""

from campaigns.ledger import CITED_AS
from kit.row_versions import Rows

_LINKED = "SELECT k.beneficiary_id FROM campaigns_casebeneficiary AS k WHERE k.case_id = {case}"
_DEMANDS = "SELECT d.id FROM campaigns_demand AS d WHERE d.case_id = {case}"
_CLAIMS: dict[str, str] = {
    "status_record": f"t.beneficiary_id IN ({_LINKED})",
    "sentence": f"t.beneficiary_id IN ({_LINKED})",
    "event": "t.case_id = {case}",
    "figure": "t.case_id = {case}",
    "group_part": f"t.group_id IN ({_LINKED})",
    "demand": "t.case_id = {case}",
    "call": f"(t.case_id = {{case}} OR t.id IN (SELECT i.call_id FROM campaigns_calldemand AS i WHERE i.demand_id IN ({_DEMANDS})))",  # noqa: S608 -- our own words
    "other_named": "t.case_id = {case}",
}


def rows_of_case(case: str) -> list[Rows]:
    """`case`: an SQL expression for its id. Its state, its people, its claims and what they cite (campaigns/publishing.py, status.py)."""
    rows = [
        ("campaigns_case", "t.id = {case}"),
        ("campaigns_casebeneficiary", "t.case_id = {case}"),
        ("campaigns_beneficiary", f"t.id IN ({_LINKED})"),
        ("campaigns_calldemand", f"t.demand_id IN ({_DEMANDS})"),
    ]
    for model, name in CITED_AS.items():
        table, chosen = model._meta.db_table, _CLAIMS[name]
        of_claims = chosen.replace("t.", "c.")
        rows += [
            (table, chosen),
            ("campaigns_citation", f"t.{name}_id IN (SELECT c.id FROM {table} AS c WHERE {of_claims})"),  # noqa: S608 -- our own words
        ]
    return [(table, condition.format(case=case)) for table, condition in rows]
