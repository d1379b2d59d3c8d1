"""The whole of the five documents: every key of the reading is loaded, or left out here with its reason in docs/seeds.md."""

from campaigns.models import (
    Beneficiary,
    Call,
    Citation,
    Demand,
    Event,
    Figure,
    Group,
    Hazard,
    Organisation,
    Prisoner,
    Source,
    Target,
)
from seeds.loading import load
from tests.seeds.seeded import Seeded

SOURCES = [
    "S01",
    "S01a",
    "S01b",
    "S01c",
    "S02",
    "S03",
    "S03a",
    "S03b",
    "S03c",
    "S04",
    "S05",
    "S05a",
    "S05b",
    "S06",
    "S06a",
    "S06b",
    "S07",
    "S08",
    "S08a",
    "S08b",
    "S09",
    "S09a",
    "S09b",
    "S10",
    "S10a",
    "S10b",
    "S10c",
    "S11",
    "S12",
    "S13",
    "S14",
    "S15",
    "S16",
    "S17",
    "S18",
    "S19",
    "S19a",
    "S20",
    "S20a",
    "S21",
]
DEMANDS = [
    f"D{number:02}"
    for first, last in (
        *((1, 14), (20, 28), (30, 37), (40, 53), (60, 70), (80, 85), (90, 103)),
        *((110, 112), (120, 124), (130, 132)),
    )
    for number in range(first, last + 1)
]
CALLS_LEFT_OUT = {"A45"}  # a publisher's complaint about blocked links, on nobody's behalf
TARGETS_LEFT_OUT = {"T42"}  # the company it complains of
TARGETS = {
    "T01": "",
    "T02": "kz-embassy-ru",
    "T03": "by-embassy-gb",
    "T04": "kz-government",
    "T05": "kz-president",
    "T06": "gb-kazakh-british-chamber",
    "T07": "gb-government",
    "T08": "co-kazmunaygas",
    "T09": "co-ozenmunaigas",
    "T10": "co-karazhanbasmunai",
    "T11": "co-ersai",
    "T12": "co-samruk-kazyna",
    "T13": "kz-mvd",
    "T14": "kz-knb",
    "T15": "kz-prosecutor-general",
    "T16": "kz-prosecutor-baltabay",
    "T17": "kz-court-mangistau",
    "T18": "kz-colony-lenger",
    "T19": "kz-colony-atyrau",
    "T20": "kz-parliament",
    "T21": "kz-justice",
    "T22": "un-human-rights",
    "T23": "co-buzachi",
    "T24": "co-qarmet",
    "T25": "co-kazakhmys",
    "T26": "co-tengizchevroil",
    "T27": "kz-nur-otan",
    "T28": "kz-banks",
    "T29": "by-electoral-commission",
    "T30": "by-workplaces",
    "T31": "by-government",
    "T32": "co-belaruskali",
    "T33": "luhansk-authorities",
    "T34": "co-vostok-ugol",
    "T35": "ru-government",
    "T36": "ua-government",
    "T37": "western-governments-and-lenders",
    "T38": "eu-parliament",
    "T39": "osce",
    "T40": "manifesto-signatories",
    "T41": "gb-morning-star",
    "T43": "csto",
    "T44": "ru-fsb",
}
# Keys of events; those of calls where the happening is a call of its own.
EVENTS = {
    "E01": "RU-killing",
    "E02": "M-party-stormed",
    "E03": "P34-plaintiff",
    "E04": "M-four-women",
    "E05": "M-explosion",
    "E06": "M-journalists",
    "E07": "M-meeting",
    "E08": "Z-karazhanbas",
    "E09": "Z-strike-illegal",
    "E10": "P12-arrested",
    "E11": "Z-aktau-march",
    "E12": "Z-tents",
    "E13": "P12-sentenced",
    "E14": "ST-resignations",
    "E15": "P15-arrested",
    "E16": "Z-live-rounds",
    "E17": "Z-shooting",
    "E18": "Z-terror",
    "E19": "A29",
    "E20": "Z-long-terms",
    "E21": "Z-verdict",
    "E22": "Z-appeals",
    "E23": "P07-hunger-strike",
    "E24": "P01-gatherings",
    "E25": "LU-blockade",
    "E26": "Z-picket-2020",
    "E27": "L-solidarity-call",
    "E28": "MP-picket",
    "E29": "BY-downed-tools",
    "E30": "BY-london-picket",
    "E31": "BY-thirteenth-sunday",
    "E32": "P21-death",
    "E33": "P21-gathering",
    "E34": "Z-commemoration",
    "E35": "Z-screenings",
    "E36": "J-troops",
    "E37": "UA-invasion",
    "E38": "UA-evacuated",
    "E39": "A02",
    "E40": "A02",
    "E41": "SH-cleared",
    "E42": "RU-arrests",
}
# How many versions of each disputed figure are told. Who gave the order is no number: events tell both versions.
FIGURES = {
    "Killed in Zhanaozen, December 2011": 10,
    "Day of the shooting in December 2011": 2,
    "Day to which protests went on after the shooting": 1,
    "Length of the strike of 2011": 3,
    "Workers on strike, June 2011": 2,
    "Defendants in the trial of 2012": 3,
    "Cleared in the trial of 2012": 2,
    "Prison terms of the oil workers": 2,
    "Officials punished for Zhanaozen": 3,
    "Arrested in Kazakhstan, January 2022": 2,
    "Killed in Kazakhstan, January 2022": 4,
    "Foreign troops in Kazakhstan, January 2022": 2,
    "Ukrainians taken to Russia since 24 February 2022": 2,
    "Miners underground at the Komsomolskaya pit": 1,
    "Strikers dismissed in 2011": 3,
    "Resignations from Nur-Otan, August 2011": 2,
    "Strikes in Kazakhstan, first half of 2021": 2,
}
WHO_GAVE_THE_ORDER = ("Z-minister", "Z-no-order")


