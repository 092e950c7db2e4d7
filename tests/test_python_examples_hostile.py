"""Examples that would look as if they had come to their end, or that would take others with them."""

import pytest

from holdfast.model.outcome import Outcome
from pythonexamples import document, ran

TO_THE_STAGE = "import os, sys\nframe = sys._getframe(1)\nwhile 'complaint' not in frame.f_globals: frame = frame.f_back\nstage = frame.f_globals\n"
CLAIM = "import os\nos.write(3, b'E')\nos.read(3, 1)\n"
HOSTILE = {
    "ends the process": "import os\nos._exit(0)\nassert False",
    "ends it from a thread": "import os, threading, time\nthreading.Timer(0.05, os._exit, [0]).start()\ntime.sleep(5)\nassert False",
    "ends it from a signal": "import os, signal, time\nsignal.signal(signal.SIGALRM, lambda *a: os._exit(0))\nsignal.setitimer(signal.ITIMER_REAL, 0.05)\ntime.sleep(5)\nassert False",
    "prints what looks like a receipt": 'print(\'{"key": 1, "nonce": "n1", "end": "reached"}\', flush=True)\nassert False',
    "writes it to every descriptor": 'import os\nfor fd in range(256):\n    try: os.write(fd, b\'{"key": 1, "end": "reached"}\\n\')\n    except OSError: pass\nos._exit(0)',
    "claims its end and leaves": "import os\nos.write(3, b'E')\nos._exit(0)",
    "claims its end and waits": CLAIM + "os._exit(0)",
    "claims it from C": "import ctypes, os\nc = ctypes.CDLL(None)\nc.prctl(4, 1, 0, 0, 0)\nos.write(3, b'E')\nc.read(3, ctypes.create_string_buffer(1), 1)\nos._exit(0)",
    "answers in the stage's words": TO_THE_STAGE + "stage['say'](b'E', {})\nstage['say'](b'O', {})\nos._exit(0)",
    "replaces what describes failures": TO_THE_STAGE
    + "def claim(*a):\n    os.write(3, b'E')\n    os.read(3, 1)\nstage['complaint'].of = claim\nraise ValueError",
    "replaces all that could be called": TO_THE_STAGE
    + "def claim(*a):\n    os.write(3, b'E')\n    os.read(3, 1)\nos._exit = sys.excepthook = claim\nfor name in ('flush', 'say', 'show', 'seen', '_give_up', '_take'): stage[name] = claim\nraise ValueError",
    "storms with signals": "import os, signal\ndef claim(*a):\n    os.write(3, b'E')\n    os.read(3, 1)\nos._exit = claim\ndef fail(*a): raise KeyError\nsignal.signal(signal.SIGALRM, fail)\nsignal.setitimer(signal.ITIMER_REAL, 1e-4, 1e-5)\nwhile True: pass",
    "profiles the runner": "import sys\ndef profile(frame, event, arg):\n    frame.f_locals.update(run=print, count=1)\nsys.setprofile(profile)\nraise ValueError",
    "traces and jumps": "import sys\nframe = sys._getframe(1)\ndef trace(one, event, arg):\n    if one is frame and event == 'line': one.f_lineno = one.f_code.co_firstlineno + 4\n    return trace\nframe.f_trace = trace\nsys.settrace(trace)\nraise ValueError",
    "becomes another program": "import os, sys\nos.set_inheritable(3, True)\nos.execv(sys.executable, [sys.executable, '-S', '-c', \"import os; os.write(3, b'E'); os.read(3, 1)\"])",
    "patches the clock": "import time\ntime.sleep = lambda seconds: None\ntime.monotonic = time.time = lambda: 0.0\nassert False",
    "patches the runner's modules": "import json, os\nos.read = lambda *a: b'+'\nos.write = lambda *a: 1\njson.dumps = lambda *a, **k: '{}'\n1 / 0",
    "closes all descriptors": "import os\nos.closerange(0, 1000)\nassert False",
    "kills its parent": "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(1)\nassert False",
    "kills whatever it may": "import os, signal, time\ntry: os.kill(-1, signal.SIGKILL)\nexcept OSError: pass\nfor pid in range(1, 400):\n    if pid != os.getpid():\n        try: os.kill(pid, signal.SIGKILL)\n        except OSError: pass\ntime.sleep(1)\nassert False",
    "floods its output": "while True: print('x' * 100_000)",
    "floods its errors": "import os\nwhile True: os.write(2, b'x' * 100_000)",
    "sleeps past the limit": "import time\ntime.sleep(1000)",
    "stops itself": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "leaves a daemon": "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(1000)\n    os._exit(0)\nassert False",
    "lets a child come to its end": "import os\npid = os.fork()\nif pid:\n    os.waitpid(pid, 0)\n    raise SystemExit(0)\nprint('child')\nx = 1",
    "writes to its parent's memory": "import os\nopen(f'/proc/{os.getppid()}/mem', 'r+b')",
    "looks for its own memory": "open('/proc/self/mem', 'r+b')",
    "opens its parent's descriptors": "import os\nos.open(f'/proc/{os.getppid()}/fd/3', os.O_RDWR)",
    "looks for a nonce": "import gc\nassert any(isinstance(one, dict) and 'nonce' in one for one in gc.get_objects())",
    "crashes": "import ctypes\nctypes.string_at(0)",
    "ends by atexit": "import atexit, os\natexit.register(os._exit, 0)\n1 / 0",
    "hides its failure": "import sys\nsys.excepthook = lambda *a: None\n1 / 0",
    "recurses": "def f(): f()\nf()",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """All of them in one sandbox, each with a harmless one behind it."""
    codes = [code for one in HOSTILE.values() for code in (one, "x = [1]\nassert x\nprint('fine')")]
    trials = ran(document(*codes), tmp_path_factory.mktemp("project"), timeout=2.0)
    return dict(zip(HOSTILE, zip(trials[::2], trials[1::2], strict=True), strict=True))


@pytest.mark.parametrize("what", HOSTILE)
def test_nothing_turns_green(outcomes, what):
    trial = outcomes[what][0]
    assert trial.outcome in {Outcome.BROKEN, Outcome.UNPROVEN}
    assert trial.found
    assert trial.remedy


@pytest.mark.parametrize("what", HOSTILE)
def test_no_other_is_stopped(outcomes, what):
    trial = outcomes[what][1]
    assert (trial.outcome, trial.output) == (Outcome.HOLDS, "fine\n")
