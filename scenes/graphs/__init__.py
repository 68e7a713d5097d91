"""How a computation graph is laid out: its layers, what stands where in them, and its edges."""
