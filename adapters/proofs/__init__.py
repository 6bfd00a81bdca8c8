"""Ways to seal a checked document and to check a seal; none knows another."""
