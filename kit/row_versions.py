"""Whether rows are still those that were read: one digest over their versions, which any change, addition or removal makes another.

    version_of([("campaigns_case", "t.id = c.id"), …])      an SQL expression, in a query that has c

PostgreSQL alone has it. Each version of a row has the number of the transaction that wrote it (xmin) and a place (ctid);
an update writes another version. Who takes the digest, then reads, and later finds the same digest knows that what was
read still stands, for the price of looking the rows up. A table that is rewritten changes it too: that costs a reading,
and hides nothing.
"""

from collections.abc import Iterable

Rows = tuple[str, str]  # a table, and which of its rows (as t)


def version_of(rows: Iterable[Rows]) -> str:
    """32 hex digits, as a scalar subquery. MD5 tells versions of our own rows apart; nobody chooses them to collide."""
    branches = " UNION ALL ".join(
        f"SELECT {number} AS n, t.ctid, t.xmin FROM {table} AS t WHERE {condition}"  # noqa: S608 -- our own words
        for number, (table, condition) in enumerate(rows)
    )
    return f"(SELECT md5(string_agg(r.n || ' ' || r.ctid || ' ' || r.xmin, ',' ORDER BY r.n, r.ctid)) FROM ({branches}) AS r)"  # noqa: S608 -- the same
