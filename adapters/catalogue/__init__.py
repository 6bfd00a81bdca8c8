"""How programs read the public catalogue, one way each."""
