import JSON

/// Events as API Gateway's REST APIs send them.
enum EventSamples {
    /// A proxy event with every member the service writes. The members given replace those of the same name; nil takes
    /// one away.
    static func proxy(_ changes: [String: JSONValue?] = [:]) -> [UInt8] {
        changed(proxyEvent, changes)
    }

    /// The event of a REQUEST authorizer.
    static func authorizer(_ changes: [String: JSONValue?] = [:]) -> [UInt8] {
        changed(authorizerEvent, changes)
    }

    private static func changed(_ event: String, _ changes: [String: JSONValue?]) -> [UInt8] {
        guard var object = (try? JSONValue(parsing: Array(event.utf8)))?.object else { return [] }
        for (key, value) in changes { object[key] = value }
        return JSONValue.object(object).serialized()
    }

    private static let proxyEvent = #"""
        {
          "resource": "/{proxy+}",
          "path": "/v1/chat/completions",
          "httpMethod": "POST",
          "headers": {
            "Accept": "text/event-stream",
            "authorization": "Bearer sk-0123",
            "Content-Type": "application/json",
            "Host": "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
            "X-Amzn-Trace-Id": "Root=1-68a63c00-0123456789abcdef01234567",
            "X-Forwarded-For": "203.0.113.7",
            "x-tag": "two"
          },
          "multiValueHeaders": {
            "Accept": ["text/event-stream"],
            "authorization": ["Bearer sk-0123"],
            "Content-Type": ["application/json"],
            "Host": ["a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"],
            "X-Amzn-Trace-Id": ["Root=1-68a63c00-0123456789abcdef01234567"],
            "X-Forwarded-For": ["203.0.113.7"],
            "x-tag": ["one", "two"]
          },
          "queryStringParameters": {"api-version": "2024-06-01", "tag": "b c"},
          "multiValueQueryStringParameters": {"api-version": ["2024-06-01"], "tag": ["a", "b c"]},
          "pathParameters": {"proxy": "v1/chat/completions"},
          "stageVariables": null,
          "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3d4e5",
            "authorizer": {
              "principalId": "key-1",
              "team": "blue",
              "integrationLatency": 12,
              "admin": true,
              "claims": {"sub": "x"},
              "nothing": null
            },
            "domainName": "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
            "domainPrefix": "a1b2c3d4e5",
            "extendedRequestId": "PgF8xEJOjoEFrLw=",
            "httpMethod": "POST",
            "identity": {
              "accessKey": null, "accountId": null, "apiKey": null, "apiKeyId": null, "caller": null,
              "clientCert": {"clientCertPem": "-----BEGIN CERTIFICATE-----\nMII=", "validity": {"notAfter": "x"}},
              "sourceIp": "203.0.113.7", "user": null, "userAgent": "OpenAI/Python 1.99.0", "userArn": null
            },
            "path": "/live/v1/chat/completions",
            "protocol": "HTTP/1.1",
            "requestId": "b8f8a0b2-7a3a-4d0e-9c67-0a9d0f0b2f11",
            "requestTime": "20/Aug/2026:21:20:00 +0000",
            "requestTimeEpoch": 1787260800000,
            "resourceId": "m4x5y6",
            "resourcePath": "/{proxy+}",
            "stage": "live"
          },
          "body": "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Gr\u00fc\u00dfe \ud83d\ude00\"}]}",
          "isBase64Encoded": false
        }
        """#

    private static let authorizerEvent = #"""
        {
          "type": "REQUEST",
          "methodArn": "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/live/POST/v1/chat/completions",
          "resource": "/{proxy+}",
          "path": "/v1/chat/completions",
          "httpMethod": "POST",
          "headers": {"AUTHORIZATION": "Bearer sk-0123", "X-Forwarded-For": "203.0.113.7"},
          "multiValueHeaders": {"AUTHORIZATION": ["Bearer sk-0123"], "X-Forwarded-For": ["203.0.113.7"]},
          "queryStringParameters": {"key": "value"},
          "multiValueQueryStringParameters": {"key": ["value"]},
          "pathParameters": {"proxy": "v1/chat/completions"},
          "stageVariables": {},
          "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3d4e5",
            "httpMethod": "POST",
            "identity": {"apiKey": null, "sourceIp": "203.0.113.7"},
            "path": "/live/v1/chat/completions",
            "requestId": "b8f8a0b2-7a3a-4d0e-9c67-0a9d0f0b2f11",
            "resourceId": "m4x5y6",
            "resourcePath": "/{proxy+}",
            "stage": "live"
          }
        }
        """#
}
