import HTTP
import JSON

/// The error answer of a service that speaks AWS JSON 1.0 or 1.1
/// (Smithy, "AWS JSON 1.0 protocol: operation error serialization").
struct AWSErrorBody: Sendable {
    /// What a code must look like to be shown: no service's code is anything else.
    private static let maxCodeBytes = 100

    /// The name of the error, without its namespace; "Unknown" when there is none that looks like one.
    let code: String
    /// Whether the body, or a header, names an error.
    let isKnown: Bool
    /// The service's message; empty without one.
    let message: String
    /// The item that DynamoDB returns with a failed condition.
    let item: Item?

    /// Reads what there is: a body that is not JSON, a proxy's page say, leaves the header and the status.
    init(_ response: Response) {
        var fields = (type: String?.none, code: String?.none, message: "", item: Item?.none)
        try? Self.read(response.body, into: &fields)
        let header = response.headers["x-amzn-errortype"]
        let known = [header, fields.type, fields.code].lazy.compactMap { $0.flatMap(Self.plainCode) }.first
        code = known ?? "Unknown"
        isKnown = known != nil
        message = fields.message
        item = fields.item
    }

    private static func read(
        _ body: [UInt8],
        into fields: inout (type: String?, code: String?, message: String, item: Item?)
    ) throws(JSONError) {
        var reader = JSONReader(body, limits: JSONLimits(duplicateKeys: .lastWins))
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch (key, try reader.peek()) {
            case ("__type", .string): fields.type = try reader.readString()
            case ("code", .string): fields.code = try reader.readString()
            case ("message", .string), ("Message", .string): fields.message = try reader.readString()
            case ("Item", .object): fields.item = try Item(reading: &reader)
            default: _ = try reader.skipValue()
            }
        }
    }

    /// `com.amazonaws.dynamodb.v20120810#ThrottlingException` and `ThrottlingException:http://…` are both
    /// `ThrottlingException`.
    private static func plainCode(_ text: String) -> String? {
        var name = text.utf8[...]
        if let hash = name.lastIndex(of: UInt8(ascii: "#")) { name = name[hash...].dropFirst() }
        if let colon = name.firstIndex(of: UInt8(ascii: ":")) { name = name[..<colon] }
        let isPlain = name.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isPlain, !name.isEmpty, name.count <= maxCodeBytes else { return nil }
        return String(decoding: name, as: UTF8.self)
    }
}
