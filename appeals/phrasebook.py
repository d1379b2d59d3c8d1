"""The words that drafts are built from: one file per language in appeals/phrases/, readable by a translator."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

FOLDER = Path(__file__).parent / "phrases"


class Phrases:
    """The phrases of one language. KeyError for a phrase that the file lacks: never an empty word."""

    def __init__(self, language: str, words: Mapping[str, Any]) -> None:
        self.language = language
        self._words = words
        self._plural = Locale.parse(language).plural_form

    def __getitem__(self, name: str) -> str:
        return str(self._words[name])

    def say(self, name: str, /, **places: object) -> str:
        return self[name].format(**places)

    def of(self, table: str, name: str) -> str:
        """`of("statuses", "imprisoned")`."""
        return str(self._words[table][name])

    def amount(self, unit: str, number: int) -> str:
        """`5 years`, `5 лет`: the plural form is the one of CLDR."""
        forms = self._words["units"][unit]
        return str(forms.get(self._plural(number), forms["other"])).format(n=number)


@lru_cache(maxsize=16)
def phrases(language: str) -> Phrases:
    """Raise FileNotFoundError for a language that nobody wrote phrases for."""
    return Phrases(language, yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8")))


def languages() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))
