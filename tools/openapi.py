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
    from tools.generated import kept

    return kept(PAGE, drawn(), check=check)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
