"""Where LMSes differ: completion and grades beyond LTI."""
