"""The rules of a person's rights, by what they are about. Pure."""
