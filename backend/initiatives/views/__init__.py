"""Views of initiatives and steps: parse, call, answer."""
