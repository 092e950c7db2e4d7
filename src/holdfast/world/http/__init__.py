"""The one door to the network: only http(s), only to addresses that were vetted, within limits. Opened by ``--online`` alone."""
