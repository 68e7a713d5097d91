"""What is said and written, in every language: templates, and how their fields read."""
