"""Backups: database and photos in one folder with a manifest, and back into another installation."""
