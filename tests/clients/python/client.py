"""Calls a server, and checks what must hold for every answer and every error."""

import grpc

from cases import equal
from stubs import claims_service_pb2_grpc, details_pb2, health_pb2_grpc, withdrawal_pb2

_DEADLINE = 10
_DETAILS = {
    message.DESCRIPTOR.full_name: message
    for message in (details_pb2.ErrorInfo, details_pb2.BadRequest, details_pb2.ResourceInfo, withdrawal_pb2.Withdrawal)
}


class Client:
    """A channel to one server, whose revision must not change."""

    def __init__(self, address):
        channel = grpc.insecure_channel(address)
        self.claims = claims_service_pb2_grpc.ClaimsServiceStub(channel)
        self.health = health_pb2_grpc.HealthStub(channel)
        self.revision = None

    def answer(self, method, request):
        """The answer to a call that must succeed."""
        try:
            answer, call = method.with_call(request, timeout=_DEADLINE)
        except grpc.RpcError as error:
            raise AssertionError(f"expected an answer, got {error.code().name}: {error.details()}") from error
        self._check_revision(call.initial_metadata())
        return answer

    def watch(self, request):
        """The messages of a watch up to its first checkpoint, with which it is cancelled."""
        call = self.claims.WatchClaims(request, timeout=_DEADLINE)
        messages = []
        try:
            for message in call:
                messages.append(message)
                if message.HasField("checkpoint"):
                    call.cancel()
        except grpc.RpcError as error:
            equal(error.code(), grpc.StatusCode.CANCELLED)
            self._check_revision(call.initial_metadata())
            return messages
        raise AssertionError("the stream ended by itself")

    def refusal(self, method, request, code):
        """The error, a google.rpc.Status, of a call that must fail with a code; and its details, (type, message) each."""
        try:
            method.with_call(request, timeout=_DEADLINE)
        except grpc.RpcError as error:
            equal(error.code(), code)

            # An answer of trailers alone has no initial metadata: what stands in its headers counts as trailing.
            self._check_revision([*error.initial_metadata(), *error.trailing_metadata()])
            return self._status_of(error)
        raise AssertionError(f"expected {code.name}, got an answer")

    def claims_refusal(self, method, request, code, reason):
        """As `refusal`, of the claims service: the details but the ErrorInfo, which is checked, as the messages alone."""
        details = self.refusal(method, request, code)
        equal([type(detail).__name__ for detail in details][:1], ["ErrorInfo"])
        equal((details[0].reason, details[0].domain), (reason, "claims.v1"))
        return details[1:]

    def _check_revision(self, metadata):
        revisions = [value for key, value in metadata if key == "claims-revision"]
        if len(revisions) != 1:
            raise AssertionError(f"expected one claims-revision in the metadata, got {revisions}")
        self.revision = self.revision or revisions[0]
        equal(revisions[0], self.revision)

    @staticmethod
    def _status_of(error):
        encoded = [value for key, value in error.trailing_metadata() if key == "grpc-status-details-bin"]
        if not encoded:
            return []
        equal(len(encoded), 1)
        status = details_pb2.Status.FromString(encoded[0])
        equal((status.code, status.message), (error.code().value[0], error.details()))
        return [_DETAILS[detail.TypeName()].FromString(detail.value) for detail in status.details]
