"""The protocol as we speak it: our own texts, an answer to every request, and no order in the wrong state."""

import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams, JsonRpcMethodNotFound
from pygls.protocol import LanguageServerProtocol, lsp_method

from holdfast.formats.escape import visible

_NOT_INITIALIZED = -32002
_log = logging.getLogger(__name__)


class Protocol(LanguageServerProtocol):
    """What pygls does, but for the texts, whose lines and bytes are ours, and for requests that make no sense."""

    begun = False
    """Whether the editor has said what it can do."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Any:
        """Hand the text to us alone."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        """Hand the change to us alone: a line ends in more places in Python than in the protocol."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Any:
        """Hand the closing to us alone."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None

    def received(self, data: Any) -> None:
        """Take in what the editor sent; whatever is no message, and every request that cannot be, is answered with the reason."""
        wrong = self._wrong(data)
        if wrong is not None:
            self.refuse(wrong, data.get("id") if isinstance(data, dict) else None)
            return
        if not self._knows(data):
            return
        try:
            self.handle_message(self.structure_message(data))
        except JsonRpcException as error:
            _log.warning("cannot read %r: %s", data.get("method"), error.__cause__)
            if "method" in data and "id" in data:
                about = JsonRpcInvalidParams(f"the parameters of {data['method']} cannot be read")
                self.refuse(about.to_response_error(), data["id"])
        self.begun = self.begun or data.get("method") == types.INITIALIZE

    def refuse(self, error: types.ResponseError, number: Any = None) -> None:
        """Answer what cannot be done; without a number where none can be read, as JSON-RPC has it."""
        _log.warning("%s", visible(error.message))
        known = number if isinstance(number, (int, str)) and not isinstance(number, bool) else None
        self._send_data({"jsonrpc": self.VERSION, "id": known, "error": error})

    def unreadable(self, reason: str) -> None:
        """Answer what is no JSON at all."""
        self.refuse(types.ResponseError(code=types.ErrorCodes.ParseError, message=reason))

    def _wrong(self, data: Any) -> types.ResponseError | None:
        """Return why something is no message, or one that cannot come now."""
        if not isinstance(data, dict) or data.get("jsonrpc") != self.VERSION:
            return _invalid("not a message of JSON-RPC 2.0")
        number = data.get("id", 0)
        # An error about what nobody could read has no number.
        nothing = number is None and "error" in data
        if not nothing and (not isinstance(number, (int, str)) or isinstance(number, bool)):
            return _invalid("the id has to be a number or a text")
        if not isinstance(data.get("method", ""), str) or not data.keys() & {"method", "result", "error"}:
            return _invalid("the method has to be a text")
        method = data.get("method")
        if method is None or "id" not in data:
            return None
        if not self.begun and method != types.INITIALIZE:
            return types.ResponseError(code=_NOT_INITIALIZED, message="the first request has to be initialize")
        if self.begun and method == types.INITIALIZE:
            return _invalid("initialize can be asked once")
        return _invalid("the server was shut down") if self._shutdown else None

    def _knows(self, data: dict[str, Any]) -> bool:
        """Tell whether somebody is there for a message; a request of which nobody knows is answered."""
        method = data.get("method")
        if method is None:
            return data.get("id") in self._request_futures
        if method == types.CANCEL_REQUEST or method in self.fm.builtin_features or method in self.fm.features:
            return True
        if "id" in data:
            self.refuse(JsonRpcMethodNotFound.of(method).to_response_error(), data["id"])
        return False


def _invalid(message: str) -> types.ResponseError:
    return types.ResponseError(code=types.ErrorCodes.InvalidRequest, message=message)
