"""A plan as tables, charts and documents."""
