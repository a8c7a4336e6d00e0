"""The ecosystem: places, the organisations and teams at work in them, the rules they work by, and all their ties."""
