"""Serves moto on a free loopback port, and prints the port.

Requests are handled one at a time: moto evaluates a write's condition and does the write without a lock, so two
requests at once could both pass a condition that holds for only one. DynamoDB does both in one step.
"""

import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server


class QuietHandler(WSGIRequestHandler):
    def log(self, type, message, *args):
        pass


class OneAtATime:
    def __init__(self, application):
        self.application = application
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        with self.lock:
            return list(self.application(environ, start_response))


application = OneAtATime(DomainDispatcherApplication(create_backend_app))
server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=QuietHandler)
print(server.server_port, flush=True)
server.serve_forever()
