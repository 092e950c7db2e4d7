"""The protocol as we speak it: our own texts, an answer to every request, and no order in the wrong state."""

import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.protocol.json_rpc import JsonRPCNotification

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

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Read a message; a request that cannot be read is answered, so that nobody waits for it."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            method, number = data.get("method"), data.get("id")
            _log.warning("cannot read %r: %s", method, error.__cause__)
            if method and isinstance(number, (int, str)):
                wrong = JsonRpcInvalidParams(f"the parameters of {method} cannot be read")
                self._send_response(number, error=wrong.to_response_error())
            return JsonRPCNotification(method="$/unreadable", jsonrpc=self.VERSION, params=None)

    def handle_message(self, message: Any) -> None:
        """Handle a message, if it is one."""
        if not hasattr(message, "jsonrpc"):
            _log.warning("not a message of JSON-RPC 2.0")
            return
        method = getattr(message, "method", "")
        if not self.begun and hasattr(message, "id") and method and method != types.INITIALIZE:
            error = types.ResponseError(code=_NOT_INITIALIZED, message="the first request has to be initialize")
            self._send_response(message.id, error=error)
            return
        self.begun = self.begun or method == types.INITIALIZE
        super().handle_message(message)
