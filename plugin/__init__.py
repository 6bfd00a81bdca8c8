"""Twinseal: what is true, what happens in which order, and how people meet it."""
