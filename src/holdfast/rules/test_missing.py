"""A test that the document names is not defined in the project.

`holdfast verify` looks up the tests that documents name in code: by their whole names anywhere
(`tests/test_cache.py::test_reads`, `cache::tests::it_reads`, `src/cache.test.ts > cache > keeps what was written`), in sections about
testing also by a name alone (`test_reads`, `TestReads`). The files are read and never imported or run. What the words around call
planned or gone is no claim.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("- n E -")
