"""The web as a verifier sees it: a folder, the real web, or what this installation publishes itself."""
