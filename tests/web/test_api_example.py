"""The example in the guide does what it says, word for word, against a real server."""

import os
import re
import subprocess
import sys

import pytest

from ecotone.access import actions
from ecotone.access.rules import Role, Scope
from ecotone.care.models import Referral
from tests import worlds
from tests.house.source import ROOT

GUIDE = ROOT / "docs/how-to/use-the-api.md"


@pytest.mark.commitment(4)
@pytest.mark.django_db(transaction=True)
def test_the_example_of_the_guide_closes_a_loop(live_server, tmp_path):
    (example,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    marcus = worlds.wearing(worlds.team("Whinhall"))
    group = worlds.team("Kettle On")
    worlds.can_help(group, worlds.need("befriending"), name="Befriending at home")
    worlds.taken_in(marcus)
    program = tmp_path / "example.py"
    program.write_text(example)
    environment = {
        "ECOTONE_SITE": live_server.url,
        "ASKER_TOKEN": _token(marcus),
        "ANSWERER_TOKEN": _token(worlds.wearing(group, Role.LEAD)),
        "PATH": os.environ["PATH"],
    }
    ran = subprocess.run([sys.executable, "-I", str(program)], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[1:] == ["It is completed", "The loop is closed"]
    assert Referral.objects.get().state == "completed"


def _token(by) -> str:
    return actions.make_token(by=by, name="the guide", scopes=[*Scope]).secret
