"""The AWS stand-in answers AWS's own client as moto does, and each update is atomic."""

import concurrent.futures
import subprocess

import boto3
import botocore.config
import botocore.exceptions
import pytest

from product import ROOT

KEY = {"id": {"S": "a"}}


@pytest.fixture(scope="module")
def dynamodb():
    with subprocess.Popen(
        [ROOT / ".venv/bin/python", ROOT / "scripts/aws_stand_in.py"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            client = boto3.client(
                "dynamodb", endpoint_url=process.stdout.readline().split()[1], region_name="eu-west-3",
                aws_access_key_id="local", aws_secret_access_key="local",
                config=botocore.config.Config(max_pool_connections=20, retries={"total_max_attempts": 1}))
            client.create_table(
                TableName="t", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
            yield client
        finally:
            process.terminate()


def test_items_go_in_and_out_with_every_type(dynamodb):
    item = {
        **KEY, "n": {"N": "1.50"}, "flag": {"BOOL": True}, "list": {"L": [{"S": "x"}]}, "none": {"NULL": True},
        "map": {"M": {"inner": {"N": "7"}}}, "set": {"SS": ["one"]}, "bytes": {"B": b"\x00\xff"},
    }
    dynamodb.put_item(TableName="t", Item=item)
    assert dynamodb.get_item(TableName="t", Key=KEY)["Item"] == item
    assert dynamodb.delete_item(TableName="t", Key=KEY, ReturnValues="ALL_OLD")["Attributes"] == item
    assert "Item" not in dynamodb.get_item(TableName="t", Key=KEY)


def test_a_refused_condition_brings_the_item(dynamodb):
    dynamodb.put_item(TableName="t", Item={"id": {"S": "b"}, "n": {"N": "5"}})
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        dynamodb.update_item(
            TableName="t", Key={"id": {"S": "b"}}, UpdateExpression="ADD n :one", ConditionExpression="n < :one",
            ExpressionAttributeValues={":one": {"N": "1"}}, ReturnValuesOnConditionCheckFailure="ALL_OLD")
    assert refused.value.response["Error"]["Code"] == "ConditionalCheckFailedException"
    assert refused.value.response["Item"]["n"] == {"N": "5"}


@pytest.mark.parametrize("update, code", [
    ({"TableName": "nowhere", "UpdateExpression": "REMOVE n"}, "ResourceNotFoundException"),
    ({"TableName": "t", "UpdateExpression": "SET n = "}, "ValidationException"),
    ({"TableName": "t", "UpdateExpression": "SET id = n"}, "ValidationException"),
])
def test_a_wrong_update_is_refused(dynamodb, update, code):
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        dynamodb.update_item(Key=KEY, **update)
    assert refused.value.response["Error"]["Code"] == code


def test_parallel_updates_are_counted_exactly(dynamodb):
    def count(_):
        try:
            answer = dynamodb.update_item(
                TableName="t", Key={"id": {"S": "counter"}}, UpdateExpression="ADD n :one", ReturnValues="ALL_NEW",
                ConditionExpression="attribute_not_exists(n) OR n < :limit",
                ExpressionAttributeValues={":one": {"N": "1"}, ":limit": {"N": "60"}})
            return int(answer["Attributes"]["n"]["N"])
        except dynamodb.exceptions.ConditionalCheckFailedException:
            return None

    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        counts = sorted(filter(None, pool.map(count, range(200))))
    assert counts == list(range(1, 61))
