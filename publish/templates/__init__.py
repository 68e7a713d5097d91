"""The files that pages and slides are filled in from."""
