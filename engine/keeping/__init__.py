"""What stays on disk: finished scenes, records, and whose they are."""
