"""Workers on other machines: what is sent to them, and what comes back."""
