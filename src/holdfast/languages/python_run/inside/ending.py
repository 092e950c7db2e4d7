"""The one function in which an example runs, and in whose frame its process waits to be seen at the end.

From outside only the depth of the stack tells the end from the middle. Python runs a function that Python code calls
at the depth of its caller, so nothing that an example could have put in place may be called from this frame once
its code has failed. Hence all that is used here are constants of the code object, which no frame, no namespace
and no profiler can exchange; what describes a failure runs below another ``exec``; and the process ends here.
Tracing could make a frame jump, and is refused by the audit hook in ``stage.py``.
"""

from __future__ import annotations

import os
import types
import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TEXT = """
def perform():
    try:
        try:
            if "read"(3, "write"(3, b"E") if "run"("code", "names") is "finish"() else 0) == b"+":
                return
        except BaseException as error:
            "keep"("error", error)
            "run"("failing", "failed")
        "leave"(1)
    except BaseException:
        "leave"(1)
"""
_FAILING = compile("fail(error, file, own)", "<holdfast>", "exec")


def _template() -> types.CodeType:
    with warnings.catch_warnings():
        # A string that is called is a placeholder here.
        warnings.simplefilter("ignore")
        module = compile(_TEXT, "<holdfast>", "exec")
    return next(one for one in module.co_consts if isinstance(one, types.CodeType))


_CODE = _template()
_AT = {name: _CODE.co_consts.index(name) for name in ("finish", "code", "names", "keep", "failed")}
_OURS = {"read": os.read, "write": os.write, "leave": os._exit, "run": exec, "failing": _FAILING}
_CONSTANTS = tuple(_OURS.get(one, one) if isinstance(one, str) else one for one in _CODE.co_consts)


def performer(code: Any, names: dict[str, Any], file: str, finish: Any, fail: Any) -> Any:
    """Return a function that runs code once; made anew each time, since Python takes shorter ways through code that ran."""
    failed = {"fail": fail, "file": file, "own": os.getpid()}
    constants = list(_CONSTANTS)
    given = {"finish": finish, "code": code, "names": names, "keep": failed.__setitem__, "failed": failed}
    for name, value in given.items():
        constants[_AT[name]] = value
    return types.FunctionType(_CODE.replace(co_consts=tuple(constants)), {})
