"""From what somebody asked for to the jobs that do it."""
