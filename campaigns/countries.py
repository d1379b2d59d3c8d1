"""Countries as ISO 3166-1 alpha-2 codes; `EU` is the reserved code for the European Union."""

from django_countries import countries


def country_choices() -> list[tuple[str, str]]:
    return [*((code, str(name)) for code, name in countries), ("EU", "European Union")]


def is_country(code: str) -> bool:
    return code == "EU" or code in dict(countries)
