"""Finds lessons, checks them, and renders their scenes side by side in processes.

Imports go one way, and only what runs in workers imports Manim::

    quality, lessons → job → pool → progress → session, report → render.py
                         plan, starter, telling (in workers) ┘
    params → schema, plan
"""
