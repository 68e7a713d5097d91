"""Processes that do jobs, and those that wait for them."""
