"""Services whose very name tells something of whoever goes there. Pure."""

import re

TELLING = re.compile(r"women[’']?s aid|rape crisis|domestic abuse|refuge|addiction|alcohol|drugs?\b", re.IGNORECASE)
"""Names that tell of abuse or addiction. Better one too many: whoever keeps the listing can make it ordinary."""
