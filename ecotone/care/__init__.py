"""Care: referrals that always come back, questions between teams, personal outcomes, contributions, unmet need."""
