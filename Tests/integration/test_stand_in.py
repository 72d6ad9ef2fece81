"""The stand-in's fast path gives the answers that moto gives, and each update is atomic."""

import concurrent.futures
import http.client
import json
import subprocess
import sys
import urllib.parse

import pytest

from product import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

import dynamodb_fast_path as fast_path  # noqa: E402

REGION = "eu-west-3"
KEY = {"id": {"S": "a"}}
ITEM = {
    **KEY, "n": {"N": "5"}, "s": {"S": "text"}, "flag": {"BOOL": True}, "list": {"L": [{"S": "x"}, {"N": "1"}]},
    "map": {"M": {"inner": {"N": "7"}, "text": {"S": "t"}}}, "set": {"SS": ["one", "two"]}, "none": {"NULL": True},
}
NAMES = {"#n": "n", "#m": "map", "#i": "inner", "#x": "missing", "#l": "list", "#s": "s", "#t": "text"}
VALUES = {
    ":1": {"N": "1"}, ":5": {"N": "5"}, ":five": {"N": "5.0"}, ":9": {"N": "9"}, ":t": {"S": "text"}, ":te": {"S": "te"},
    ":yes": {"BOOL": True}, ":x": {"S": "x"}, ":two": {"S": "two"}, ":map": {"M": {"a": {"N": "1"}}},
}
CONDITIONS = [
    "attribute_exists(id)", "attribute_not_exists(id)", "attribute_exists(#m.#i)", "attribute_not_exists(#m.#x)",
    "#n = :5", "#n = :five", "#n <> :5", "#n < :9", "#n <= :5", "#n > :9", "#n >= :1", "#n = :t", "#x = :5", "#x <> :5",
    "#x < :5", "flag = :yes", "#s > :te", "begins_with(#s, :te)", "begins_with(#x, :te)", "contains(#s, :x)",
    "contains(#l, :x)", "#n BETWEEN :1 AND :9", "#n BETWEEN :9 AND :1", "#n IN (:1, :5)", "#n IN (:1, :9)",
    "#n = :5 AND #s = :t", "#n = :9 OR #s = :t", "NOT #n = :9", "NOT (#n = :5 OR #s = :t)",
    "(#n = :9 OR #s = :t) AND (attribute_not_exists(#x) OR #x < :5)", "#n = :5 OR #n = :9 AND #s = :x",
    "#m.#i > :5", "#m.#t = :t", "attribute_not_exists(#x) OR #x < #n", "#n<:9 and#s=:t",
]
UPDATES = [
    "SET #n = :9", "SET #n = #n + :1", "SET #n = #n - :9", "SET #x = if_not_exists(#x, :5) + :1",
    "SET #n = if_not_exists(#n, :9) + :1", "SET #x = #s", "SET #m.#i = :9", "SET #m.#x = :t", "REMOVE #n",
    "REMOVE #x, #s", "REMOVE #m.#i", "ADD #n :1", "ADD #x :5", "ADD #n :1, #x :5 REMOVE #s SET #m.#i = :9",
    "SET #x = :map", "set #n = :9 remove #s",
    # What the fast path leaves to moto.
    "SET #l[0] = :t", "ADD set :two", "SET #s = #s + :1", "SET #n = #x + :1",
]


def call(operation, body, path="fast"):
    raw = json.dumps(body).encode()
    if path == "fast":
        return fast_path.answer(operation, raw, REGION)
    return fast_path.by_handler(fast_path.ITEM_OPERATIONS[operation], raw, REGION)


@pytest.fixture(params=["present", "absent"])
def tables(request):
    """Two alike tables: one for each way."""
    backend = fast_path.dynamodb_backends[fast_path.DEFAULT_ACCOUNT_ID][REGION]
    for path in ("fast", "moto"):
        backend.tables.pop(path, None)
        backend.create_table(
            path, schema=[{"AttributeName": "id", "KeyType": "HASH"}], throughput=None,
            attr=[{"AttributeName": "id", "AttributeType": "S"}], global_indexes=[], indexes=[], streams=None,
            billing_mode="PAY_PER_REQUEST", sse_specification=None, tags=[], deletion_protection_enabled=False,
            warm_throughput=None)
        if request.param == "present":
            assert call("PutItem", {"TableName": path, "Item": ITEM}, "moto")[0] == 200


def used(expression):
    names = {name: value for name, value in NAMES.items() if name in expression}
    # The longest first: `:t` is also the beginning of `:te` and `:two`.
    values, rest = {}, expression
    for name in sorted(VALUES, key=len, reverse=True):
        if name in rest:
            values[name] = VALUES[name]
            rest = rest.replace(name, "")
    return {
        **({"ExpressionAttributeNames": names} if names else {}),
        **({"ExpressionAttributeValues": values} if values else {}),
    }


def both(operation, body):
    """What the two ways answer, and the two items afterwards."""
    answers, items = [], []
    for path in ("fast", "moto"):
        status, answer = call(operation, {"TableName": path, **body}, path)
        answer = json.loads(answer)
        answer.pop("ConsumedCapacity", None)
        answers.append((status, answer))
        items.append(json.loads(call("GetItem", {"TableName": path, "Key": KEY}, "moto")[1]))
    return answers, items


