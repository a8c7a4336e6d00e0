"""People: a person, the story told once, the circle around them, contacts, relationships of care, sharing."""
