"""A micro-credential written down: one package per format, none knowing another."""
