"""Settings of the property tests of the domain."""

from hypothesis import settings

# A busy machine may stall a single example for longer than any limit that would mean something.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
