"""What the tables of care hold of one person: what her record shows, and what erasing takes away.

What two teams did for each other is theirs as well: an ask, its steps and its line in a meeting stay, without the
words, so that whoever asked still reads that it ended, and why.
"""

from typing import Any

from django.db.models import Q

from ecotone.care.models import (
    AnswerLink,
    Attendance,
    Candidate,
    Contribution,
    Dispute,
    Dissent,
    Friction,
    JointAction,
    JointEvent,
    JointWork,
    Judgement,
    LineChange,
    LineOption,
    LineShare,
    LinkCode,
    MeetingLine,
    MeetingNote,
    NeedOffer,
    NeedVoice,
    Outcome,
    OutcomeReview,
    PaperForm,
    Promise,
    Question,
    Referral,
    ReferralMove,
    Sentence,
    Signpost,
    StatedNeed,
    Turn,
)
from ecotone.ground.holdings import Goes, Holding

ERASED_WHY = "The person’s record was erased. There is nothing left to do."
"""What whoever had asked for her reads: kept, since it says nothing of her."""

ASK = ("referral__person",)
LINE = ("line__referral__person",)
DRAFT = Q(referral__state="draft", referral__source__isnull=False)
SAYS_WHY_IT_ENDED = Q(code="lapse", recorded__reason_text=ERASED_WHY)
THEIRS_TOO = "rights.theirs_too"
PUBLIC = "rights.said_in_public"
IN_A_HAT = Q(author_hat_id__isnull=False)
SAID: dict[str, Any] = {"goes": Goes.WORDS, "wipe": "words", "stays": PUBLIC}
HINDERED = {**SAID, "wipe": "referral place need words workaround"}
SPOKEN = {**SAID, "keeps": {"speaker_id": "rights.tombstone"}}

HOLDINGS = (
    Holding(PaperForm, "asks", of=ASK),
    Holding(Judgement, "asks", of=ASK),
    Holding(Contribution, "hopes", of=("referral__person", "encounter__person", "outcome__person")),
    Holding(Promise, "hopes"),
    Holding(OutcomeReview, "hopes", of=("outcome__person",)),
    Holding(LinkCode, of=("link__referral__person",), unshown="rights.secret"),
    Holding(Sentence, "asks", of=ASK),
    Holding(AnswerLink, "asks", of=ASK, hides={"token_hash": "rights.secret"}),
    Holding(Candidate, "asks", of=ASK),
    Holding(LineShare, "meetings", of=LINE),
    Holding(LineOption, "meetings", of=LINE),
    Holding(LineChange, "meetings", of=LINE, goes=Goes.WORDS, wipe="values", stays=THEIRS_TOO),
    Holding(Dissent, "meetings", of=LINE, goes=Goes.WORDS, wipe="words", stays=THEIRS_TOO),
    Holding(Dispute, "meetings", of=LINE, goes=Goes.WORDS, wipe="agreed", stays=THEIRS_TOO),
    Holding(MeetingNote, "meetings", of=LINE, goes=Goes.WORDS, wipe="words", stays=THEIRS_TOO),
    Holding(
        MeetingLine,
        "meetings",
        of=ASK,
        goes=Goes.WORDS,
        wipe="summary wish wish_told_by details service lead reason why_no_third_words",
        stays=THEIRS_TOO,
    ),
    Holding(Attendance, "meetings", of=(), account=("account_id",), goes=Goes.STAYS, stays="rights.work_stays"),
    Holding(Turn, "said", of=("friction__referral__person", "statedneed__speaker_id"), **SAID),
    Holding(Turn, "said", of=(), account=("author_account_id",), but=IN_A_HAT, **SAID),
    Holding(Friction, "said", of=ASK, **HINDERED),
    Holding(Friction, "said", of=(), account=("author_account_id",), but=IN_A_HAT, **HINDERED),
    Holding(
        ReferralMove,
        "asks",
        of=ASK,
        closed=DRAFT,
        goes=Goes.WORDS,
        wipe="recorded",
        but=SAYS_WHY_IT_ENDED,
        stays=THEIRS_TOO,
    ),
    Holding(
        Referral,
        "asks",
        closed=Q(state="draft", source__isnull=False),
        goes=Goes.WORDS,
        wipe="service place outcome why hoped_for since_then parts offer_note contact_note signed_by nobody_why "
        "her_wishes began_with",
        keeps={
            **dict.fromkeys(("need", "agreed", "signed_as", "least"), "rights.counted"),
            "person": "rights.tombstone",
            "sensitive": "rights.hides_a_team",
        },
        stays=THEIRS_TOO,
    ),
    Holding(Outcome, "hopes"),
    Holding(Signpost, "contacts"),
    Holding(Question, "asks", goes=Goes.WORDS, wipe="person text answer", stays=THEIRS_TOO),
    Holding(JointEvent, "jointly", of=("work__person",), goes=Goes.WORDS, wipe="words", stays=THEIRS_TOO),
    Holding(JointAction, "jointly", of=("work__person",), goes=Goes.WORDS, wipe="what", stays=THEIRS_TOO),
    Holding(JointWork, "jointly", goes=Goes.WORDS, wipe="person title aim", stays=THEIRS_TOO),
    Holding(NeedVoice, "said", of=("speaker_id",), **SPOKEN),
    Holding(NeedOffer, "said", of=("speaker_id",), **{**SPOKEN, "wipe": "words quantity"}),
    Holding(StatedNeed, "said", of=("speaker_id",), **{**SPOKEN, "wipe": "title words touches for_whom"}),
)
"""What refers to a row comes before it: so they are erased."""
