"""How fast the things are that are done most, beside what one would do without us. `make bench` runs it."""
