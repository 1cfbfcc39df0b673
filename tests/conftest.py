"""Settings for every test."""

from hypothesis import settings

# The first example of a process loads dictionaries, which takes seconds, whatever the example is.
settings.register_profile("kg", deadline=None)
settings.load_profile("kg")
