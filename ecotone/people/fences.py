"""Which rows about a person PostgreSQL itself lets a caller see: the rule of `visible_to` once more, in the database.

    is it she herself? ───────────────────────────────────────────── yes ──▶ yes
    must our team be let see that part by law, now? ──────────────── yes ──▶ yes
    a relationship of our team with her, now?
    or our own broken glass, now?            or a carer's permission, now? ── no ──▶ no
    has she said no to us, now, to that part or to all? ──────────── yes ──▶ no
    are we here to learn, and has she granted nothing for that? ──── yes ──▶ no ──▶ else yes

It goes person by person, and by the part of a record that a table holds: what was shared of it, and what was granted,
is left to the policies above. What care's tables show hangs on just that, and asks `people_basis`: the rule itself.
A random test holds all answers together: tests/rooms/people/test_row_security.py.

It is a function, that runs as the tables' owner. As conditions of each table the same would be put together anew, for
each table in each statement, by a planner that took ten times as long for it as the statement itself. What the
function asks is planned once for a connection: a few questions, each a look into an index by person.

Those that conditions call run as the tables' owner, and nothing that a caller could make stands in for what they
name: their search path is PostgreSQL's own, with a session's own tables and types last. Those that only such
functions call are not for the role, and have neither.
"""

from ecotone.access.fences import AS_OWNER, setting
from ecotone.access.rules import Basis, Purpose
from ecotone.people.rules import ALWAYS, CARERS, NOT_TO_LEARN, Effect, Part, PermissionState

TEAM, ONLY = setting("team"), setting("only")
NOW = f"since <= {setting('now', 'timestamptz')} AND (until IS NULL OR until > {setting('now', 'timestamptz')})"
"""Half-open, as `rules` and `policies.current` have it."""

TO_US = f"""(actor_id = ANY ({setting("actors", "uuid[]")}) OR actor_id IS NULL AND (sector = ''
            OR sector = ANY ({setting("sectors", "text[]")}) OR sector = ANY (sector_of_carers)))"""
"""To whom a choice is. A carer's refusals are those to unpaid carers."""

CLOSED = "ARRAY['{}']".format("', '".join(sorted(NOT_TO_LEARN)))
"""What no grant to learn opens."""

HELPS = f"""EXISTS (
        SELECT FROM {{schema}}.people_relationship WHERE person_id = who AND actor_id = team AND {NOW}
    )"""
BY_LAW = f"""EXISTS (
        SELECT FROM {{schema}}.people_legalduty d WHERE actor_id = team AND person_id = who AND ended_at IS NULL
        AND author_account_id <> {setting("account")} AND {NOW} AND (which = '{Part.IDENTITY}' OR EXISTS (
            SELECT FROM {{schema}}.people_dutypart p WHERE p.duty_id = d.id AND p.part = which))
    )"""  # noqa: S608 - names of settings, and codes of ours
GLASS = f"""EXISTS (
        SELECT FROM {{schema}}.people_emergencyaccess WHERE account_id = {setting("account")}
        AND person_id = who AND hat_id = hat AND actor_id = team AND ended_at IS NULL AND {NOW}
    )"""
LIVES = "EXISTS (SELECT FROM {schema}.people_person WHERE id = who AND died_on IS NULL)"
STANDS = f"""id = {setting("permission")} AND person_id = who AND account_id = {setting("account")}
        AND state = '{PermissionState.ACTIVE}' AND suspended_at IS NULL AND {NOW}"""
"""What opens a record: each is asked by both functions below, in their names `who`, `which`, `team` and `hat`."""

