"""Parts of the verifier of examples: what is stated, how far it is tried, what is written back."""
