"""The postage of a letter, from the table that staff keep: the cheapest step of its zone that carries so many sheets."""

from dataclasses import dataclass
from decimal import Decimal

from letters.models import PostageStep, PostageZone


@dataclass(frozen=True)
class Postage:
    """`step` is the most sheets that the price carries; 0 without a price: the table knows none."""

    step: int = 0
    price: Decimal | None = None
    currency: str = ""


def sheets_of(pages: int, *, duplex: bool) -> int:
    return (pages + 1) // 2 if duplex else pages


class Rates:
    """The whole table, read once: two queries for any number of letters."""

    def __init__(self) -> None:
        steps: dict[int, list[PostageStep]] = {}
        for step in PostageStep.objects.order_by("sheets"):
            steps.setdefault(step.zone_id, []).append(step)
        self.currency: dict[int, str] = {}
        self.zones: dict[str, int] = {}
        for zone in PostageZone.objects.all():
            self.currency[zone.pk] = zone.currency
            # The zone without countries answers to "", which is asked for those that no other zone has.
            self.zones |= dict.fromkeys(zone.countries.split() or [""], zone.pk)
        self.steps = steps

    def of(self, country: str, sheets: int) -> Postage:
        zone = self.zones.get(country, self.zones.get("", 0))
        for step in self.steps.get(zone, []):
            if sheets <= step.sheets:
                return Postage(step.sheets, step.price, self.currency[zone])
        return Postage()
