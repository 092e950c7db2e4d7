"""Tests that documents name: where they are named, and what results say of them."""
