"""What happens in which order; knows the domain only."""
