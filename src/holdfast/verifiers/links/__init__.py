"""Parts of the verifier of links: which there are, what is asked, and what an answer means."""
