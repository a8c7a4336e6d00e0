"""The addresses of team meetings: the list, the line in hand, the room, the minutes."""

from django.urls import path

from ecotone.web.pages import meeting_lines, meetings

MEETING = "meetings/<uuid:meeting_id>/"
LINE = f"{MEETING}lines/<uuid:line_id>/"

urls = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.plan_meeting, name="plan_meeting"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}pulse/", meetings.meeting_pulse, name="meeting_pulse"),
    path(f"{MEETING}add/", meetings.add_lines, name="add_lines"),
    path(f"{MEETING}open/", meetings.open_meeting, name="open_meeting"),
    path(f"{MEETING}close/", meetings.close_meeting, name="close_meeting"),
    path(f"{MEETING}room/", meetings.meeting_room, name="meeting_room"),
    path(f"{MEETING}room/<uuid:attendance_id>/", meetings.room_part, name="room_part"),
    path(f"{MEETING}minutes/", meetings.minutes, name="minutes"),
    path(f"{MEETING}minutes/correct/", meetings.correct_minutes, name="correct_minutes"),
    path(LINE, meeting_lines.meeting_line, name="meeting_line"),
    path(f"{LINE}options/", meeting_lines.line_options, name="line_options"),
    path(f"{LINE}options/<uuid:option_id>/", meeting_lines.weigh_option, name="weigh_option"),
    path(f"{LINE}dissent/", meeting_lines.line_dissent, name="line_dissent"),
    path(f"{LINE}dispute/", meeting_lines.line_dispute, name="line_dispute"),
    path(f"{LINE}dispute/<uuid:dispute_id>/", meeting_lines.settle_dispute, name="settle_dispute"),
    path(f"{LINE}share/", meeting_lines.share_line, name="share_line"),
]
