"""Which rows of care PostgreSQL itself lets a caller see: the policies of `care` once more, in the database.

    an ask   she herself, but for others' drafts                                          ──▶ all
             who asked, who was asked, a link on its own ask, while they know her         ──▶ all
                                                              and when they no longer do  ──▶ an outline
             a carer within her permission, nothing that is kept from them                ──▶ all
             a team that sees that part of her record; nothing sensitive, or of a team that is hidden  ──▶ all
             a team further up its chain, that knows her                                  ──▶ an outline
             told of the open offer, or in the room where it is a line                    ──▶ a glimpse

    what hangs on an ask       its steps and their days to whoever has an outline; all else to who sees all of it
    what she hopes for         by that part of her record; and to who sees all of an ask that is for it
    a meeting's lines          the team that holds it, and whom it let in
    joint work                 those in it, while they may know her
    a question, a signpost, a friction    as their policies say

Everywhere she herself sees what is about her. To know her is `people_knows`, a part of her record `people_basis`:
the rule of `people`, in the database too, so that care's fences are as fine as its policies where a row is all or
nothing. A row is shown whole, though: what an outline, a line or an offer leaves out of it is left to the policies,
and so is what one of several rows that are seen may be counted as. Nothing here knows guardians: what they may see
of an ask is read by name, as the queries say (`Why.GUARDING`).

Functions take a row's columns, or its id. What the caller's own team asked, or was asked, is let through by the
condition itself: that is most of what a page reads, and no function is called for it.
"""

from ecotone.access.fences import AS_OWNER, setting
from ecotone.care.machine import State
from ecotone.care.rules.joint import PartnerState
from ecotone.care.rules.meetings import MeetingState
from ecotone.people.rules import Part

HER, TEAM, ONLY, ME, WORN = (setting(name) for name in ("self", "team", "only", "me", "worn"))
GLIMPSE, OUTLINE, FULL = 1, 2, 3

SIGHT = f"""
CREATE FUNCTION care_sight(
    ask uuid, who uuid, source uuid, target uuid, state text, sensitive boolean, parent uuid, author uuid, enough int
) RETURNS int
{AS_OWNER} AS $$
DECLARE
    team CONSTANT uuid := {TEAM};
    draft CONSTANT boolean := state = '{State.DRAFT}';
    least int := 0;
    told boolean;
BEGIN
    IF who = {HER} THEN
        RETURN CASE WHEN draft AND source IS NOT NULL THEN 0 ELSE {FULL} END;
    ELSIF who = {setting("acts_for")} THEN
        IF draft AND (source IS NOT NULL OR author IS DISTINCT FROM {ME})
        OR {{schema}}.people_basis(who, '{Part.REFERRALS}') IS NULL THEN
            RETURN 0;
        END IF;
        SELECT p.sensitive INTO told FROM {{schema}}.people_carerpermission p WHERE id = {setting("permission")};
        IF sensitive AND NOT told OR EXISTS (
            SELECT FROM {{schema}}.people_keptback
            WHERE person_id = who AND subject_id = ask AND shown_again_at IS NULL
        ) OR {{schema}}.people_hides(who, ARRAY[source, target]) THEN
            RETURN 0;
        END IF;
        RETURN CASE WHEN {{schema}}.people_knows(who) THEN {FULL} ELSE {OUTLINE} END;
    ELSIF team IS NULL THEN
        RETURN 0;
    ELSIF {ONLY} IS NOT NULL THEN
        IF ask = {setting("ask")} AND who = {ONLY} AND target = team AND NOT draft THEN
            RETURN CASE WHEN {{schema}}.people_knows(who) THEN {FULL} ELSE {OUTLINE} END;
        END IF;
        RETURN 0;
    END IF;
    IF source = team OR target = team AND NOT draft THEN
        IF enough <= {OUTLINE} OR {{schema}}.people_knows(who) THEN
            RETURN {FULL};
        END IF;
        RETURN {OUTLINE};
    ELSIF draft THEN
        RETURN 0;
    END IF;
    IF state = '{State.UNCLAIMED}' AND EXISTS (
        SELECT FROM {{schema}}.care_candidate WHERE referral_id = ask AND actor_id = team
    ) THEN
        least := {GLIMPSE};
    END IF;
    IF least < enough AND {{schema}}.people_knows(who) THEN
        IF NOT sensitive AND {{schema}}.people_basis(who, '{Part.REFERRALS}') IS NOT NULL
        AND NOT {{schema}}.people_hides(who, ARRAY[source, target]) THEN
            RETURN {FULL};
        ELSIF enough <= {OUTLINE} AND {{schema}}.care_stands_above(parent) THEN
            RETURN {OUTLINE};
        END IF;
    END IF;
    IF least < enough AND enough = {GLIMPSE} AND (EXISTS (
        SELECT FROM {{schema}}.care_candidate WHERE referral_id = ask AND actor_id = team
    ) OR EXISTS (
        SELECT FROM {{schema}}.care_meetingline WHERE referral_id = ask AND {{schema}}.care_sits_in(meeting_id)
    )) THEN
        RETURN {GLIMPSE};
    END IF;
    RETURN least;
END $$
"""  # noqa: S608 - names of settings, and codes of ours
"""How much of an ask the caller sees: 0 nothing, or one of the three above. It looks no further than what is
`enough` to know, and may then say more than there is, or less."""

