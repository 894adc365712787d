"""Read released education quality reports and pull traceable facts out of them."""

__version__ = "0.1.0"
