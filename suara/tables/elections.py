"""Canonical tables: votes, voters and what the contestants stand for."""

from suara.tables.columns import EXTRAS, WHO, Table, count, day, flag, real, text

RESULTS = Table(
    "results",
    "result",
    "votes of an actor in a unit at an election",
    (
        text("election", "ISO date or year"),
        *WHO,
        text("unit_level", "nation, province, district, precinct", "the whole electorate"),
        text("zone", "time zone of the unit, IANA name", "the study's zone"),
        count("votes", "valid votes won", "not given"),
        real("share", "share of the valid votes, 0 to 1", "computed from votes and valid_votes"),
        count("valid_votes", "valid votes cast in the unit"),
        count("registered", "voters on the roll"),
        count("seats", "seats won"),
        flag("elected", "won a seat"),
        text("list", "list or coalition"),
        text("office", "what was elected", "the file has one contest"),
        text("source", "where it was published"),
        EXTRAS,
    ),
    needed=("election",),
    needs_who=True,
    any_of=(("votes", "share", "elected", "seats"),),
    key=("election", "office", "actor_id", "name", "unit", "unit_level", "list"),
)


ELECTORATE = Table(
    "electorate",
    "voters",
    "the voter roll by group",
    (
        text("group", "generation or age group"),
        count("voters", "registered voters"),
        text("unit", "electoral unit", "the whole electorate"),
        count("age_min", "youngest age, years"),
        count("age_max", "oldest age, years", "open above"),
        text("sex", "sex", "both"),
        text("election", "ISO date or year"),
        text("source", "where it was published"),
        EXTRAS,
    ),
    needed=("group", "voters"),
    key=("group", "unit", "sex", "election"),
)


AUDIENCE = Table(
    "audience",
    "audience_row",
    "who an account or actor reaches, by group, as platforms report it",
    (
        *WHO,
        text("platform", "platform"),
        text("account_id", "the platform's id of the account"),
        text("handle", "handle, lower case, without @"),
        text("group", "age group, sex or generation"),
        real("share", "share of the audience, 0 to 1", "a count is given"),
        count("count", "people", "a share is given"),
        count("age_min", "youngest age, years"),
        count("age_max", "oldest age, years", "open above"),
        text("sex", "sex", "both"),
        day("date", "day of the report"),
        text("source", "where it was published"),
        EXTRAS,
    ),
    needed=("platform", "group"),
    any_of=(("share", "count"),),
    key=("actor_id", "name", "platform", "handle", "account_id", "group", "sex", "date"),
)


SURVEYS = Table(
    "surveys",
    "answer",
    "survey answers by group",
    (
        *WHO,
        text("question", "what was asked"),
        text("group", "group of respondents", "all respondents"),
        real("share", "share of the group, 0 to 1"),
        day("fieldwork", "last day of fieldwork"),
        count("n", "respondents in the group"),
        count("age_min", "youngest age, years"),
        count("age_max", "oldest age, years", "open above"),
        text("sex", "sex", "both"),
        text("source", "who asked"),
        EXTRAS,
    ),
    needed=("question", "group", "share"),
    key=("actor_id", "name", "question", "group", "fieldwork", "source"),
)


PROGRAMMES = Table(
    "programmes",
    "section_row",
    "vision, mission and programme as registered",
    (
        *WHO,
        text("section", "vision, mission number or chapter"),
        text("text", "what it says"),
        text("title", "title of the document"),
        text("page", "page"),
        EXTRAS,
    ),
    needed=("section", "text"),
    needs_who=True,
    key=("actor_id", "name", "section", "page"),
)


EVENTS = Table(
    "events",
    "event",
    "rallies, meetings, debates",
    (
        *WHO,
        day("date", "day"),
        text("kind", "rally, meeting, debate, …"),
        text("place", "where"),
        EXTRAS,
    ),
    needed=("date", "kind"),
    needs_who=True,
    key=("actor_id", "name", "date", "kind", "place"),
    time="date",
)