def assert_alike(operation, body):
    (fast, moto), (fast_item, moto_item) = both(operation, body)
    assert fast == moto
    assert fast_item == moto_item


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_means_the_same(tables, condition):
    expression = f"SET touched = :1 WHERE {condition}"
    body = {
        "Key": KEY, "UpdateExpression": "SET touched = :1", "ConditionExpression": condition, "ReturnValues": "ALL_NEW",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD", **used(expression),
    }
    assert_alike("UpdateItem", body)


@pytest.mark.parametrize("update", UPDATES)
@pytest.mark.parametrize("returned", ["NONE", "ALL_NEW", "ALL_OLD"])
def test_an_update_does_the_same(tables, update, returned):
    assert_alike("UpdateItem", {"Key": KEY, "UpdateExpression": update, "ReturnValues": returned, **used(update)})


@pytest.mark.parametrize("body", [
    {}, {"ConsistentRead": True}, {"ProjectionExpression": "id, #n", "ExpressionAttributeNames": {"#n": "n"}},
    {"ProjectionExpression": "flag"}, {"ProjectionExpression": "#x", "ExpressionAttributeNames": {"#x": "missing"}},
])
def test_an_item_is_read_alike(tables, body):
    assert_alike("GetItem", {"Key": KEY, **body})


def test_a_table_is_scanned_alike(tables):
    assert_alike("Scan", {})


@pytest.mark.parametrize("body", [
    {"UpdateExpression": "SET #n = :1", "ExpressionAttributeNames": {"#n": "n", "#unused": "x"},
     "ExpressionAttributeValues": {":1": {"N": "1"}}},
    {"UpdateExpression": "SET #n = :undefined", "ExpressionAttributeNames": {"#n": "n"}},
    {"UpdateExpression": "SET id = :1", "ExpressionAttributeValues": {":1": {"S": "b"}}},
    {"UpdateExpression": "SET status = :1", "ExpressionAttributeValues": {":1": {"S": "b"}}},
    {"UpdateExpression": "SET #n = ", "ExpressionAttributeNames": {"#n": "n"}},
    {"UpdateExpression": ""},
])
def test_a_wrong_update_is_refused_and_changes_nothing(tables, body):
    before = call("GetItem", {"TableName": "fast", "Key": KEY}, "moto")
    status, answer = call("UpdateItem", {"TableName": "fast", "Key": KEY, **body})
    assert status == 400 and b"ValidationException" in answer
    assert call("GetItem", {"TableName": "fast", "Key": KEY}, "moto") == before


def test_a_missing_table_is_said():
    for operation in ("GetItem", "UpdateItem"):
        answered = call(operation, {"TableName": "nowhere", "Key": KEY, "UpdateExpression": "REMOVE n"})
        assert answered is not None and answered[0] == 400 and b"ResourceNotFoundException" in answered[1]


def test_small_numbers_add_up():
    """Costs are sums of millionths; the exponent form must not stop them."""
    backend = fast_path.dynamodb_backends[fast_path.DEFAULT_ACCOUNT_ID][REGION]
    backend.tables.pop("fast", None)
    backend.create_table(
        "fast", schema=[{"AttributeName": "id", "KeyType": "HASH"}], throughput=None,
        attr=[{"AttributeName": "id", "AttributeType": "S"}], global_indexes=[], indexes=[], streams=None,
        billing_mode="PAY_PER_REQUEST", sse_specification=None, tags=[], deletion_protection_enabled=False,
        warm_throughput=None)
    for amount in ("1E-7", "0.0000002", "1.5e-3"):
        status, _ = call("UpdateItem", {
            "TableName": "fast", "Key": KEY, "UpdateExpression": "ADD spend :a",
            "ExpressionAttributeValues": {":a": {"N": amount}}})
        assert status == 200
    item = json.loads(call("GetItem", {"TableName": "fast", "Key": KEY})[1])["Item"]
    assert item["spend"] == {"N": "0.0015003"}


def test_parallel_updates_are_counted_exactly():
    with subprocess.Popen(
        [ROOT / ".venv/bin/python", ROOT / "scripts/aws_stand_in.py"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            netloc = urllib.parse.urlsplit(process.stdout.readline().split()[1]).netloc

            def send(operation, body):
                connection = http.client.HTTPConnection(netloc, timeout=10)
                scope = f"local/20260101/{REGION}/dynamodb/aws4_request"
                connection.request("POST", "/", json.dumps(body), {
                    "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810." + operation,
                    "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"})
                response = connection.getresponse()
                answer = response.status, json.loads(response.read())
                connection.close()
                return answer

            assert send("CreateTable", {
                "TableName": "t", "BillingMode": "PAY_PER_REQUEST",
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]})[0] == 200
            update = {
                "TableName": "t", "Key": KEY, "UpdateExpression": "ADD n :1", "ReturnValues": "ALL_NEW",
                "ConditionExpression": "attribute_not_exists(n) OR n < :limit",
                "ExpressionAttributeValues": {":1": {"N": "1"}, ":limit": {"N": "60"}}}
            with concurrent.futures.ThreadPoolExecutor(20) as pool:
                answers = list(pool.map(lambda _: send("UpdateItem", update), range(200)))
            counts = sorted(int(answer["Attributes"]["n"]["N"]) for status, answer in answers if status == 200)
            assert counts == list(range(1, 61))
        finally:
            process.terminate()
