"""Text of a clause: normal form, sentences, words, coordination; offsets always lead back to the source."""
