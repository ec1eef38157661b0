"""The tools where headcount lives: files, and connectors behind one Protocol."""
