"""Questions in the forms of learning systems: a neutral model, and an exporter of each form."""
