"""Voices that read a lesson out: what they say, how loud it is, and when each word comes."""
