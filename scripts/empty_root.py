"""Runs a packaged function where there is glibc and nothing else, against a Runtime API and an AWS endpoint with TLS
on loopback. The authorizer's invocation goes the whole way: name resolution, TLS, a signed request.
"""

import http.server
import json
import os
import re
import shutil
import ssl
import subprocess
import threading
import zipfile

ANSWER_SECONDS = 20
HOST = "aws.test"


class Loopback(http.server.BaseHTTPRequestHandler):
    """The Runtime API, which hands out one event, and a DynamoDB in which there is nothing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        server = self.server
        if not self.path.endswith("/runtime/invocation/next") or server.event is None:
            # There is nothing more to tell; the function waits until it is ended.
            server.ended.wait()
            self.close_connection = True
            return
        event, server.event = server.event, None
        self.answer(200, event, {
            "Lambda-Runtime-Aws-Request-Id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
            "Lambda-Runtime-Deadline-Ms": "4102444800000",
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-1:123456789012:function:checked",
        })

    def do_POST(self):
        body = self.body()
        if "X-Amz-Target" in self.headers:
            self.server.targets.append((self.headers["X-Amz-Target"], self.headers["Authorization"] or ""))
            self.answer(200, b"{}", {"Content-Type": "application/x-amz-json-1.0"})
        elif self.path.endswith("/extension/register"):
            self.answer(200, b"{}", {"Lambda-Extension-Identifier": "0e1b6b0e-2f0b-4d0b-9d5e-6d7f0c4f8a11"})
        else:
            self.answer(202, b'{"status":"OK"}', {})
            self.server.answers.append((self.path.rpartition("/")[2], body))
            self.server.answered.set()

    def body(self):
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return body

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class LoopbackServer(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A program that is ended in the middle of a connection is none of this server's."""


def serve(event=None, certificate=None):
    server = LoopbackServer(("127.0.0.1", 0), Loopback)
    server.event, server.answers, server.targets = event, [], []
    server.answered, server.ended = threading.Event(), threading.Event()
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


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
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{runtime.server_port}", "LAMBDA_TASK_ROOT": "/var/task",
        "AWS_ENDPOINT_URL": f"https://{HOST}:{aws.server_port}", "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example", "GATEWAY_MASTER_KEY": "sk-checked",
        "API_KEY_TABLE_NAME": "keys", "PRODUCT_CATALOG_TABLE_NAME": "products", "ENVIRONMENT": "dev",
    }


def run(name, archive, certificate, scratch):
    """One invocation of the function in a zip; as root. Returns what is wrong."""
    event, outcome, wanted = INVOCATIONS[name]
    folder = scratch / name
    furnish(folder, archive, certificate[0])
    runtime, aws = serve(event), serve(certificate=certificate)

    def enter():
        os.chroot(folder)
        os.chdir("/var/task")

    log = scratch / f"{name}.log"
    with open(log, "wb") as file:
        try:
            process = subprocess.Popen(
                ["/var/task/bootstrap"], env=environment(runtime, aws), preexec_fn=enter, stdin=subprocess.DEVNULL,
                stdout=file, stderr=file)
        except OSError as error:
            return [f"does not start: {error.strerror}"]
    answered = runtime.answered.wait(ANSWER_SECONDS)
    process.kill()
    process.wait()
    runtime.ended.set()
    said = log.read_text(errors="replace").strip()[-800:]
    if not answered:
        return [f"does not answer in a folder with nothing but glibc; it says: {said}"]
    kind, answer = runtime.answers[0]
    faults = []
    if kind != outcome or wanted not in answer:
        faults.append(f"answers with {kind} {answer[:300]!r}; it says: {said}")
    if name == "authorizer":
        signed = [target for target, authorization in aws.targets if authorization.startswith("AWS4-HMAC-SHA256 ")]
        if signed != ["DynamoDB_20120810.GetItem"]:
            faults.append(f"did not ask DynamoDB over TLS, but {aws.targets}; it says: {said}")
    return faults
