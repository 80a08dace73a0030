"""What people choose about their mail, and the administrator's page about all of it."""
