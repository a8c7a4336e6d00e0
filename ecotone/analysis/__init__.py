"""Pure analysis: tables in, findings out. No Django, no clock, no hidden state, no global randomness."""
