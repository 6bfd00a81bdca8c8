"""Families with siblings: formats, proofs, seals, rendering, LMSes; each chosen by name."""
