"""Ecotone: one shared place for a local care ecosystem."""
