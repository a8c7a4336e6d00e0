"""A person's rights are tried on the house of care: Jean, who helps her, and whom they may ask."""

from tests.rooms.care.conftest import house

__all__ = ["house"]
