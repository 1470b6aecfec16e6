"""Sends events with the CloudEvents SDK for Python, in every form the platform takes. `npm run test:python` runs it as it stands here.

INGESTION_URL=… WRITE_KEY=… KAFKA_BROKERS=… python send_events.py <source>
"""

import json
import os
import sys
import uuid
from datetime import datetime, timezone

import requests
from cloudevents.core.bindings import http, kafka
from cloudevents.core.v1.event import CloudEvent
from kafka import KafkaProducer

SOURCE = sys.argv[1]
TOPIC = "com.platform.catalog.events.v1"
EVENTS = os.environ["INGESTION_URL"] + "/api/v1/analytics/events"
KEY = {"X-Write-Key": os.environ["WRITE_KEY"]}


def game_viewed() -> CloudEvent:
    return CloudEvent(
        attributes={
            "id": str(uuid.uuid4()),
            "source": SOURCE,
            "type": "com.platform.catalog.game.viewed.v1",
            "time": datetime.now(timezone.utc),
            "datacontenttype": "application/json",
        },
        data={
            "gameId": "5b1f2f9e-8f6e-4b3a-9b43-0d5f0a3c1e77",
            "placement": "search",
            "platform": "windows",
            "anonymousId": "device-of-python",
        },
    )


def post(body: bytes, headers: dict[str, str]) -> None:
    answer = requests.post(EVENTS, data=body, headers={**headers, **KEY}, timeout=30)
    if answer.status_code != 202:
        sys.exit(f"{answer.status_code} {answer.text}")


def over_http() -> int:
    for form in (http.to_structured_event, http.to_binary_event):
        message = form(game_viewed())
        post(message.body, message.headers)
    # The SDK has no batch of its own: a batch is an array of structured events.
    batch = [json.loads(http.to_structured_event(game_viewed()).body) for _ in range(3)]
    post(json.dumps(batch).encode(), {"Content-Type": "application/cloudevents-batch+json"})
    return 5


def over_kafka() -> int:
    producer = KafkaProducer(bootstrap_servers=os.environ["KAFKA_BROKERS"].split(","), acks="all")
    for form in (kafka.to_structured_event, kafka.to_binary_event):
        message = form(game_viewed())
        headers = [(name, value if isinstance(value, bytes) else value.encode()) for name, value in message.headers.items()]
        producer.send(TOPIC, value=message.value, key=b"device-of-python", headers=headers)
    producer.flush()
    producer.close()
    return 2


print(json.dumps({"source": SOURCE, "sent": over_http() + over_kafka()}))
