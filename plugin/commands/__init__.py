"""What the commands of `twinseal` are made of; plugin/cli.py puts them together."""