ABOVE = f"""
CREATE FUNCTION care_stands_above(parent uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    team CONSTANT uuid := {TEAM};
    up uuid := parent;
    ends uuid[];
BEGIN
    WHILE up IS NOT NULL LOOP
        SELECT parent_id, ARRAY[source_id, target_id] INTO up, ends FROM {{schema}}.care_referral WHERE id = up;
        IF team = ANY (ends) THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END $$
"""  # noqa: S608 - as above
"""Whether the caller's team asked, or was asked, further up the chain."""

SEES = f"""
CREATE FUNCTION care_sees(ask uuid, enough int) RETURNS boolean
{AS_OWNER} AS $$
DECLARE
    r record;
BEGIN
    SELECT person_id, source_id, target_id, state, sensitive, parent_id, author_account_id INTO r
    FROM {{schema}}.care_referral WHERE id = ask;
    RETURN FOUND AND enough <= {{schema}}.care_sight(ask, r.person_id, r.source_id, r.target_id, r.state, r.sensitive,
        r.parent_id, r.author_account_id, enough);
END $$
"""  # noqa: S608 - as above
"""Whether the caller sees so much of the ask with that id."""

HOPE = f"""
CREATE FUNCTION care_sees_hope(hope uuid) RETURNS boolean
{AS_OWNER} AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM {{schema}}.care_outcome WHERE id = hope
        AND {{schema}}.people_basis(person_id, '{Part.OUTCOMES}') IS NOT NULL
    ) OR EXISTS (
        SELECT FROM {{schema}}.care_referral WHERE outcome_id = hope AND {{schema}}.care_sees(id, {FULL})
    );
END $$
"""  # noqa: S608 - as above
"""Whether the caller sees what she hopes for. Of an ask that is for it, it is said whether she has looked back."""

GIFT = f"""
CREATE FUNCTION care_sees_gift(ask uuid, hope uuid, encounter uuid) RETURNS boolean
{AS_OWNER} AS $$
BEGIN
    RETURN CASE
        WHEN ask IS NOT NULL THEN {{schema}}.care_sees(ask, {FULL})
        WHEN hope IS NOT NULL THEN {{schema}}.care_sees_hope(hope)
        ELSE EXISTS (SELECT FROM {{schema}}.people_encounter WHERE id = encounter
            AND {{schema}}.people_basis(person_id, '{Part.ENCOUNTERS}') IS NOT NULL)
    END;
END $$
"""
"""Whether the caller sees what a contribution, or a promise, is to: an ask, a hope, or a meeting of two."""

