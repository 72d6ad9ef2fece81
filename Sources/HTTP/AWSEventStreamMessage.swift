/// One message of an `application/vnd.amazon.eventstream`
/// (https://smithy.io/2.0/aws/amazon-eventstream.html).
package struct AWSEventStreamMessage: Sendable, Equatable {
    /// A name and a value; in a message each name stands once.
    package struct Header: Sendable, Equatable {
        /// Case counts. Those that begin with a colon are the protocol's own, such as `:event-type`.
        package let name: String
        package let value: HeaderValue

        /// A header of these two.
        package init(name: String, value: HeaderValue) {
            self.name = name
            self.value = value
        }
    }

    /// A header's value, of one of the protocol's types.
    package enum HeaderValue: Sendable, Equatable {
        /// The types 0 and 1.
        case bool(Bool)
        /// Type 2.
        case byte(Int8)
        /// Type 3.
        case short(Int16)
        /// Type 4.
        case int(Int32)
        /// Type 5.
        case long(Int64)
        /// Type 6.
        case bytes([UInt8])
        /// Type 7.
        case string(String)
        /// Type 8, in milliseconds since the Unix epoch.
        case timestamp(milliseconds: Int64)
        /// Type 9: 16 bytes.
        case uuid([UInt8])
    }

    /// In the order they came.
    package let headers: [Header]
    /// What the message carries; `:content-type` says of what kind it is.
    package let payload: [UInt8]

    /// A message of these headers and this payload.
    package init(headers: [Header], payload: [UInt8]) {
        self.headers = headers
        self.payload = payload
    }

    /// The value of the header; nil when there is none.
    package subscript(name: String) -> HeaderValue? {
        headers.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// The value of a header that is a string; nil when there is none or it is of another type.
    package func string(_ name: String) -> String? {
        guard case .string(let string) = self[name] else { return nil }
        return string
    }

    /// `event`, `exception` or `error`; nil when the message does not say.
    package var messageType: String? { string(":message-type") }
    /// Which event it is, by its name in the service's model.
    package var eventType: String? { string(":event-type") }
    /// Which of the exceptions of the service's model it is.
    package var exceptionType: String? { string(":exception-type") }
    /// The code of an error that the service's model does not know.
    package var errorCode: String? { string(":error-code") }
    /// What the service says about that error.
    package var errorMessage: String? { string(":error-message") }
}
