"""`python -m fairlead`, as a process."""

import json
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "fairlead", "harbour:app"]
ENVIRONMENT = {"PYTHONPATH": "src"}


def test_a_served_application_says_where_it_is_and_goes_with_its_input():
    command = [*COMMAND, "--port", "0", "--while-input"]
    with subprocess.Popen(
        command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        address = process.stdout.readline().strip().removeprefix("http://")
        with closing(HTTPConnection(address, timeout=30)) as connection:
            connection.request("GET", "/berths/1")
            assert json.loads(connection.getresponse().read())["length"] == 8.0
        process.stdin.close()
        assert process.wait(30) == 0


def test_it_describes_an_application():
    done = subprocess.run([*COMMAND, "--describe"], cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=True)
    assert json.loads(done.stdout)["info"] == {"title": "Harbour", "version": "1.0"}
