"""Lessons in the browser: seen while they are changed, and saved where they belong."""
