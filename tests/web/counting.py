"""Which statements of a page are counted towards its budget."""

import re

DATA = re.compile(
    r"(?:SELECT set_config\('role'.*?true\); )?"
    r"\s*(SELECT (?!set_config)|INSERT INTO (?!\"access_audit)|UPDATE|DELETE)",
    re.IGNORECASE,
)
"""What reads or writes, with or without the settings by which PostgreSQL knows who asks; not the page's own entry in
the audit, which every page leaves."""
