"""Scenes: what a viewer sees. Plain parts import without Manim."""
