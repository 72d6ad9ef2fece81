"""Runs a packaged function where there is glibc and nothing else, against a Runtime API and an AWS endpoint with TLS
on loopback. The authorizer's invocation goes the whole way: name resolution, TLS, a signed request.
"""

import contextlib
import json
import os
import queue
import re
import shutil
import ssl
import subprocess
import zipfile

from runtime_api import LoopbackHandler, LoopbackServer, RuntimeAPI

ANSWER_SECONDS = 20
HOST = "aws.test"
REQUEST_ID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd"


class DynamoDB:
    """A DynamoDB in which there is nothing, with TLS. `calls` is what it was asked: (operation, authorization)."""

    def __init__(self, certificate):
        self.calls = []
        self.server = LoopbackServer(type("Handler", (_TableHandler,), {"calls": self.calls}))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.server.start()

    @property
    def address(self):
        return f"https://{HOST}:{self.server.server_port}"

    def close(self):
        self.server.close()


class _TableHandler(LoopbackHandler):
    calls = None

    def do_POST(self):
        self.read_body()
        self.calls.append((self.headers["X-Amz-Target"], self.headers["Authorization"] or ""))
        self.reply(200, b"{}", {"Content-Type": "application/x-amz-json-1.0"})


def proxy_event(method, path, body=None):
    return json.dumps({
        "resource": path, "path": path, "httpMethod": method, "queryStringParameters": None,
        "multiValueQueryStringParameters": None, "pathParameters": None, "body": body, "isBase64Encoded": False,
        "multiValueHeaders": {
            "Host": ["api.example.com"], "Content-Type": ["application/json"],
            "Accept": ["application/json, text/event-stream"],
        },
        "requestContext": {
            "requestId": "check", "stage": "dev", "httpMethod": method, "identity": {"sourceIp": "203.0.113.1"},
            "authorizer": {"principal": "administrator"},
        },
    }).encode()


# name: (event, where the answer goes, what is in it). The authorizer asks DynamoDB for a key that is not there.
INVOCATIONS = {
    "gateway": (proxy_event("GET", "/health"), "response", b'"status"'),
    "authorizer": (json.dumps({
        "type": "REQUEST", "methodArn": "arn:aws:execute-api:eu-west-1:123456789012:api/dev/GET/models",
        "path": "/models", "httpMethod": "GET", "requestContext": {"requestId": "check", "stage": "dev"},
        "multiValueHeaders": {"Authorization": ["Bearer sk-nobody-has-this-key-0123456789abcdef"]},
    }).encode(), "error", b'"Unauthorized"'),
    "mcp": (proxy_event("POST", "/mcp", '{"jsonrpc":"2.0","id":7,"method":"ping"}'), "response", b'"result"'),
}


def make_certificate(folder):
    """Returns the files of a certificate for HOST and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run([
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-out", certificate, "-keyout", key,
    ], check=True, capture_output=True)
    return certificate, key


def furnish(folder, archive, certificate):
    """A file system with glibc, the function where Lambda puts it, and authorities where Amazon Linux has them."""
    for path in ("etc/pki/tls/certs", "var/task"):
        (folder / path).mkdir(parents=True)
    shutil.copy(certificate, folder / "etc/pki/tls/certs/ca-bundle.crt")
    (folder / "etc/hosts").write_text(f"127.0.0.1 {HOST}\n")
    (folder / "etc/nsswitch.conf").write_text("hosts: files\n")
    with zipfile.ZipFile(archive) as members:
        for member in members.infolist():
            path = folder / "var/task" / member.filename
            path.write_bytes(members.read(member))
            path.chmod(member.external_attr >> 16 & 0o777)
    program = folder / "var/task/bootstrap"
    headers = subprocess.run(["readelf", "-W", "-l", program], check=True, capture_output=True, text=True).stdout
    loader = re.search(r"/[^\s\]]*/ld-linux[^\s\]]*", headers)[0]
    listed = subprocess.run([loader, "--list", program], check=True, capture_output=True, text=True).stdout
    for path in {loader, *re.findall(r"=> (/\S+) \(", listed)}:
        copy = folder / path.lstrip("/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)


def environment(runtime, aws):
    """What Lambda and the templates give a function, with AWS on loopback."""
    return {
        "AWS_LAMBDA_RUNTIME_API": runtime.address, "LAMBDA_TASK_ROOT": "/var/task",
        "AWS_ENDPOINT_URL": aws.address, "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example", "GATEWAY_MASTER_KEY": "sk-checked",
        "API_KEY_TABLE_NAME": "keys", "PRODUCT_CATALOG_TABLE_NAME": "products", "ENVIRONMENT": "dev",
    }


def run(name, archive, certificate, scratch):
    """One invocation of the function in a zip; as root. Returns what is wrong."""
    event, outcome, wanted = INVOCATIONS[name]
    folder, log = scratch / name, scratch / f"{name}.log"
    furnish(folder, archive, certificate[0])
    with contextlib.closing(RuntimeAPI()) as runtime, contextlib.closing(DynamoDB(certificate)) as aws:
        runtime.hand(event, REQUEST_ID)
        try:
            path, answer = invoke(folder, environment(runtime, aws), runtime, log)
        except OSError as error:
            return [f"does not start: {error.strerror}"]
        except queue.Empty:
            return [f"does not answer in a folder with nothing but glibc; it says: {tail(log)}"]
        faults = []
        if path != f"invocation/{REQUEST_ID}/{outcome}" or wanted not in answer:
            faults.append(f"answers with {path} {answer[:300]!r}; it says: {tail(log)}")
        if name == "authorizer":
            signed = [call for call, authorization in aws.calls if authorization.startswith("AWS4-HMAC-SHA256 ")]
            if signed != ["DynamoDB_20120810.GetItem"]:
                faults.append(f"did not ask DynamoDB over TLS, but {aws.calls}; it says: {tail(log)}")
        return faults


def invoke(folder, variables, runtime, log):
    """The answer of the function in a folder, as (path, body). The function has ended by then."""

    def enter():
        os.chroot(folder)
        os.chdir("/var/task")

    with open(log, "wb") as file:
        process = subprocess.Popen(
            ["/var/task/bootstrap"], env=variables, preexec_fn=enter, stdin=subprocess.DEVNULL, stdout=file,
            stderr=file)
    try:
        return runtime.answer(ANSWER_SECONDS)
    finally:
        process.kill()
        process.wait()


def tail(log):
    return log.read_text(errors="replace").strip()[-800:]
