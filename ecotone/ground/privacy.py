"""The privacy class of every field: a model that keeps silent about one of its fields fails a test.

open         anyone may read it (a service's name)
operational  those who work here may read it (a version, a state, an id)
personal     about one person; only through a policy
sensitive    about one person's life or health, in words or codes; only through a policy, per part
"""

from enum import StrEnum


class Class(StrEnum):
    OPEN = "open"
    OPERATIONAL = "operational"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Privacy:
    """Declares the class of each field: `privacy = Privacy(open="name", personal="birth_date")`.

    Raises ValueError when a field is named twice.
    """

    def __init__(self, *, open: str = "", operational: str = "", personal: str = "", sensitive: str = "") -> None:
        self.classes: dict[str, Class] = {}
        named = {
            Class.OPEN: open,
            Class.OPERATIONAL: operational,
            Class.PERSONAL: personal,
            Class.SENSITIVE: sensitive,
        }
        for of, names in named.items():
            for name in names.split():
                if name in self.classes:
                    raise ValueError(f"{name} is declared both {self.classes[name]} and {of}")
                self.classes[name] = of

    def __getitem__(self, name: str) -> Class:
        return self.classes[name]
