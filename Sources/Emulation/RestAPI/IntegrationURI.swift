/// The `Uri` of a Lambda integration or authorizer:
/// `arn:PARTITION:apigateway:REGION:lambda:path/VERSION/functions/FUNCTION-ARN/ACTION`.
struct IntegrationURI {
    let functionARN: String
    let function: FunctionARN
    /// True for `2021-11-15/…/response-streaming-invocations`, false for `2015-03-31/…/invocations`.
    let streams: Bool

    /// Nil for anything but these two forms.
    init?(_ uri: String) {
        guard uri.hasPrefix("arn:"), let path = uri.firstRange(of: ":lambda:path/") else { return nil }
        let forms = [
            ("2015-03-31/functions/", "/invocations", false),
            ("2021-11-15/functions/", "/response-streaming-invocations", true),
        ]
        let target = uri[path.upperBound...]
        for (prefix, suffix, streams) in forms where target.hasPrefix(prefix) && target.hasSuffix(suffix) {
            let arn = String(target.dropFirst(prefix.count).dropLast(suffix.count))
            guard let function = FunctionARN(arn) else { return nil }
            self.functionARN = arn
            self.function = function
            self.streams = streams
            return
        }
        return nil
    }
}
