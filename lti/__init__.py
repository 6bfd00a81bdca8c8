"""What the 1EdTech LTI documents say: launch, services, deep linking. Nothing specific to one LMS."""
