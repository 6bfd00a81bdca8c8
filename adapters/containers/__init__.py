"""Pictures that carry a sealed document, so that a badge can be shown and checked from one file."""
