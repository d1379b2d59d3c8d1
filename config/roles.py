"""Who may do what at the desk: the roles, as plain data. config/granting.py makes groups of them at every migrate.

Roles add up: in a small group one person has several. What needs two people (a text and its approval) needs them
whatever roles they have; that is the verbs' business. docs/operate.md has this as a table, and a test compares.
"""

from dataclasses import dataclass

# What a case is recorded with, and the offices that letters go to.
RECORD = tuple(
    f"campaigns.{model}"
    for model in (
        *("campaign", "case", "casebeneficiary", "source", "citation", "hazard"),
        *("beneficiary", "prisoner", "group", "alias"),
        *("statusrecord", "sentence", "event", "figure", "grouppart", "othernamed"),
        *("demand", "call", "calldemand", "callstep"),
        *("organisation", "place", "placename"),
        *("target", "contact", "accreditation", "salutation"),
    )
)
CORRECTIONS = ("campaigns.correction",)
TRANSLATIONS = ("campaigns.demandtext", "appeals.appealtext", "appeals.brick", "appeals.translation")
# Their own acts on many rows (bulk/admin.py), for all who have something to press.
OWN_ACTS = ("bulk.bulkact",)
# Everybody but a partner, who sees only the campaigns that name them (campaigns/belonging.py).
EVERY = "campaigns.every_campaign"
TELL = ("mailings.mailing", "mailings.mailingtext")
ASK = ("appeals.appeal", "appeals.appealdemand")
SEND = (
    *("letters.letter", "letters.letterpdf", "letters.shell", "letters.dispatch", "letters.pace"),
    *("letters.postaljob", "letters.inboxtrouble", "letters.reply"),
    *("letters.footing", "letters.collectiveletter", "letters.followup", "letters.ladderstep"),
    *("outbox.message", "outbox.attempt", "outbox.heartbeat", "outbox.switch", "outbox.suppression"),
    *("outbox.notice", "outbox.incomingmail"),
)
# Who signed, and where their mail goes.
SIGNERS = (
    *("supporters.supporter", "supporters.consent", "appeals.signature", "appeals.mailallowance"),
    *("appeals.budget", "appeals.invalidation", "rights.receipt", "rights.retentionrun"),
    "mailings.lefttopic",
)


@dataclass(frozen=True)
class Role:
    """Models are named `room.model`, acts `room.codename`."""

    views: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()  # look at, add and change
    deletes: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


ROLES: dict[str, Role] = {
    "editor": Role(
        views=("appeals.tally", "reports.daycount", "reports.campaignreport", *OWN_ACTS),
        writes=(*RECORD, *CORRECTIONS, *TRANSLATIONS, *ASK, *TELL),
        deletes=(*RECORD, *TRANSLATIONS, *ASK, *TELL),
        acts=(
            EVERY,
            "campaigns.view_unpublished",
            "campaigns.lift_hold",
            # The first time with a text that somebody else approved, and by nobody who approved one.
            "appeals.open_appeal",
            "letters.cancel_letter",
        ),
    ),
    "approver": Role(
        views=(
            *(*RECORD, *CORRECTIONS, *TRANSLATIONS, *ASK, *TELL),
            *("appeals.tally", "reports.daycount", "reports.campaignreport", "letters.reply"),
            *OWN_ACTS,
        ),
        acts=(
            EVERY,
            "campaigns.view_unpublished",
            "campaigns.review_claims",
            "campaigns.publish_case",
            "campaigns.release_held_back",
            "campaigns.lift_hold",
            "campaigns.verify_contact",
            "appeals.approve_appealtext",
            "mailings.approve_mailing",
            "appeals.open_appeal",
            "letters.cancel_letter",
            "letters.publish_answer",
            "reports.give_report",
        ),
    ),
    "dispatcher": Role(
        views=(
            *("campaigns.case", "campaigns.target", "campaigns.contact", "campaigns.accreditation"),
            *("campaigns.salutation", "appeals.appeal", "appeals.tally"),
            *("reports.daycount", "reports.campaignreport"),
            *SEND,
            *TELL,
            *OWN_ACTS,
        ),
        writes=(*CORRECTIONS, "letters.postagehint", "letters.ladderstep", "outbox.suppression"),
        deletes=("letters.postagehint", "letters.ladderstep"),
        acts=(
            EVERY,
            "campaigns.verify_contact",
            "appeals.open_appeal",
            "appeals.key_in_signature",
            "appeals.moderate_signature",
            "mailings.release_mailing",
            "letters.release_letter",
            "letters.cancel_letter",
            "letters.post_letter",
            "letters.print_letter",
            "letters.make_handover",
            "letters.forward_reply",
            "letters.log_reply",
            "letters.steer_dispatch",
            "letters.set_pace",
            "campaigns.pause_campaign",
            "outbox.release_message",
            "outbox.cancel_message",
            "outbox.pause_sending",
        ),
    ),
    "translator": Role(
        views=("campaigns.demand", *ASK, *OWN_ACTS),
        writes=TRANSLATIONS,
        acts=(EVERY, "campaigns.view_unpublished"),
    ),
    "partner": Role(
        views=("campaigns.case", "appeals.appeal", "appeals.tally", "reports.campaignreport"),
    ),
    "administrator": Role(
        views=(
            *SEND,
            *SIGNERS,
            "appeals.tally",
            "reports.daycount",
            "reports.campaignreport",
            "seeds.seedrow",
            "trail.entry",
            *OWN_ACTS,
        ),
        writes=(
            *RECORD,
            *CORRECTIONS,
            *TRANSLATIONS,
            *ASK,
            *TELL,
            "letters.postagehint",
            "letters.ladderstep",
            "outbox.suppression",
            "campaigns.partnership",
            "auth.user",
            "auth.group",
        ),
        deletes=(
            *RECORD,
            *CORRECTIONS,
            *TRANSLATIONS,
            *ASK,
            *TELL,
            "letters.postagehint",
            "letters.ladderstep",
            "outbox.suppression",
            "campaigns.partnership",
            "auth.user",
            "auth.group",
        ),
        acts=(
            EVERY,
            "campaigns.view_unpublished",
            "campaigns.review_claims",
            "campaigns.publish_case",
            "campaigns.release_held_back",
            "campaigns.export_held_back",
            "campaigns.lift_hold",
            "campaigns.verify_contact",
            "appeals.approve_appealtext",
            "mailings.approve_mailing",
            "appeals.open_appeal",
            "appeals.key_in_signature",
            "appeals.moderate_signature",
            "appeals.invalidate_signatures",
            "mailings.release_mailing",
            "letters.release_letter",
            "letters.cancel_letter",
            "letters.post_letter",
            "letters.print_letter",
            "letters.make_handover",
            "letters.forward_reply",
            "letters.log_reply",
            "letters.publish_answer",
            "letters.steer_dispatch",
            "letters.set_pace",
            "campaigns.pause_campaign",
            "outbox.view_recipient",
            "outbox.release_message",
            "outbox.cancel_message",
            "outbox.pause_sending",
            "reports.give_report",
        ),
    ),
}


def rights(role: Role) -> frozenset[str]:
    """Everything that a role may, as Django names it: `campaigns.change_case`."""
    verbs = {"view": (*role.views, *role.writes), "add": role.writes, "change": role.writes}
    named = {
        f"{room}.{verb}_{model}"
        for verb, models in {**verbs, "delete": role.deletes}.items()
        for room, model in (name.split(".") for name in models)
    }
    return frozenset(named | set(role.acts))
