"""The practice LMS: a small LTI 1.3 platform with one course, for trying and testing; imports nothing of the rest."""
