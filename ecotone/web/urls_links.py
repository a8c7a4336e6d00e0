"""The addresses of answering without an account, of the links for it, and of taking a listing over."""

from django.urls import path

from ecotone.web.pages import answer, claims, links

ANSWER = "answer/on/<uuid:link_id>/"
REFERRAL = "referrals/<uuid:referral_id>/"

urls = [
    path("answer/<slug:link_token>/", answer.answer, name="answer"),
    path("answer/<slug:link_token>/again/", answer.answer_again, name="answer_again"),
    path(ANSWER, answer.answer_referral, name="answer_referral"),
    path(f"{ANSWER}code/", answer.answer_code, name="answer_code"),
    path(f"{ANSWER}say/", answer.answer_sentence, name="answer_sentence"),
    path(f"{ANSWER}leave/", answer.answer_leave, name="answer_leave"),
    path(f"{ANSWER}move/<slug:code>/", answer.answer_move, name="answer_move"),
    path(f"{ANSWER}take-over/", answer.answer_take_over, name="answer_take_over"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<uuid:claim_id>/", claims.claim, name="claim"),
    path("claims/<uuid:claim_id>/welcome/", claims.send_welcome, name="send_welcome"),
    path(f"{REFERRAL}link/", links.send_link, name="send_link"),
    path(f"{REFERRAL}link/address/", links.link_address, name="link_address"),
    path(f"{REFERRAL}link/back/", links.revoke_link, name="revoke_link"),
    path(f"{REFERRAL}told/", links.write_down, name="write_down"),
    path(f"{REFERRAL}told/<slug:code>/", links.write_down_move, name="write_down_move"),
    path(f"{REFERRAL}sentence/<uuid:sentence_id>/", links.set_sentence_aside, name="set_sentence_aside"),
]
