"""What a spreadsheet would run, made a text that it shows."""

from typing import Any

# What spreadsheets run: OWASP, "CSV Injection", with the full-width forms that some of them read as well.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def neutral(value: Any) -> Any:
    """A text that a spreadsheet would run gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_typed(value: Any) -> Any:
    """Undo `neutral`: what was exported can be imported again."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith("'") and value[1:].startswith(FORMULA):
        return value[1:]
    return value
