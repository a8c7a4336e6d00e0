"""All writes of a person's rights."""

from ecotone.rights.actions.correcting import (
    answer_correction,
    ask_correction,
    extend_correction,
    pass_on_correction,
    remind_of_correction,
    withdraw_correction,
)

__all__ = [
    "answer_correction",
    "ask_correction",
    "extend_correction",
    "pass_on_correction",
    "remind_of_correction",
    "withdraw_correction",
]
