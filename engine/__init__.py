"""Finds lessons, checks them, and renders their scenes side by side in processes.

Imports go one way::

    quality, suggestion → lessons → plan → job → build → worker
                                          job → pool → progress → render
"""
