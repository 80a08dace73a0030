"""What is owed to whom over which channel, and what became of it. It knows channels by name, and renders nothing."""
