"""Sends events with the CloudEvents SDK from PyPI: url, write key and events come in as JSON, answers go out as JSON."""
import http.client
import json
import sys
from urllib.parse import urlsplit

from cloudevents.conversion import to_binary, to_json, to_structured
from cloudevents.http import CloudEvent

asked = json.load(sys.stdin)
address = urlsplit(asked["url"])


def send(headers, body):
    connection = http.client.HTTPConnection(address.netloc, timeout=30)
    connection.request("POST", address.path, body, {**headers, "x-write-key": asked["key"]})
    answer = connection.getresponse()
    return {"status": answer.status, "body": json.loads(answer.read())}


def event(attributes):
    given = dict(attributes)
    data = given.pop("data")
    return CloudEvent(given, data)


events = {name: event(given) for name, given in asked["events"].items()}
batch = b"[" + b",".join(to_json(each) for each in (events["first"], events["second"])) + b"]"
json.dump(
    {
        "structured": send(*to_structured(events["structured"])),
        "binary": send(*to_binary(events["binary"])),
        # Without a datacontenttype the SDK sends no content type either: it is JSON then.
        "untyped": send(*to_binary(events["untyped"])),
        "batch": send({"content-type": "application/cloudevents-batch+json"}, batch),
    },
    sys.stdout,
)
