"""Answers DynamoDB's item operations from moto's store, without moto's generic request and response machinery.

Three ways, the first that can: GetItem, UpdateItem and plain Scans over compiled expressions; moto's own handler for the other
item operations, spared the schema-driven parser and serialiser; None, and moto's whole application answers.
"""

import base64
import copy
import datetime
import json
import re

import werkzeug.exceptions
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.exceptions import ServiceException
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.responses import DynamoHandler

import dynamodb_expressions as expressions
from dynamodb_expressions import Unsupported

ITEM_OPERATIONS = {
    operation: re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()
    for operation in (
        "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem",
        "TransactGetItems", "TransactWriteItems",
    )
}
GET_MEMBERS = {"TableName", "Key", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames"}
UPDATE_MEMBERS = {
    "TableName", "Key", "UpdateExpression", "ConditionExpression", "ExpressionAttributeNames",
    "ExpressionAttributeValues", "ReturnValues", "ReturnValuesOnConditionCheckFailure",
}
# A page of Scan ends at 1 MB; a table below that is one page.
PAGE_BYTES = 1_000_000
CONDITION_FAILED = {
    "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
    "message": "The conditional request failed",
}


def answer(operation, raw, region):
    """(status, body bytes) for an item operation, or None when moto's application has to answer."""
    method = ITEM_OPERATIONS.get(operation)
    # moto keeps binary attributes in another form when its own parser has read them.
    if method is None or b'"B"' in raw or b'"BS"' in raw:
        return None
    try:
        body = json.loads(raw)
        backend = dynamodb_backends[DEFAULT_ACCOUNT_ID][region]
        if operation == "GetItem" and body.keys() <= GET_MEMBERS:
            return get_item(backend, body)
        if operation == "UpdateItem" and body.keys() <= UPDATE_MEMBERS:
            return update_item(backend, body)
        if operation == "Scan" and body.keys() == {"TableName"}:
            return scan(backend, body)
    except (Unsupported, KeyError, TypeError, AttributeError, ArithmeticError, ValueError):
        # Nothing has changed yet; what is wrong with the request is for moto to say.
        pass
    return by_handler(method, raw, region)


def get_item(backend, body):
    table = backend.tables[body["TableName"]]
    item = table.get_item(*key_values(table, body["Key"]))
    if "ProjectionExpression" not in body:
        if body.get("ExpressionAttributeNames"):
            raise Unsupported("names without an expression")
        return 200, dump({"Item": plain_item(item.attrs)} if item else {})
    names = body.get("ExpressionAttributeNames", {})
    wanted, used = expressions.projection(body["ProjectionExpression"])
    if used != names.keys():
        raise Unsupported("unused or undefined names")
    if item is None:
        return 200, b"{}"
    attributes = ((name, item.attrs.get(name)) for name in (names.get(name, name) for name in wanted))
    return 200, dump({"Item": {name: plain(value) for name, value in attributes if value is not None}})


def update_item(backend, body):
    table = backend.tables[body["TableName"]]
    if table.stream_shard is not None:
        raise Unsupported("streams")
    hash_key, range_key = key_values(table, body["Key"])
    item = table.get_item(hash_key, range_key)
    actions, names, values = expressions.update(body["UpdateExpression"])
    holds = None
    if "ConditionExpression" in body:
        holds, more_names, more_values = expressions.condition(body["ConditionExpression"])
        names, values = names | more_names, values | more_values
    if names != body.get("ExpressionAttributeNames", {}).keys():
        raise Unsupported("unused or undefined names")
    if values != body.get("ExpressionAttributeValues", {}).keys():
        raise Unsupported("unused or undefined values")
    returned = body.get("ReturnValues", "NONE")
    if returned not in ("NONE", "ALL_NEW", "ALL_OLD"):
        raise Unsupported("return values")
    request = expressions.Request(
        item.attrs if item else {}, body.get("ExpressionAttributeNames", {}), body.get("ExpressionAttributeValues", {})
    )
    if holds is not None and not holds(request):
        failure = dict(CONDITION_FAILED)
        if item is not None and body.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD":
            failure["Message"] = failure.pop("message")
            failure["Item"] = plain_item(item.attrs)
        return 400, dump(failure)
    changes = planned_changes(table, actions, request)
    old = plain_item(item.attrs) if item and returned == "ALL_OLD" else None
    if item is None:
        item = Item(hash_key, range_key, body["Key"])
        if range_key is None:
            table.items[hash_key] = item
        else:
            table.items[hash_key][range_key] = item
    apply(item.attrs, changes)
    if returned == "ALL_NEW":
        return 200, dump({"Attributes": plain_item(item.attrs)})
    return 200, dump({"Attributes": old} if old else {})


def scan(backend, body):
    table = backend.tables[body["TableName"]]
    items = table.items.values()
    if table.has_range_key:
        items = [item for partition in items for item in partition.values()]
    plain_items = [plain_item(item.attrs) for item in items]
    answer = dump({"Items": plain_items, "Count": len(plain_items), "ScannedCount": len(plain_items)})
    if len(answer) > PAGE_BYTES:
        raise Unsupported("more than one page")
    return 200, answer


def key_values(table, key):
    names = [name for name in (table.hash_key_attr, table.range_key_attr) if name is not None]
    if set(key) != set(names):
        raise Unsupported("not the table's key")
    found = [DynamoType(key[name]) for name in names]
    if [value.type for value in found] != [table.hash_key_type, table.range_key_type][: len(found)]:
        raise Unsupported("the key's type")
    if any(value.value == "" for value in found):
        raise Unsupported("empty key")
    return found[0], found[1] if len(found) > 1 else None


def planned_changes(table, actions, request):
    """Each change as (path, new value or None), all computed from the item as it was. Refuses what can't be applied."""
    changes = []
    for path, make_value in actions:
        steps = tuple(request.names.get(step, step) for step in path)
        if steps[0] in table.attribute_keys:
            raise Unsupported("an attribute of a key or an index")
        for other, _ in changes:
            shared = min(len(steps), len(other))
            if steps[:shared] == other[:shared]:
                raise Unsupported("overlapping paths")
        if len(path) > 1:
            parent = expressions.find(request, path[:-1])
            if parent is None or parent.type != "M":
                raise Unsupported("no map to put it into")
        value = make_value(request) if make_value else None
        # A copied map or list must not stay shared with where it came from.
        changes.append((steps, copy.deepcopy(value) if value is not None and value.type in "ML" else value))
    return changes


def apply(attributes, changes):
    for steps, value in changes:
        holder = attributes
        for step in steps[:-1]:
            holder = holder[step].value
        if value is not None:
            # moto's dictionary weighs the whole item at each assignment.
            dict.__setitem__(holder, steps[-1], value)
        else:
            holder.pop(steps[-1], None)


def by_handler(method, raw, region):
    handler = DynamoHandler()
    handler.body = handler.params = json.loads(raw)
    handler.current_account, handler.region, handler.response_headers = DEFAULT_ACCOUNT_ID, region, {}
    asked_for_capacity = handler.body.get("ReturnConsumedCapacity", "NONE") != "NONE"
    try:
        result = getattr(handler, method)().result or {}
    except werkzeug.exceptions.HTTPException as error:
        description = error.description or "{}"
        return error.code, description if isinstance(description, bytes) else description.encode()
    except (ServiceException, KeyError, AttributeError):
        return None
    if not asked_for_capacity:
        result.pop("ConsumedCapacity", None)
    return 200, dump({name: value for name, value in result.items() if value is not None})


def plain_item(attributes):
    return {name: plain(value) for name, value in attributes.items()}


def plain(value):
    if value.type == "M":
        return {"M": {name: plain(member) for name, member in value.value.items()}}
    if value.type == "L":
        return {"L": [plain(element) for element in value.value]}
    return {value.type: value.value}


def dump(value):
    return json.dumps(value, separators=(",", ":"), default=other_values).encode()


def other_values(value):
    if isinstance(value, DynamoType):
        return plain(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if hasattr(value, "to_json"):
        return value.to_json()
    raise TypeError(type(value).__name__)
