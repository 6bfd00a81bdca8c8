"""What happens later or again, in a process of its own: a queue that wakes workers. The database is the truth."""
