"""Decodes AWS event streams with botocore: one stream in hexadecimal a line in, its messages as one JSON document a line out."""

import json
import sys

from botocore.eventstream import EventStreamBuffer, ParserError


def plain(value):
    return value.hex() if isinstance(value, bytes) else value


def decode(stream):
    buffer, messages, error = EventStreamBuffer(), [], None
    buffer.add_data(stream)
    try:
        for message in buffer:
            headers = [[name, plain(value)] for name, value in message.headers.items()]
            messages.append({"headers": headers, "payload": message.payload.hex()})
    except (ParserError, KeyError) as problem:  # KeyError: a header of an unknown type
        error = type(problem).__name__
    return {"messages": messages, "error": error}


with open(sys.argv[1], encoding="ascii") as streams, open(sys.argv[2], "w", encoding="utf-8") as answers:
    for line in streams:
        answers.write(json.dumps(decode(bytes.fromhex(line))) + "\n")
