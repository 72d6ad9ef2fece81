"""Fills the AWS stand-in for a local run: the tables and secrets of infra/templates, the sample catalogue.

Talks to the stand-in directly (it does not check signatures): starting boto3 would take longer than all of this.
"""

import http.client
import json
import os
import urllib.parse

ACCOUNT_ID = "123456789012"
DYNAMODB = "DynamoDB_20120810"
SECRETS_MANAGER = "secretsmanager"
TABLE_PROPERTIES = (
    "TableName", "KeySchema", "AttributeDefinitions", "BillingMode", "ProvisionedThroughput", "LocalSecondaryIndexes",
)
INDEX_PROPERTIES = ("IndexName", "KeySchema", "Projection", "ProvisionedThroughput")
BATCH_ITEMS = 25


class LocalAWSError(Exception):
    """What could not be set up, in words for the person at the terminal."""


class AWS:
    """AWS's JSON protocols over one kept connection."""

    def __init__(self, endpoint, region):
        self.region = region
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(endpoint).netloc, timeout=30)

    def call(self, service, operation, body):
        signing_name = {DYNAMODB: "dynamodb"}.get(service, service)
        version = "1.0" if service == DYNAMODB else "1.1"
        scope = f"local/20260101/{self.region}/{signing_name}/aws4_request"
        self.connection.request(
            "POST", "/", json.dumps(body).encode(),
            {
                "Content-Type": f"application/x-amz-json-{version}",
                "X-Amz-Target": f"{service}.{operation}",
                "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
            },
        )
        response = self.connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise LocalAWSError(f"{operation}: {answer[:500].decode(errors='replace')}")
        return json.loads(answer)


class Template:
    """One CloudFormation template with the intrinsic functions a name can be made of."""

    def __init__(self, path, parameters, region):
        try:
            with open(path, encoding="utf-8") as file:
                self.content = json.load(file)
        except (OSError, ValueError) as error:
            raise LocalAWSError(f"{path}: {error}") from None
        self.path = path
        self.values = {
            "AWS::Region": region, "AWS::AccountId": ACCOUNT_ID, "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": os.path.splitext(os.path.basename(path))[0],
        }
        for name, parameter in self.content.get("Parameters", {}).items():
            value = parameters.get(name, parameter.get("Default"))
            if value is not None:
                self.values[name] = value

    def resources(self, kind):
        """(logical id, properties as they stand) of every resource of a type whose condition holds."""
        for name, resource in self.content.get("Resources", {}).items():
            condition = resource.get("Condition")
            if resource["Type"] == kind and (condition is None or self.holds(condition)):
                yield name, resource.get("Properties", {})

    def holds(self, condition):
        return self.resolved(self.content["Conditions"][condition])

    def resolved(self, value):
        """The value with its intrinsic functions evaluated. What only a deployed stack knows is refused."""
        if isinstance(value, list):
            return [self.resolved(element) for element in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (function, argument), = value.items()
            if function == "Ref" and argument in self.values:
                return self.values[argument]
            if function == "Condition":
                return self.holds(argument)
            if function.startswith("Fn::") or function == "Ref":
                return self.evaluate(function, argument)
        return {name: self.resolved(member) for name, member in value.items()}

    def evaluate(self, function, argument):
        if function == "Fn::Sub":
            return self.substituted(argument)
        if function == "Fn::Join":
            separator, parts = argument
            return separator.join(str(self.resolved(part)) for part in self.resolved(parts))
        if function == "Fn::If":
            condition, then, otherwise = argument
            return self.resolved(then if self.holds(condition) else otherwise)
        if function == "Fn::Equals":
            left, right = self.resolved(argument)
            return str(left) == str(right)
        if function == "Fn::Not":
            return not self.resolved(argument[0])
        if function == "Fn::And":
            return all(self.resolved(argument))
        if function == "Fn::Or":
            return any(self.resolved(argument))
        if function == "Fn::FindInMap":
            name, first, second = self.resolved(argument)
            return self.content["Mappings"][name][first][second]
        raise LocalAWSError(f"{self.path}: {function} can't be resolved locally")

    def substituted(self, argument):
        text, own = argument if isinstance(argument, list) else (argument, {})
        for name, value in {**self.values, **{name: self.resolved(value) for name, value in own.items()}}.items():
            text = text.replace("${" + name + "}", str(value))
        if "${" in text:
            raise LocalAWSError(f"{self.path}: Fn::Sub of {text} can't be resolved locally")
        return text


def missing_parameters(templates):
    """Values for the parameters that only a deployment can fill in, such as where the code lies."""
    return {
        name: parameter.get("AllowedValues", ["local"])[0]
        for template in templates
        for name, parameter in template.content.get("Parameters", {}).items()
        if name not in template.values
    }


def create_tables(aws, template):
    """Makes every DynamoDB table of a template; returns their names by logical id."""
    names = {}
    for logical_id, properties in template.resources("AWS::DynamoDB::Table"):
        table = {name: template.resolved(properties[name]) for name in TABLE_PROPERTIES if name in properties}
        indexes = properties.get("GlobalSecondaryIndexes", [])
        if indexes:
            table["GlobalSecondaryIndexes"] = [
                {name: template.resolved(index[name]) for name in INDEX_PROPERTIES if name in index}
                for index in indexes
            ]
        aws.call(DYNAMODB, "CreateTable", table)
        expiry = template.resolved(properties.get("TimeToLiveSpecification"))
        if expiry:
            aws.call(
                DYNAMODB, "UpdateTimeToLive", {"TableName": table["TableName"], "TimeToLiveSpecification": expiry})
        names[logical_id] = table["TableName"]
    return names


def create_secrets(aws, template, value_of):
    """Makes every secret of a template with the value that `value_of(name)` gives; returns their names."""
    names = {}
    for logical_id, properties in template.resources("AWS::SecretsManager::Secret"):
        name = template.resolved(properties["Name"])
        aws.call(SECRETS_MANAGER, "CreateSecret", {"Name": name, "SecretString": value_of(name)})
        names[logical_id] = name
    return names


def seed_products(aws, table, path, created_at):
    """Writes the sample catalogue, a list of products, in batches; returns how many there were."""
    try:
        with open(path, encoding="utf-8") as file:
            products = json.load(file)
    except (OSError, ValueError) as error:
        raise LocalAWSError(f"{path}: {error}") from None
    times = {"createdAt": created_at, "updatedAt": created_at}
    requests = [{"PutRequest": {"Item": attribute({**times, **product})["M"]}} for product in products]
    for start in range(0, len(requests), BATCH_ITEMS):
        pending = {table: requests[start : start + BATCH_ITEMS]}
        while pending:
            pending = aws.call(DYNAMODB, "BatchWriteItem", {"RequestItems": pending}).get("UnprocessedItems")
    return len(products)


def attribute(value):
    """A JSON value as a DynamoDB attribute value."""
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, (int, float)):
        return {"N": repr(value)}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, list):
        return {"L": [attribute(element) for element in value]}
    return {"M": {name: attribute(member) for name, member in value.items()}}
