"""Quiet forms: my profile, the people, the units, whom we serve, the settings."""
