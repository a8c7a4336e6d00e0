"""All writes to accounts, to what they sign in with, to tokens, and to the deployment's own mark."""

from ecotone.access.actions.accounts import close_account, mark_deployment, open_account, open_program, reopen_account
from ecotone.access.actions.erasing import end_acting, end_as_herself, erase_account
from ecotone.access.actions.outside import (
    end_outside_sessions,
    link_outside_account,
    match_outside_account,
    unlink_outside_account,
)
from ecotone.access.actions.passkeys import add_passkey, remove_passkey, rename_passkey, take_ways_off, use_passkey
from ecotone.access.actions.passwords import ask_reset, change_password, choose_password, settle_wish
from ecotone.access.actions.second_step import (
    begin_second_step,
    confirm_second_step,
    end_second_step,
    lift_second_step,
    renew_recovery_codes,
    try_second_step,
)
from ecotone.access.actions.signing import end_session, end_sessions, forget_browser, know_browser, note_sign_in
from ecotone.access.actions.tokens import (
    NewToken,
    end_token,
    give_token,
    grant_token,
    make_token,
    note_token_use,
    revoke_token,
    rotate_token,
)

__all__ = [
    "NewToken",
    "add_passkey",
    "ask_reset",
    "begin_second_step",
    "change_password",
    "choose_password",
    "close_account",
    "confirm_second_step",
    "end_acting",
    "end_as_herself",
    "end_outside_sessions",
    "end_second_step",
    "end_session",
    "end_sessions",
    "end_token",
    "erase_account",
    "forget_browser",
    "give_token",
    "grant_token",
    "know_browser",
    "lift_second_step",
    "link_outside_account",
    "make_token",
    "mark_deployment",
    "match_outside_account",
    "note_sign_in",
    "note_token_use",
    "open_account",
    "open_program",
    "remove_passkey",
    "rename_passkey",
    "renew_recovery_codes",
    "reopen_account",
    "revoke_token",
    "rotate_token",
    "settle_wish",
    "take_ways_off",
    "try_second_step",
    "unlink_outside_account",
    "use_passkey",
]
