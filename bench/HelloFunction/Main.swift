import HTTP
import JSON
import LambdaRuntime

/// The smallest functions there are on the product's own runtime: what `make bench` measures the loop itself with.
@main
enum Main {
    static func main() {
        let readsModel = CommandLine.arguments.contains("--read-model")
        LambdaRuntime.run { _, _ throws(InitializationError) in HelloHandler(readsModel: readsModel) }
    }
}

/// Answers every event: with a constant, or with the `model` of the request that the event carries.
struct HelloHandler: InvocationHandler {
    /// Whether the event and the request's body are parsed, both to their ends.
    let readsModel: Bool

    private static let constant = Array(
        #"{"statusCode":200,"headers":{"content-type":"application/json"},"body":"{\"hello\":true}"}"#.utf8
    )

    func handle(_ invocation: Invocation, response: InvocationResponse) async throws(InvocationError) {
        let answer = readsModel ? try modelAnswer(to: invocation.event) : Self.constant
        do throws(InvocationResponseError) {
            try response.send(answer)
        } catch {
            throw InvocationError(type: "Hello.ResponseFailed", message: "The answer could not be sent.")
        }
    }

    private func modelAnswer(to event: [UInt8]) throws(InvocationError) -> [UInt8] {
        let model: String?
        do {
            model = try Self.model(of: APIGatewayProxyEvent(parsing: event).request.body)
        } catch {
            throw InvocationError(type: "Hello.MalformedEvent", message: "The event or its body is malformed.")
        }
        var json = JSONWriter(reservingCapacity: 256)
        json.beginObject()
        json.member("statusCode", 200)
        json.member("body", model ?? "")
        json.endObject()
        return json.bytes
    }

    private static func model(of body: [UInt8]) throws(JSONError) -> String? {
        var reader = JSONReader(body)
        var model: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == "model" {
                model = try reader.readString()
            } else {
                try reader.skipValue()
            }
        }
        try reader.finish()
        return model
    }
}