SIGNPOST = f"""
CREATE FUNCTION care_sees_signpost(
    who uuid, author uuid, sender uuid, goal uuid, service uuid, sensitive boolean
) RETURNS boolean
{AS_OWNER} AS $$
DECLARE
    provider uuid;
BEGIN
    IF who = {HER} THEN
        RETURN true;
    ELSIF {ONLY} IS NOT NULL OR NOT {{schema}}.people_knows(who) THEN
        RETURN false;
    ELSIF author = {TEAM} THEN
        RETURN true;
    ELSIF sensitive OR {{schema}}.people_basis(who, '{Part.REFERRALS}') IS NULL THEN
        RETURN false;
    END IF;
    SELECT provider_id INTO provider FROM {{schema}}.directory_service WHERE id = service;
    RETURN NOT {{schema}}.people_hides(who, ARRAY[sender, goal, provider]);
END $$
"""  # noqa: S608 - as above
"""Whether the caller sees that she was sent on: `policies.may_see_signpost`."""

QUESTION = f"""
CREATE FUNCTION care_sees_question(who uuid) RETURNS boolean
{AS_OWNER} AS $$
BEGIN
    RETURN {{schema}}.people_knows(who);
END $$
"""
"""Whether one of the two teams sees a question about her."""

SITS = f"""
CREATE FUNCTION care_sits_in(which uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN {TEAM} IS NOT NULL AND {ONLY} IS NULL AND {ME} IS NOT NULL AND EXISTS (
        SELECT FROM {{schema}}.care_meeting m WHERE id = which AND (team_id = {TEAM} OR EXISTS (
            SELECT FROM {{schema}}.care_attendance WHERE account_id = {ME} AND meeting_id = which
            AND actor_id = {TEAM} AND (left_at IS NULL OR m.state = '{MeetingState.CLOSED}')
        ))
    );
END $$
"""  # noqa: S608 - as above
"""Whether the caller's team holds this meeting, or the caller is in the room; or was, now that it is closed."""

LINE = f"""
CREATE FUNCTION care_sees_line(line uuid, which uuid, ask uuid) RETURNS boolean
{AS_OWNER} AS $$
BEGIN
    IF line IS NOT NULL THEN
        SELECT meeting_id, referral_id INTO which, ask FROM {{schema}}.care_meetingline WHERE id = line;
    END IF;
    RETURN {{schema}}.care_sits_in(which) OR {HER} IS NOT NULL AND EXISTS (
        SELECT FROM {{schema}}.care_referral WHERE id = ask AND person_id = {HER}
    );
END $$
"""  # noqa: S608 - as above
"""Whether the caller sees a line, by its id, or by its meeting and ask."""

JOINT = f"""
CREATE FUNCTION care_sees_joint(which uuid) RETURNS boolean
{AS_OWNER} AS $$
DECLARE
    who uuid;
BEGIN
    SELECT person_id INTO who FROM {{schema}}.care_jointwork WHERE id = which;
    IF who = {HER} THEN
        RETURN true;
    END IF;
    RETURN {TEAM} IS NOT NULL AND {ONLY} IS NULL AND EXISTS (
        SELECT FROM {{schema}}.care_jointpartner WHERE work_id = which AND actor_id = {TEAM}
        AND state IN ('{PartnerState.PROPOSED}', '{PartnerState.JOINED}')
    ) AND (who IS NULL OR {{schema}}.people_knows(who));
END $$
"""  # noqa: S608 - as above
"""Whether the caller sees a piece of joint work: `policies.may_see_joint`."""

EVENT = f"""
CREATE FUNCTION care_sees_event(event uuid) RETURNS boolean
{AS_OWNER} AS $$
DECLARE
    work uuid;
    author uuid;
BEGIN
    SELECT work_id, author_actor_id INTO work, author FROM {{schema}}.care_jointevent WHERE id = event;
    IF work IS NOT NULL THEN
        RETURN {{schema}}.care_sees_joint(work);
    END IF;
    RETURN {TEAM} IS NOT NULL AND {ONLY} IS NULL AND (author = {TEAM} OR EXISTS (
        SELECT FROM {{schema}}.care_jointeventactor WHERE event_id = event AND actor_id = {TEAM}));
END $$
"""  # noqa: S608 - as above
"""Whether the caller sees what was done together: in the work it was for, or, for none, having taken part."""

