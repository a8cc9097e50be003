"""The messages and stubs of protos/, generated into a temporary directory as any user would: by protoc's plain plugin."""

import atexit
import pathlib
import shutil
import subprocess
import sys
import tempfile

_CLIENTS = pathlib.Path(__file__).resolve().parents[1]
_PROTOS = _CLIENTS.parents[1] / "protos"
_generated = tempfile.mkdtemp(prefix="claims-python-")
atexit.register(shutil.rmtree, _generated)


def _generate(root, *files):
    subprocess.run(
        ["protoc", f"-I{root}", f"--python_out={_generated}", f"--grpc_out={_generated}",
         f"--plugin=protoc-gen-grpc={shutil.which('grpc_python_plugin')}", *map(str, files)],
        check=True)


_generate(_PROTOS, *sorted((_PROTOS / "claims").rglob("*.proto")))

# From a root of its own each: as packages `grpc` and `google` they would shadow, or be shadowed by, the libraries'.
_generate(_PROTOS / "grpc/health/v1", "health.proto")
_generate(_CLIENTS / "google/rpc", "details.proto")

sys.path.insert(0, _generated)

# pylint: disable=wrong-import-position,unused-import
from claims.v1 import claim_filter_pb2, claim_pb2, claims_service_pb2, claims_service_pb2_grpc, attribution_pb2, source_pb2
from claims.v1 import topic_pb2, withdrawal_pb2
import details_pb2
import health_pb2
import health_pb2_grpc
