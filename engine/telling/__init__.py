"""Tells a scene in a worker: checked, drawn, or one beat of it."""
