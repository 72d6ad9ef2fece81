import Cryptography
import HTTP
import JSON

extension FunctionError {
    private static let typeHeader = "Lambda-Runtime-Function-Error-Type"
    private static let bodyTrailer = "Lambda-Runtime-Function-Error-Body"

    /// The error of a POST to `/error` or `/init/error`: the document's `errorType` and `errorMessage`, else the
    /// header.
    init(body: [UInt8], headers: HeaderFields) {
        let document = Self.parse(body)
        self.init(
            type: document?["errorType"]?.string ?? headers[Self.typeHeader] ?? "Unhandled",
            message: document?["errorMessage"]?.string ?? "",
            payload: body
        )
    }

    /// The error in the trailers of a streamed answer, whose document is in Base64; nil when they tell of none.
    init?(trailers: HeaderFields) {
        guard let type = trailers[Self.typeHeader] else { return nil }
        let payload = trailers[Self.bodyTrailer].flatMap { Base64.decode($0) } ?? []
        self.init(type: type, message: Self.parse(payload)?["errorMessage"]?.string ?? "", payload: payload)
    }

    private static func parse(_ bytes: [UInt8]) -> JSONValue? {
        do throws(JSONError) {
            return try JSONValue(parsing: bytes)
        } catch {
            return nil
        }
    }
}
