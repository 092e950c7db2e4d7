"""Measures how long a night takes to settle, and writes all samples."""

import json
import sys
import time


def settle() -> float:
    """Settle a small night and return the seconds it took."""
    began = time.perf_counter()
    sum(range(200_000))
    return time.perf_counter() - began


samples = [settle() for _ in range(9)]
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump({"metrics": {"settle": {"unit": "s", "samples": samples}}}, file)
