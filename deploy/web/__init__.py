"""The web server: processes that share one socket, each of which receives before a thread serves."""
