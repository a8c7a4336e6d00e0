"""All writes of notices."""

from ecotone.notices.actions.post import POST, claim_mail, forget_mail, note_not_sent, note_sent, queue_mail

__all__ = ["POST", "claim_mail", "forget_mail", "note_not_sent", "note_sent", "queue_mail"]
