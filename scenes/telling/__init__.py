"""Beats: one thing said while one thing is shown; what they claim, and the record of them."""
