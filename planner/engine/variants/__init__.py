"""One organisation with single facts or assumptions changed: many at once in columns, or one in full."""
