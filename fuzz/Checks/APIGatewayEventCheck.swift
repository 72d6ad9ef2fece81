import HTTP
import JSON
import LambdaRuntime

/// The events' reader refuses what is no JSON, and of the rest says what the document's tree says.
enum APIGatewayEventCheck {
    static func run(_ bytes: [UInt8]) throws {
        let tree = outcome { () throws(JSONError) in
            try JSONValue(parsing: bytes, limits: JSONLimits(duplicateKeys: .lastWins))
        }
        switch outcome({ () throws(EventError) in try APIGatewayProxyEvent(parsing: bytes) }) {
        case .success(let event):
            try require(tree.value != nil, "an event is JSON")
            try require(tree.value?["httpMethod"]?.string == event.request.method.rawValue, "the method is the event's")
            try require(tree.value?["path"]?.string == event.request.path, "the path is the event's")
            let context = tree.value?["requestContext"]
            if context?["requestId"] != nil {
                try require(context?["requestId"]?.string == event.requestID, "the id is the event's")
            }
        case .failure(.malformed(let error)):
            switch error.kind {
            case .wrongType: break
            default: try require(tree.error != nil, "what is refused as malformed is no JSON: \(error)")
            }
        case .failure:
            try require(tree.value != nil, "what lacks a member is JSON")
        }
        if let event = try? AuthorizerEvent(parsing: bytes) { try checkStage(event.methodARN) }
        try checkStage(String(decoding: bytes, as: UTF8.self))
    }

    private static func checkStage(_ methodARN: String) throws {
        guard let resource = AuthorizerEvent.stageResource(ofMethod: methodARN) else { return }
        try require(resource.hasSuffix("/*") && resource.split(separator: "/").count == 3, "a stage is API/STAGE/*")
        try require(methodARN.utf8.starts(with: resource.utf8.dropLast(2)), "a stage is the method's own")
    }
}
