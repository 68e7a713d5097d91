"""From a scene's movie and beats to the files people use; Manim isn't needed here."""
