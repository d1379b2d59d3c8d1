"""Which moves an appeal, a text of one, and a signature may make."""

from kit.moves import Moves

APPEAL = Moves(
    {
        "draft": {"open"},
        "open": {"won", "closed"},
        "won": {"archived"},
        "closed": {"archived", "open"},
        "archived": set(),
    }
)
TEXT = Moves(
    {
        "draft": {"in_review"},
        "in_review": {"draft", "approved"},
        "approved": {"draft"},
    }
)
SIGNATURE = Moves(
    {
        "pending": {"confirmed", "rejected", "invalidated"},
        "confirmed": {"withdrawn", "invalidated"},
        "rejected": {"pending"},
        "withdrawn": {"pending"},
        "invalidated": set(),
    }
)
