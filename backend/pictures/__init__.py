"""Data in, SVG out: pure functions that know no database, no language and no request."""