MAY_SEE = f"""
CREATE FUNCTION people_may_see(who uuid, which text) RETURNS boolean
{AS_OWNER} AS $$
DECLARE
    learning CONSTANT uuid := {setting("learning")};
    team CONSTANT uuid := COALESCE({TEAM}, learning);
    hat CONSTANT uuid := {setting("hat")};
    what_for CONSTANT text := CASE WHEN learning IS NULL THEN '{Purpose.CARE}' ELSE '{Purpose.IMPROVEMENT}' END;
    sector_of_carers text[] := '{{}}';
BEGIN
    IF who = {setting("self")} THEN
        RETURN true;
    ELSIF team IS NOT NULL THEN
        IF hat IS NOT NULL AND {BY_LAW} THEN
            RETURN true;
        ELSIF who <> {ONLY} OR NOT {HELPS} AND NOT (hat IS NOT NULL AND {GLASS}) THEN
            RETURN false;
        END IF;
    ELSIF who = {setting("acts_for")} AND {LIVES}
    AND EXISTS (SELECT FROM {{schema}}.people_carerpermission WHERE {STANDS}) THEN
        sector_of_carers := '{{{",".join(CARERS)}}}';
    ELSE
        RETURN false;
    END IF;
    IF EXISTS (
        SELECT FROM {{schema}}.people_sharingchoice WHERE person_id = who AND withdrawn_at IS NULL
        AND effect = '{Effect.REFUSAL}' AND part IN ('', which) AND purpose IN ('', what_for) AND {NOW} AND {TO_US}
    ) THEN
        RETURN false;
    END IF;
    RETURN what_for = '{Purpose.CARE}' OR EXISTS (
        SELECT FROM {{schema}}.people_sharingchoice WHERE person_id = who AND withdrawn_at IS NULL
        AND effect = '{Effect.GRANT}' AND purpose = what_for AND {NOW} AND {TO_US}
        AND NOT {CLOSED} && ARRAY[part::text, which]
        AND (which = '{Part.IDENTITY}' OR part IN ('', which))
    );
END $$
"""  # noqa: S608 - names of settings, and codes of ours

TO_HELP = f"purpose IN ('', '{Purpose.CARE}')"
"""What was said of helping. Whoever is here to learn has no team below, and so no basis: of care it sees nothing."""

OPEN = "which IN ('{}')".format("', '".join(sorted(ALWAYS)))
"""Whether any relationship opens that part."""

