"""What goes on in the invented place: people are taken in, tell their story, and help is asked for them.

crowd      those beyond some thousands of people, brought over many at once
arrivals   who comes, where they live, who takes them in
taking_in  identity, story, circle, sharing: one person's course
choosing   whom to ask for a need: pure, from the content
loop       one referral's course from the asking to the end, in the machine's moves
after      what follows an end: the asker reads it, the person judges it, the goal is reviewed
returning  some come back, through the door a service left open
desk       open work for the cast, so that nobody's day is empty
post       how the cast wants to hear by e-mail, and a few mornings' digests
deciding   two for whom somebody signs: by a power of attorney, and as a parent
carers     who acts for whom, who does what next, one who died and one who moved
heroine    Jean, whose journey is left to be played, and Leanne
"""