def keys(model: type) -> set[str]:
    return set(model._default_manager.values_list("key", flat=True))


class TestReading(Seeded):
    def test_loading_all_again_changes_nothing(self) -> None:
        again = load()
        assert sum(report.same for report in again) > 3000
        assert {(report.created, report.changed, report.gone, len(report.kept)) for report in again} == {
            (0, 0, 0, 0)
        }

    def test_all_40_sources(self) -> None:
        assert len(SOURCES) == 40
        assert set(SOURCES) <= keys(Source)

    def test_all_37_named_and_9_unnamed_people(self) -> None:
        named = {f"P{number:02}" for number in range(1, 38)}
        unnamed = {f"PU{number}" for number in range(1, 10)}
        assert set(Prisoner.objects.filter(is_unnamed=False).values_list("key", flat=True)) == named
        # Two of the nine entries are several people.
        assert set(Beneficiary.objects.filter(key__startswith="PU").values_list("key", flat=True)) == unnamed
        assert set(Beneficiary.objects.filter(is_unnamed=True).values_list("key", flat=True)) <= unnamed

    def test_all_45_groups(self) -> None:
        groups = {key for key in keys(Group) if not key.startswith("PU")}
        assert groups == {f"G{number:02}" for number in range(1, 46)}

    def test_all_51_calls_but_the_one_left_out(self) -> None:
        assert keys(Call) == {f"A{number:02}" for number in range(1, 52)} - CALLS_LEFT_OUT

    def test_all_87_demands(self) -> None:
        assert len(DEMANDS) == 87
        assert keys(Demand) == set(DEMANDS)

    def test_all_44_targets_but_the_one_left_out(self) -> None:
        assert set(TARGETS) == {f"T{number:02}" for number in range(1, 45)} - TARGETS_LEFT_OUT
        assert set(TARGETS.values()) - {""} <= keys(Target)
        # The first is no office but a rule: the embassy in the writer's own country.
        assert Call.objects.filter(embassies_of="KZ").exists()

    def test_all_87_organisations(self) -> None:
        assert Organisation.objects.count() == 87

    def test_all_42_events(self) -> None:
        assert set(EVENTS) == {f"E{number:02}" for number in range(1, 43)}
        assert set(EVENTS.values()) <= keys(Event) | keys(Call)

    def test_all_18_disputed_figures_with_their_versions(self) -> None:
        assert len(FIGURES) + 1 == 18
        told = {topic: Figure.objects.filter(topic=topic).count() for topic in FIGURES}
        assert told == FIGURES
        assert Event.objects.filter(key__in=WHO_GAVE_THE_ORDER).exclude(attributed_to="").count() == 2

    def test_all_54_hazards(self) -> None:
        told = {key.partition("-")[0] for key in keys(Hazard)}
        assert told == {f"H{number:02}" for number in range(1, 55)}
        assert not Hazard.objects.filter(rule="").exists()

    def test_everybody_and_everything_named_is_cited(self) -> None:
        cited = set(Citation.objects.values_list("organisation", flat=True))
        assert set(Organisation.objects.values_list("pk", flat=True)) <= cited
        cited = set(Citation.objects.values_list("hazard", flat=True))
        assert set(Hazard.objects.values_list("pk", flat=True)) <= cited
        bare = Beneficiary.objects.filter(kind="prisoner", citations=None, aliases__citations=None)
        assert not bare.exists()
