import JSON

/// An invocation that failed, as its caller sees it.
package struct InvocationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong in one word, "Runtime.NoResponse" or "Unauthorized" (`errorType`).
    package let type: String
    /// The sentence the caller reads (`errorMessage`). An authorizer's must be exactly "Unauthorized" for a 401.
    package let message: String

    package init(type: String, message: String) {
        self.type = type
        self.message = message
    }

    /// An authorizer's refusal that API Gateway turns into its 401 response.
    package static let unauthorized = InvocationError(type: "Unauthorized", message: "Unauthorized")

    /// The type; the message may speak of the event.
    package var description: String { type }

    /// The body of a POST to the Runtime API's error paths. There is no stack trace to give.
    var body: [UInt8] {
        var json = JSONWriter(reservingCapacity: 64 + type.utf8.count + message.utf8.count)
        json.beginObject()
        json.member("errorMessage", message)
        json.member("errorType", type)
        json.key("stackTrace")
        json.beginArray()
        json.endArray()
        json.endObject()
        return json.bytes
    }
}

/// A function that could not start.
package struct InitializationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong in one word, such as "Runtime.ConfigInvalid".
    package let type: String
    /// The sentence for the operator: it goes to the function's log and to the Runtime API, so it holds no secrets.
    package let message: String

    package init(type: String, message: String) {
        self.type = type
        self.message = message
    }

    package var description: String { "\(type): \(message)" }
}
