import HTTP
import Testing

/// A request and what botocore 1.43.11 makes of it at each stage, with a session token.
struct GoldenVector: Sendable, CustomTestStringConvertible {
    let name: String
    let service: String
    let url: String
    let headers: HeaderFields
    let body: String
    let canonicalRequest: String
    let stringToSign: String
    let authorization: String

    var testDescription: String { name }
}

extension GoldenVector {
    static let all = [
        GoldenVector(
            name: "bedrock-runtime converse",
            service: "bedrock",
            url: """
                https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-3-5-sonnet-20240620-v1%3A\
                0/converse
                """,
            headers: ["Content-Type": "application/json", "User-Agent": "Botocore/1.43.11", "Content-Length": "61"],
            body: """
                {"messages": [{"role": "user", "content": [{"text": "hi"}]}]}
                """,
            canonicalRequest: """
                POST
                /model/anthropic.claude-3-5-sonnet-20240620-v1%253A0/converse

                content-type:application/json
                host:bedrock-runtime.us-east-1.amazonaws.com
                x-amz-date:20150830T123600Z
                x-amz-security-token:SESSIONTOKENEXAMPLE

                content-type;host;x-amz-date;x-amz-security-token
                23aab397f4d1f51b8846a1cea8ead51c4766038fe8b80730645a50f05af4d41e
                """,
            stringToSign: """
                AWS4-HMAC-SHA256
                20150830T123600Z
                20150830/us-east-1/bedrock/aws4_request
                47a6bc8fa304599dcbbc22efd689058967276ba3216e7908816bb2642dc19abb
                """,
            authorization: """
                AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request, SignedHeaders=c\
                ontent-type;host;x-amz-date;x-amz-security-token, Signature=c9b7455ab46709991c36f859ee8854a58d92\
                d274683fe96ea03c5e0b47bb8a1c
                """
        ),
        GoldenVector(
            name: "bedrock-runtime converse_stream",
            service: "bedrock",
            url: """
                https://bedrock-runtime.us-east-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A12345678\
                9012%3Ainference-profile%2Fus.anthropic.claude-sonnet-4-20250514-v1%3A0/converse-stream
                """,
            headers: ["Content-Type": "application/json", "User-Agent": "Botocore/1.43.11", "Content-Length": "61"],
            body: """
                {"messages": [{"role": "user", "content": [{"text": "hi"}]}]}
                """,
            canonicalRequest: """
                POST
                /model/arn%253Aaws%253Abedrock%253Aus-east-1%253A123456789012%253Ainference-profile%252Fus.anthr\
                opic.claude-sonnet-4-20250514-v1%253A0/converse-stream

                content-type:application/json
                host:bedrock-runtime.us-east-1.amazonaws.com
                x-amz-date:20150830T123600Z
                x-amz-security-token:SESSIONTOKENEXAMPLE

                content-type;host;x-amz-date;x-amz-security-token
                23aab397f4d1f51b8846a1cea8ead51c4766038fe8b80730645a50f05af4d41e
                """,
            stringToSign: """
                AWS4-HMAC-SHA256
                20150830T123600Z
                20150830/us-east-1/bedrock/aws4_request
                2a95039f71dd5df92b47270146afedfe4acff1d6c2b521b5d448c9e1f5d6ac51
                """,
            authorization: """
                AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request, SignedHeaders=c\
                ontent-type;host;x-amz-date;x-amz-security-token, Signature=6c71374eb8fcac68da947ac4aabbe4965ed4\
                90d9470512b9415d4c961089e78c
                """
        ),
        GoldenVector(
            name: "dynamodb update_item",
            service: "dynamodb",
            url: "https://dynamodb.us-east-1.amazonaws.com/",
            headers: [
                "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.UpdateItem",
                "User-Agent": "Botocore/1.43.11", "Content-Length": "282",
            ],
            body: """
                {"TableName": "t", "Key": {"pk": {"S": "a"}}, "UpdateExpression": "ADD c :n", "ConditionExpressi\
                on": "attribute_not_exists(c) OR c <= :m", "ExpressionAttributeValues": {":n": {"N": "1"}, ":m":\
                 {"N": "9"}}, "ReturnValues": "ALL_NEW", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
                """,
            canonicalRequest: """
                POST
                /

                content-type:application/x-amz-json-1.0
                host:dynamodb.us-east-1.amazonaws.com
                x-amz-date:20150830T123600Z
                x-amz-security-token:SESSIONTOKENEXAMPLE
                x-amz-target:DynamoDB_20120810.UpdateItem

                content-type;host;x-amz-date;x-amz-security-token;x-amz-target
                fc4111319dc7b244af355ee724d136dce11baf6abdd08c3126cadbf456f9acb5
                """,
            stringToSign: """
                AWS4-HMAC-SHA256
                20150830T123600Z
                20150830/us-east-1/dynamodb/aws4_request
                d888605bd158a0386e887c38f56aa9a8e6da9ba9a4ab7d45bede3f118fa122d7
                """,
            authorization: """
                AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/dynamodb/aws4_request, SignedHeaders=\
                content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=4882dc81d940fb8b0e3acb\
                03f220c5b1ac71646a3a598707a1dc1cd1657ba3dc
                """
        ),
        GoldenVector(
            name: "ssm get_parameters_by_path",
            service: "ssm",
            url: "https://ssm.us-east-1.amazonaws.com/",
            headers: [
                "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AmazonSSM.GetParametersByPath",
                "User-Agent": "Botocore/1.43.11", "Content-Length": "64",
            ],
            body: """
                {"Path": "/gw/prod/", "Recursive": true, "WithDecryption": true}
                """,
            canonicalRequest: """
                POST
                /

                content-type:application/x-amz-json-1.1
                host:ssm.us-east-1.amazonaws.com
                x-amz-date:20150830T123600Z
                x-amz-security-token:SESSIONTOKENEXAMPLE
                x-amz-target:AmazonSSM.GetParametersByPath

                content-type;host;x-amz-date;x-amz-security-token;x-amz-target
                0bcbbb407208490d54d3cc0cb22d15aa679ef21b550fd33db203d5b783a666d2
                """,
            stringToSign: """
                AWS4-HMAC-SHA256
                20150830T123600Z
                20150830/us-east-1/ssm/aws4_request
                73b6ab7e43522f6c610fd2a1b0eec69300cfb9b53add9bdbb757eef26bcd1605
                """,
            authorization: """
                AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/ssm/aws4_request, SignedHeaders=conte\
                nt-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=74d36a3ed17237adf17b3601167\
                3fdd450370a8c2b6f623a7523731f3c779be8
                """
        ),
        GoldenVector(
            name: "rds-data execute_statement",
            service: "rds-data",
            url: "https://rds-data.us-east-1.amazonaws.com/Execute",
            headers: ["Content-Type": "application/json", "User-Agent": "Botocore/1.43.11", "Content-Length": "212"],
            body: """
                {"resourceArn": "arn:aws:rds:us-east-1:123456789012:cluster:x", "secretArn": "arn:aws:secretsman\
                ager:us-east-1:123456789012:secret:y", "sql": "select :a", "parameters": [{"name": "a", "value":\
                 {"longValue": 1}}]}
                """,
            canonicalRequest: """
                POST
                /Execute

                content-type:application/json
                host:rds-data.us-east-1.amazonaws.com
                x-amz-date:20150830T123600Z
                x-amz-security-token:SESSIONTOKENEXAMPLE

                content-type;host;x-amz-date;x-amz-security-token
                52ed9a791785ba641ea467e5d392d9a5449dd5b37bd8429719eea013735e47f5
                """,
            stringToSign: """
                AWS4-HMAC-SHA256
                20150830T123600Z
                20150830/us-east-1/rds-data/aws4_request
                e2ade04c6b7603d050ba0aa30197a9e1bb6a38909498c3a2b43cee5fdd812e16
                """,
            authorization: """
                AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/rds-data/aws4_request, SignedHeaders=\
                content-type;host;x-amz-date;x-amz-security-token, Signature=d22a2b1d062bcb7cb5c95d3ff138f068682\
                852ea9cf5da7a6f89e0cce0ef4718
                """
        ),
        GoldenVector(
            name: "sns publish",
            service: "sns",
            url: "https://sns.us-east-1.amazonaws.com/",
            headers: [
                "Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "User-Agent": "Botocore/1.43.11",
                "Content-Length": "99",
            ],
            body: """
                Action=Publish&Version=2010-03-31&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A123456789012%3At&Messag\
                e=m
                """,
            canonicalRequest: """
                POST
                /

                content-type:application/x-www-form-urlencoded; charset=utf-8
                host:sns.us-east-1.amazonaws.com
                x-amz-date:20150830T123600Z
                x-amz-security-token:SESSIONTOKENEXAMPLE

                content-type;host;x-amz-date;x-amz-security-token
                7ba8b5f69b7af25ce414b8501c2d31d900fb57d7cd4163ad39146952fce83429
                """,
            stringToSign: """
                AWS4-HMAC-SHA256
                20150830T123600Z
                20150830/us-east-1/sns/aws4_request
                e8a612c2e9ca74cf308b4a7430ed6d8bdf45f538556df676a129c84177444d90
                """,
            authorization: """
                AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/sns/aws4_request, SignedHeaders=conte\
                nt-type;host;x-amz-date;x-amz-security-token, Signature=7ae0104416d62155cbe4f2bff4f53a786fb291c1\
                2c3e9dc907d9b0871a1e0dde
                """
        ),
    ]
}