FRICTION = f"""
CREATE FUNCTION care_sees_friction(friction uuid) RETURNS boolean
{AS_OWNER} AS $$
DECLARE
    f record;
BEGIN
    SELECT author_account_id, author_actor_id, referral_id INTO f FROM {{schema}}.care_friction WHERE id = friction;
    RETURN f.author_account_id = {ME} AND f.author_actor_id IS NOT DISTINCT FROM {WORN}
    OR {ONLY} IS NULL AND (f.author_actor_id = {TEAM} OR {{schema}}.care_sees(f.referral_id, {FULL}));
END $$
"""  # noqa: S608 - as above
"""Whether the caller sees all of a friction: who wrote it, their team, and who sees the ask that it lies on."""

FUNCTIONS = {
    "care_stands_above(uuid)": ABOVE,
    "care_sits_in(uuid)": SITS,
    "care_sight(uuid, uuid, uuid, uuid, text, boolean, uuid, uuid, int)": SIGHT,
    "care_sees(uuid, int)": SEES,
    "care_sees_hope(uuid)": HOPE,
    "care_sees_gift(uuid, uuid, uuid)": GIFT,
    "care_sees_signpost(uuid, uuid, uuid, uuid, uuid, boolean)": SIGNPOST,
    "care_sees_question(uuid)": QUESTION,
    "care_sees_line(uuid, uuid, uuid)": LINE,
    "care_sees_joint(uuid)": JOINT,
    "care_sees_event(uuid)": EVENT,
    "care_sees_friction(uuid)": FRICTION,
}

OURS = f"{ONLY} IS NULL AND (source_id = {TEAM} OR target_id = {TEAM} AND state <> '{State.DRAFT}')"
ON_AN_ASK = f"care_sees(referral_id, {FULL})"
ON_A_LINE = "care_sees_line(line_id, NULL, NULL)"

FENCES = {
    "care_referral": f"{OURS} OR care_sight(id, person_id, source_id, target_id, state, sensitive, parent_id, "
    f"author_account_id, {GLIMPSE}) > 0",
    "care_referralmove": f"care_sees(referral_id, {OUTLINE})",
    "care_judgement": ON_AN_ASK,
    "care_sentence": ON_AN_ASK,
    "care_paperform": ON_AN_ASK,
    "care_candidate": f"{ONLY} IS NULL AND actor_id = {TEAM} OR {ON_AN_ASK}",
    "care_answerlink": ON_AN_ASK,
    "care_linkcode": "false",
    "care_contribution": "care_sees_gift(referral_id, outcome_id, encounter_id)",
    "care_promise": "care_sees_gift(referral_id, outcome_id, NULL)",
    "care_outcome": "care_sees_hope(id)",
    "care_outcomereview": "care_sees_hope(outcome_id)",
    "care_signpost": "care_sees_signpost(person_id, author_actor_id, from_actor_id, to_actor_id, to_service_id, "
    "sensitive)",
    "care_question": f"person_id = {HER} OR {ONLY} IS NULL AND {TEAM} IN (source_id, target_id) "
    "AND (person_id IS NULL OR care_sees_question(person_id))",
    "care_jointwork": "care_sees_joint(id)",
    "care_jointpartner": "care_sees_joint(work_id)",
    "care_jointaction": "care_sees_joint(work_id)",
    "care_jointevent": "care_sees_event(id)",
    "care_jointeventactor": "care_sees_event(event_id)",
    "care_meetingline": "care_sees_line(NULL, meeting_id, referral_id)",
    "care_linechange": ON_A_LINE,
    "care_lineoption": ON_A_LINE,
    "care_lineshare": ON_A_LINE,
    "care_dissent": ON_A_LINE,
    "care_dispute": ON_A_LINE,
    "care_meetingnote": "care_sees_line(line_id, meeting_id, NULL)",
    "care_meeting": "true",
    "care_attendance": "true",
    "care_friction": f"{ONLY} IS NULL AND author_actor_id = {TEAM} OR care_sees_friction(id)",
    "care_turn": f"friction_id IS NULL OR author_account_id = {ME} OR care_sees_friction(friction_id)",
}
"""What the conditions go by is fenced too, though anybody reads it: nobody who asks may write who is in a room."""
