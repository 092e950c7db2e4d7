"""A test that the document names failed or was skipped when the tests ran last.

`holdfast verify` joins the tests that documents name to the results that a test runner wrote as JUnit XML: the file is named by the
document (`junit:reports/junit.xml`) or by the configuration (`[verify.tests] results = "reports/junit.xml"`). A test without a
result, and one whose file changed after its results were written, is unproven.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("- n E -")
