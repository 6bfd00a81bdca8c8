"""Plans and learner lists from files: every fault found in one reading, none ever an exception that nobody expects."""
