"""The addresses of joint work."""

from django.urls import path

from ecotone.web.pages import joint

WORK = "joint/<uuid:work_id>/"

urls = [
    path("joint/", joint.our_joint, name="our_joint"),
    path("joint/new/", joint.start_joint, name="start_joint"),
    path("joint/log/", joint.log_together, name="log_together"),
    path("joint/log/<uuid:event_id>/take-back/", joint.take_back_event, name="take_back_event"),
    path(WORK, joint.joint_work, name="joint_work"),
    path(f"{WORK}propose/", joint.propose_partner, name="propose_partner"),
    path(f"{WORK}answer/", joint.answer_joint, name="answer_joint"),
    path(f"{WORK}leave/", joint.leave_joint, name="leave_joint"),
    path(f"{WORK}actions/new/", joint.add_task, name="add_task"),
    path(f"{WORK}actions/<uuid:task_id>/", joint.change_task, name="change_task"),
    path(f"{WORK}log/", joint.log_in_work, name="log_in_work"),
]
