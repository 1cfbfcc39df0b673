"""industry-kg: industries, cities and enterprises read out of Chinese industrial-policy papers."""

__version__ = "0.1.0"
