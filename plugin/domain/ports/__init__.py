"""What the inner rooms ask of the outer ones, each as narrow as its caller needs."""
