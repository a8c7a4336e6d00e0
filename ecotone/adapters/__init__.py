"""Other systems' formats: what they hold is taken in, and given back, through the rooms' own doors.

a file ──reading──> rows ──a format's mapping (pure)──> Wanted ──intake──> the rooms' actions
the rooms' queries ──a format's mapping (pure)──> rows ──dump──> a file
"""
