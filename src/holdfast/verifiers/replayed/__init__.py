"""Migration guides tried: sides of every kind started, asked the same requests, and what they answer compared."""