BASIS = f"""
CREATE FUNCTION people_basis(who uuid, which text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    team CONSTANT uuid := {TEAM};
    hat CONSTANT uuid := {setting("hat")};
    helps boolean;
    refused boolean;
    granted boolean;
    covered jsonb;
BEGIN
    IF who = {setting("self")} THEN
        RETURN '{Basis.SELF}';
    ELSIF team IS NULL THEN
        SELECT parts INTO covered FROM {{schema}}.people_carerpermission WHERE {STANDS}
        AND who = {setting("acts_for")} AND {LIVES};
        IF covered IS NULL OR NOT (which = '{Part.IDENTITY}' OR covered ? which) OR EXISTS (
            SELECT FROM {{schema}}.people_sharingchoice WHERE person_id = who AND withdrawn_at IS NULL
            AND effect = '{Effect.REFUSAL}' AND part IN ('', which) AND {TO_HELP} AND {NOW}
            AND actor_id IS NULL AND sector IN ('', '{"', '".join(CARERS)}')
        ) THEN
            RETURN NULL;
        END IF;
        RETURN '{Basis.CARER}';
    ELSIF who <> {ONLY} OR {ONLY} IS NOT NULL AND NOT ({OPEN} OR which = ANY ({setting("opens", "text[]")})) THEN
        RETURN NULL;
    END IF;
    helps := {HELPS};
    IF NOT helps AND hat IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT bool_or(effect = '{Effect.REFUSAL}'), bool_or(effect = '{Effect.GRANT}') INTO refused, granted
    FROM {{schema}}.people_sharingchoice WHERE person_id = who AND withdrawn_at IS NULL
    AND part IN ('', which) AND {TO_HELP} AND {NOW} AND (
        actor_id = ANY ({setting("actors", "uuid[]")}) OR actor_id IS NULL AND (
            sector = '' OR sector = ANY ({setting("sectors", "text[]")}))
    );
    IF helps AND refused IS NOT TRUE THEN
        IF {OPEN} OR EXISTS (
            SELECT FROM {{schema}}.people_relationship r, {{schema}}.people_sharedpart s
            WHERE person_id = who AND actor_id = team AND {NOW} AND s.relationship_id = r.id AND s.part = which
        ) THEN
            RETURN '{Basis.RELATIONSHIP}';
        ELSIF granted THEN
            RETURN '{Basis.GRANT}';
        END IF;
    END IF;
    IF hat IS NULL THEN
        RETURN NULL;
    ELSIF {BY_LAW} THEN
        RETURN '{Basis.LEGAL_DUTY}';
    ELSIF refused IS NOT TRUE AND {GLASS} THEN
        RETURN '{Basis.VITAL_INTEREST}';
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608 - as above
"""By what a caller sees that part of a record, as `rules.decide` says it; null for not at all."""

KNOWS = f"""
CREATE FUNCTION people_knows(who uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    by_what CONSTANT text := {{schema}}.people_basis(who, '{Part.IDENTITY}');
BEGIN
    IF by_what = '{Basis.LEGAL_DUTY}' THEN
        RETURN {{schema}}.people_basis(who, '{Part.REFERRALS}') IS NOT NULL;
    END IF;
    RETURN by_what IS NOT NULL;
END $$
"""
"""Whether the caller may know of what was asked and done for her: `policies.knows`."""

HIDES = f"""
CREATE FUNCTION people_hides(who uuid, teams uuid[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    team CONSTANT uuid := {TEAM};
    told boolean;
BEGIN
    IF team IS NOT NULL THEN
        RETURN EXISTS (SELECT FROM {{schema}}.people_relationship
            WHERE person_id = who AND actor_id = ANY (teams) AND actor_id <> team AND sensitive);
    END IF;
    SELECT sensitive INTO told FROM {{schema}}.people_carerpermission WHERE {STANDS};
    RETURN EXISTS (SELECT FROM {{schema}}.people_relationship
        WHERE person_id = who AND actor_id = ANY (teams) AND (sensitive AND told IS NOT TRUE OR opened_by IN (
            SELECT subject_id FROM {{schema}}.people_keptback WHERE person_id = who AND shown_again_at IS NULL)));
END $$
"""  # noqa: S608 - as above
"""Whether the name of one of these teams would tell the caller too much of her: `policies.hidden_teams`."""

FUNCTIONS = {
    "people_may_see(uuid, text)": MAY_SEE,
    "people_basis(uuid, text)": BASIS,
    "people_knows(uuid)": KNOWS,
    "people_hides(uuid, uuid[])": HIDES,
}


def may_see(person: str, part: Part | str) -> str:
    """The condition for a row about the person in that column; a part, or the column that says which."""
    which = f"'{part}'" if isinstance(part, Part) else part
    return f"people_may_see({person}, {which})"


def not_as_carer(person: str, part: Part | str) -> str:
    """The same, but never for whoever acts for her, came by a link or is here to learn."""
    others = [f"{setting(name)} IS NULL" for name in ("acts_for", "only", "learning")]
    return " AND ".join([*others, may_see(person, part)])


def told_her(person: str) -> str:
    """For who decides for her, and what was assessed: so, and for herself only what she was told of."""
    return f"({person} IS DISTINCT FROM {setting('self')} OR told) AND {not_as_carer(person, Part.IDENTITY)}"


def in_sight(row: str, of: str) -> str:
    """The condition for a row that goes with one of another table: it is seen where that is."""
    return f"EXISTS (SELECT FROM {of} o WHERE o.id = {row})"


FENCES = {
    "people_person": may_see("id", Part.IDENTITY),
    "people_formername": may_see("person_id", Part.IDENTITY),
    "people_personidentifier": may_see("person_id", Part.IDENTIFIERS),
    "people_storyentry": may_see("person_id", "section"),
    "people_circletie": may_see("person_id", Part.CIRCLE),
    "people_encounter": may_see("person_id", Part.ENCOUNTERS),
    "people_stay": may_see("person_id", Part.ENCOUNTERS),
    "people_relationship": may_see("person_id", Part.IDENTITY),
    "people_sharedpart": in_sight("people_sharedpart.relationship_id", "people_relationship"),
    "people_sharingchoice": may_see("person_id", Part.IDENTITY),
    "people_carerpermission": may_see("person_id", Part.IDENTITY),
    "people_keptback": may_see("person_id", Part.IDENTITY),
    "people_departure": may_see("person_id", Part.IDENTITY),
    "people_emergencyaccess": may_see("person_id", Part.IDENTITY),
    "people_accessrequest": may_see("person_id", Part.IDENTITY),
    "people_authority": told_her("person_id"),
    "people_capacityassessment": told_her("person_id"),
    "people_carerwish": f"({setting('acts_for')} IS NULL OR permission_id = {setting('permission')}) AND "
    + may_see("person_id", Part.IDENTITY),
    "people_concern": f"{setting('team')} IS NOT NULL AND {not_as_carer('person_id', Part.IDENTITY)}",
    "people_ownwayin": not_as_carer("person_id", Part.CONTACT),
    "people_accounttakenoff": not_as_carer("person_id", Part.IDENTITY),
    "people_legalduty": may_see("person_id", Part.IDENTITY),
    "people_dutypart": in_sight("people_dutypart.duty_id", "people_legalduty"),
}
