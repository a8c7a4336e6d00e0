"""What crosses rooms, by calling their actions and nothing else: the clock's tick so far."""
