"""Colours, typefaces and set text: how anything on screen looks."""
