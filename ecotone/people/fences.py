"""Which rows about a person PostgreSQL itself lets a caller see: the rule of `visible_to` once more, in the database.

    is it she herself? ───────────────────────────────────────────── yes ──▶ yes
    must our team be let see that part by law, now? ──────────────── yes ──▶ yes
    a relationship of our team with her, now?
    or our own broken glass, now?            or a carer's permission, now? ── no ──▶ no
    has she said no to us, now, to that part or to all? ──────────── yes ──▶ no
    are we here to learn, and has she granted nothing for that? ──── yes ──▶ no ──▶ else yes

It goes person by person, and by the part of a record that a table holds: what was shared of it, and what was granted,
is left to the policies above. A random test holds all answers together: tests/rooms/people/test_row_security.py.

It is a function, that runs as the tables' owner. As conditions of each table the same would be put together anew, for
each table in each statement, by a planner that took ten times as long for it as the statement itself. What the
function asks is planned once for a connection: a few questions, each a look into an index by person.
"""

from ecotone.access.fences import setting
from ecotone.access.rules import Purpose
from ecotone.people.rules import CARERS, Effect, Part, PermissionState

TEAM, ONLY = setting("team"), setting("only")
NOW = f"since <= {setting('now', 'timestamptz')} AND (until IS NULL OR until > {setting('now', 'timestamptz')})"
"""Half-open, as `rules` and `policies.current` have it."""

TO_US = f"""(actor_id = ANY ({setting("actors", "uuid[]")}) OR actor_id IS NULL AND (sector = ''
            OR sector = ANY ({setting("sectors", "text[]")}) OR sector = ANY (sector_of_carers)))"""
"""To whom a choice is. A carer's refusals are those to unpaid carers."""

MAY_SEE = f"""
CREATE FUNCTION people_may_see(who uuid, which text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE AS $$
DECLARE
    team CONSTANT uuid := {TEAM};
    what_for CONSTANT text := CASE WHEN {setting("learning", "text")} IS NULL
        THEN '{Purpose.CARE}' ELSE '{Purpose.IMPROVEMENT}' END;
    sector_of_carers text[] := '{{}}';
BEGIN
    IF who = {setting("self")} THEN
        RETURN true;
    ELSIF team IS NOT NULL THEN
        IF {setting("hat")} IS NOT NULL AND EXISTS (
            SELECT FROM {{schema}}.people_legalduty d WHERE actor_id = team AND person_id = who AND ended_at IS NULL
            AND author_account_id <> {setting("account")} AND {NOW} AND (which = '{Part.IDENTITY}' OR EXISTS (
                SELECT FROM {{schema}}.people_dutypart p WHERE p.duty_id = d.id AND p.part = which))
        ) THEN
            RETURN true;
        ELSIF who <> {ONLY} OR NOT EXISTS (
            SELECT FROM {{schema}}.people_relationship WHERE person_id = who AND actor_id = team AND {NOW}
        ) AND NOT ({setting("hat")} IS NOT NULL AND EXISTS (
            SELECT FROM {{schema}}.people_emergencyaccess WHERE account_id = {setting("account")}
            AND person_id = who AND hat_id = {setting("hat")} AND actor_id = team AND ended_at IS NULL AND {NOW}
        )) THEN
            RETURN false;
        END IF;
    ELSIF who = {setting("acts_for")} AND EXISTS (
        SELECT FROM {{schema}}.people_carerpermission WHERE id = {setting("permission")} AND person_id = who
        AND account_id = {setting("account")} AND state = '{PermissionState.ACTIVE}' AND suspended_at IS NULL
        AND {NOW}
    ) AND EXISTS (SELECT FROM {{schema}}.people_person WHERE id = who AND died_on IS NULL) THEN
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
        AND (which = '{Part.IDENTITY}' OR part IN ('', which))
    );
END $$
"""  # noqa: S608 - names of settings, and codes of ours

FUNCTIONS = {"people_may_see(uuid, text)": MAY_SEE}


def may_see(person: str, part: Part | str) -> str:
    """The condition for a row about the person in that column; a part, or the column that says which."""
    which = f"'{part}'" if isinstance(part, Part) else part
    return f"people_may_see({person}, {which})"


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
    "people_legalduty": may_see("person_id", Part.IDENTITY),
    "people_dutypart": in_sight("people_dutypart.duty_id", "people_legalduty"),
}
