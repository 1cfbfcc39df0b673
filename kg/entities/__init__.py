"""From text to typed names, and from names to what they stand for."""
