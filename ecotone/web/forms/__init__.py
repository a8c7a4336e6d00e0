"""How forms look, and the fields that several pages share."""
