"""What waits for whom, and how word of it leaves the site: the outbox, the news, the digests."""
