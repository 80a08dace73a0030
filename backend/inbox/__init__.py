"""What is new and what waits for somebody, of every room."""
