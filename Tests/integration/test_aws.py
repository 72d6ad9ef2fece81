"""The tables and secrets as AWS's own client sees them, and a table that is missing."""

import re

import boto3
import pytest

from product import MASTER_KEY


def aws(product, service):
    endpoint = re.search(r"AWS stand-in: (http://127\.0\.0\.1:\d+)", product.output.read_text()).group(1)
    return boto3.client(
        service, endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="local",
        aws_secret_access_key="local")


@pytest.mark.parametrize("table, key, indexes", [
    ("api-keys", "apiKeyId", {"UserIdGlobalSecondaryIndex", "ApiKeyLookupGlobalSecondaryIndex"}),
    ("product-catalog", "productId", {"CategoryPriceGlobalSecondaryIndex", "BrandAvailabilityGlobalSecondaryIndex"}),
    ("request-analytics", "requestId", {"UserAnalyticsGlobalSecondaryIndex"}),
])
def test_the_tables_of_A8_5_are_there(product, table, key, indexes):
    description = aws(product, "dynamodb").describe_table(TableName=f"ai-gateway-dev-{table}")["Table"]
    assert description["KeySchema"][0] == {"AttributeName": key, "KeyType": "HASH"}
    assert {index["IndexName"] for index in description.get("GlobalSecondaryIndexes", [])} >= indexes
    assert description["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"


def test_a_key_is_stored_by_its_hash_only(product, make_key):
    key = make_key(user_id="stored-once", rpm_limit=7)
    items = aws(product, "dynamodb").scan(TableName="ai-gateway-dev-api-keys")["Items"]
    (item,) = [item for item in items if item.get("userId") == {"S": "stored-once"}]
    assert key not in str(item)
    assert re.fullmatch(r"[0-9a-f]{64}", item["apiKeyHash"]["S"])
    assert item["active"] == {"BOOL": True} and item["createdAt"]
    assert item["rateLimit"]["M"]["requestsPerMinute"] == {"N": "7"}


def test_a_key_blocked_in_the_table_is_refused_at_once(product, make_key):
    """Whoever writes the table, the next request obeys it: no cache stands between."""
    own = product.wire.with_key(make_key(user_id="blocked-in-the-table"))
    assert own.chat("demo").status == 200
    table = aws(product, "dynamodb")
    (item,) = [
        item for item in table.scan(TableName="ai-gateway-dev-api-keys")["Items"]
        if item.get("userId") == {"S": "blocked-in-the-table"}
    ]
    table.update_item(
        TableName="ai-gateway-dev-api-keys", Key={"apiKeyId": item["apiKeyId"]}, UpdateExpression="SET active = :no",
        ExpressionAttributeValues={":no": {"BOOL": False}})
    assert own.chat("demo").status == 401


def test_the_master_key_lies_in_a_secret(product):
    secrets = aws(product, "secretsmanager")
    values = {
        secret["Name"]: secrets.get_secret_value(SecretId=secret["ARN"])["SecretString"]
        for secret in secrets.list_secrets()["SecretList"]
    }
    assert MASTER_KEY in values.values(), list(values)


def test_a_missing_table_is_a_fault_of_ours_and_not_the_clients(start_product):
    product = start_product()
    key = product.wire.post("/key/generate", {}).json()["key"]
    aws(product, "dynamodb").delete_table(TableName="ai-gateway-dev-api-keys")
    assert product.wire.chat("demo").status == 200, "the master key needs no table"
    generated = product.wire.post("/key/generate", {})
    assert generated.status == 503, generated
    refused = product.wire.with_key(key).chat("demo")
    assert refused.status in (500, 503), refused
    for answer in (generated, refused):
        assert b"ResourceNotFound" not in answer.body and b"arn:" not in answer.body, answer


def test_an_unreachable_aws_is_a_fault_of_ours(start_product, refusing_url):
    product = start_product(AWS_ENDPOINT_URL_DYNAMODB=refusing_url.removesuffix("/v1"))
    assert product.wire.chat("demo").status == 200
    answer = product.wire.post("/key/generate", {})
    assert answer.status == 503, answer
    assert b"127.0.0.1" not in answer.body, answer
