"""The addresses of signing in, of one's own account, and of those who let people in."""

from django.urls import path

from ecotone.web import oauth
from ecotone.web.headers import REPORTS
from ecotone.web.pages import accounts, colleagues, outside, own_account, passkeys, policy, programs, staff, tokens

ACCOUNT = "account/"
STEP, SIGNED_IN = f"{ACCOUNT}second-step/", f"{ACCOUNT}signed-in/"
PROGRAM = "our-programs/<uuid:program_id>/"
WITH, OUTSIDE = "sign-in/with/<slug:provider>/", f"{ACCOUNT}elsewhere/"
PASSKEYS = f"{ACCOUNT}passkeys/"
ONE = "our-people/<uuid:account_id>/"

urls = [
    path(REPORTS.removeprefix("/"), policy.policy_reports, name="policy_reports"),
    path("sign-in/", accounts.sign_in, name="sign_in"),
    path("sign-in/demo/", accounts.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("hat/", accounts.wear_hat, name="wear_hat"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:token_id>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("sign-in/code/", accounts.sign_in_code, name="sign_in_code"),
    path(WITH, outside.sign_in_with, name="sign_in_with"),
    path(f"{WITH}back/", outside.back_from_provider, name="back_from_provider"),
    path(f"{WITH}enter/", outside.enter_from_provider, name="enter_from_provider"),
    path(f"{WITH}left/", outside.left_outside, name="left_outside"),
    path(f"{WITH}signed-out/", outside.signed_out_outside, name="signed_out_outside"),
    path("sign-in/passkey/", passkeys.sign_in_passkey, name="sign_in_passkey"),
    path("sign-in/passkey/ask/", passkeys.ask_for_passkey, name="ask_for_passkey"),
    path("reset-password/", own_account.reset_password, name="reset_password"),
    path("choose-password/<uuid:account_id>/<str:password_token>/", accounts.choose_password, name="choose_password"),
    path(ACCOUNT, own_account.own_account, name="own_account"),
    path(f"{ACCOUNT}ways-in/", own_account.every_way_in, name="every_way_in"),
    path(f"{ACCOUNT}ways-in/take-off/", own_account.take_ways_off, name="take_ways_off"),
    path(f"{ACCOUNT}password/", own_account.change_password, name="change_password"),
    path(STEP, own_account.second_step, name="second_step"),
    path(f"{STEP}confirm/", own_account.confirm_second_step, name="confirm_second_step"),
    path(f"{STEP}codes/", own_account.renew_recovery_codes, name="renew_recovery_codes"),
    path(f"{STEP}end/", own_account.end_second_step, name="end_second_step"),
    path(PASSKEYS, passkeys.own_passkeys, name="own_passkeys"),
    path(f"{PASSKEYS}ask/", passkeys.ask_for_new_passkey, name="ask_for_new_passkey"),
    path(f"{PASSKEYS}<uuid:passkey_id>/", passkeys.own_passkey, name="own_passkey"),
    path(f"{PASSKEYS}<uuid:passkey_id>/remove/", passkeys.remove_passkey, name="remove_passkey"),
    path(f"{OUTSIDE}confirm/", outside.confirm_outside, name="confirm_outside"),
    path(f"{OUTSIDE}with/<slug:provider>/", outside.link_outside, name="link_outside"),
    path(f"{OUTSIDE}<uuid:outside_id>/unlink/", outside.unlink_outside, name="unlink_outside"),
    path(SIGNED_IN, own_account.signed_in, name="signed_in"),
    path(f"{SIGNED_IN}<uuid:session_id>/end/", own_account.end_session, name="end_session"),
    path(f"{SIGNED_IN}end/", own_account.end_sessions, name="end_sessions"),
    path(f"{SIGNED_IN}browsers/<uuid:browser_id>/forget/", own_account.forget_browser, name="forget_browser"),
    path("our-people/list/", staff.let_in_list, name="let_in_list"),
    path("our-people/review/", staff.staff_review, name="staff_review"),
    path(f"{ONE}review/", staff.review_one, name="review_one"),
    path(f"{ONE}hats/<uuid:hat_id>/move/", staff.move_colleague, name="move_colleague"),
    path(f"{ONE}leave/", staff.leave_colleague, name="leave_colleague"),
    path(f"{ONE}open-again/", staff.let_in_again, name="let_in_again"),
    path("our-people/left/<uuid:leaving_id>/back/", staff.come_back, name="come_back_colleague"),
    path("our-people/left/back/", staff.all_come_back, name="all_come_back"),
    path("our-programs/", programs.programs, name="programs"),
    path("our-programs/<uuid:program_id>/", programs.program, name="program"),
    path(f"{PROGRAM}owners/", programs.name_owners, name="name_owners"),
    path(f"{PROGRAM}tokens/<uuid:token_id>/change/", programs.rotate_token, name="rotate_program_token"),
    path(f"{PROGRAM}tokens/<uuid:token_id>/end/", programs.end_token, name="end_program_token"),
    path(f"{PROGRAM}end/", programs.end_program, name="end_program"),
    path("oauth/token", oauth.token, name="oauth_token"),
    path("our-people/", colleagues.colleagues, name="colleagues"),
    path(ONE, colleagues.colleague, name="colleague"),
    path(f"{ONE}hats/<uuid:hat_id>/end/", colleagues.end_hat, name="end_hat"),
    path(f"{ONE}close/", colleagues.close_account, name="close_account"),
    path(f"{ONE}second-step/lift/", colleagues.lift_second_step, name="lift_second_step"),
    path(f"{ONE}welcome/", colleagues.welcome_again, name="welcome_again"),
]
