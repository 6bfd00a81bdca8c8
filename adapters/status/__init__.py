"""How what was withdrawn is published, and how such publications are read."""
