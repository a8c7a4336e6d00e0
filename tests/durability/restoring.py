"""Has `ecotone restore` try the files named line by line, all in one process; says of each what came of it.

python tests/durability/restoring.py
"""

import json
import sys

from click.testing import CliRunner

from ecotone.cli import main

if __name__ == "__main__":
    for line in sys.stdin:
        ended = CliRunner().invoke(main, ["restore", line.rstrip("\n")])
        said = {
            "code": ended.exit_code,
            "printed": ended.stdout,
            "refused": ended.stderr,
            "error": repr(ended.exception),
        }
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()
