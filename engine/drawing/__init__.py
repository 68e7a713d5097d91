"""Draws a scene's frames and encodes them: the same pictures as Manim's own, in less time."""
