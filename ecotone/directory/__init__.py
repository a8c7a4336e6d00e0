"""Directory: what help there is, from every sector alike: for whom, where, when, with how much room, and how sure.

A room of its own because finding the right help is where a referral begins: a listing is kept by those who
provide the service, and read by everyone.
"""
