"""Every address of the site. Each page states who may open it (`routes.page`)."""

from django.urls import path

from ecotone.web import urls_links, urls_notices, urls_places
from ecotone.web.pages import accounts, care, day, mine, offers, people, questions

PERSON = "people/<uuid:person_id>/"
REFERRAL = "referrals/<uuid:referral_id>/"

urlpatterns = [
    path("", accounts.home, name="home"),
    path("sign-in/", accounts.sign_in, name="sign_in"),
    path("sign-in/demo/", accounts.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("hat/", accounts.wear_hat, name="wear_hat"),
    path("my-day/", day.my_day, name="my_day"),
    path("my-day/pulse/", day.my_day_pulse, name="my_day_pulse"),
    path("our-list/", day.team_list, name="team_list"),
    path("people/", people.my_people, name="my_people"),
    path("people/new/", people.add_person, name="add_person"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}details/", people.change_person, name="change_person"),
    path(f"{PERSON}story/new/", people.add_story_entry, name="add_story_entry"),
    path(f"{PERSON}circle/", people.person_circle, name="person_circle"),
    path(f"{PERSON}circle/new/", people.add_to_circle, name="add_to_circle"),
    path(f"{PERSON}asked/", people.person_asked, name="person_asked"),
    path(f"{PERSON}hopes/", people.person_hopes, name="person_hopes"),
    path(f"{PERSON}hopes/new/", people.add_hope, name="add_hope"),
    path(f"{PERSON}hopes/<uuid:outcome_id>/", people.review_hope, name="review_hope"),
    path(f"{PERSON}contacts/", people.person_contacts, name="person_contacts"),
    path(f"{PERSON}contacts/new/", people.log_contact, name="log_contact"),
    path(f"{PERSON}stays/new/", people.note_stay, name="note_stay"),
    path(f"{PERSON}stays/<uuid:stay_id>/", people.end_stay, name="end_stay"),
    path(f"{PERSON}sharing/", people.person_sharing, name="person_sharing"),
    path(f"{PERSON}sharing/new/", people.add_choice, name="add_choice"),
    path(f"{PERSON}sharing/<uuid:choice_id>/withdraw/", people.withdraw_choice, name="withdraw_choice"),
    path(f"{PERSON}refer/", care.refer, name="refer"),
    path(f"{PERSON}offer/", offers.ask_openly, name="ask_openly"),
    path("offers/", offers.offers, name="offers"),
    path("offers/<uuid:referral_id>/", offers.offer, name="offer"),
    path("offers/<uuid:referral_id>/pass/", offers.pass_offer, name="pass_offer"),
    path(REFERRAL, care.referral, name="referral"),
    path(f"{REFERRAL}read/", care.acknowledge, name="acknowledge"),
    path(f"{REFERRAL}judge/", care.judge, name="judge"),
    path(f"{REFERRAL}gifts/new/", care.contribute, name="contribute"),
    path(f"{REFERRAL}move/<slug:code>/", care.referral_move, name="referral_move"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<uuid:question_id>/", questions.question, name="question"),
    path("actors/<uuid:actor_id>/ask/", questions.ask_question, name="ask_question"),
    path("my-story/", mine.my_story, name="my_story"),
    path("my-story/tell/", mine.tell, name="tell"),
    path("my-story/asked/", mine.my_referrals, name="my_referrals"),
    path("my-story/sharing/", mine.my_sharing, name="my_sharing"),
    path("my-story/looks/", mine.my_looks, name="my_looks"),
    path("my-story/contacts/", mine.my_contacts, name="my_contacts"),
    path("my-story/stays/<uuid:stay_id>/", mine.say_about_stay, name="say_about_stay"),
    path("my-story/contacts/new/", mine.told_again, name="told_again"),
    path("my-story/contacts/<uuid:encounter_id>/", mine.say_about_contact, name="say_about_contact"),
    *urls_places.urls,
    *urls_links.urls,
    *urls_notices.urls,
]
