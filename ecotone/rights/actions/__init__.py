"""All writes of a person's rights."""

from ecotone.rights.actions.correcting import (
    answer_correction,
    ask_correction,
    extend_correction,
    pass_on_correction,
    remind_of_correction,
    withdraw_correction,
)
from ecotone.rights.actions.erasing import (
    ask_erasure,
    decide_erasure,
    erase_words,
    hold,
    lift_hold,
    note_erased_again,
    note_swept,
    refuse_erasure,
    withdraw_erasure,
)
from ecotone.rights.actions.keeping import propose, set_period

__all__ = [
    "answer_correction",
    "ask_correction",
    "ask_erasure",
    "decide_erasure",
    "erase_words",
    "extend_correction",
    "hold",
    "lift_hold",
    "note_erased_again",
    "note_swept",
    "pass_on_correction",
    "propose",
    "refuse_erasure",
    "remind_of_correction",
    "set_period",
    "withdraw_correction",
    "withdraw_erasure",
]
