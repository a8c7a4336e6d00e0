"""Writes docs/reference/openapi.json: the document of the API as it is served.

python tools/openapi.py            writes it
python tools/openapi.py --check    says whether it is up to date, and writes nothing
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/reference/openapi.json"


def main(check: bool) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from ecotone.web.api.openapi import drawn

    if not check:
        PAGE.write_text(drawn())
        return 0
    if not PAGE.exists() or PAGE.read_text() != drawn():
        sys.stdout.write(f"{PAGE.relative_to(ROOT)} is out of date: make fix writes it anew\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
