"""Places where a signing key lives."""
