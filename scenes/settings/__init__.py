"""A lesson's parameters: their kinds, what values they take, and how a mistake is told."""
