"""Writes changes into the files that authors write, and leaves all else in them as it is."""
