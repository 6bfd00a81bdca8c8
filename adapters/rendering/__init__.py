"""How a micro-credential looks on paper and screen."""
