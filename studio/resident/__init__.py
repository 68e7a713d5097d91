"""The process that holds Manim and one told scene, and draws any moment of it."""
