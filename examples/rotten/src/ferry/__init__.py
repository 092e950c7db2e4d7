"""A job queue in the database you have."""
