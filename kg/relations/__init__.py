"""What a clause says of its mentions: one module a kind of statement."""
