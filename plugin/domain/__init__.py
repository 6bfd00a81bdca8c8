"""What is true or allowed: pure values and rules, standard library only."""
