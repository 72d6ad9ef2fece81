/// The name of a request in logs, and in the `x-request-id` of its response.
enum RequestID {
    /// The client's own, when it is fit to be repeated; else API Gateway's, else the invocation's.
    static func choose(client: String?, gateway: String?, invocation: String) -> String {
        if let client, isSane(client) { return client }
        return gateway ?? invocation
    }

    /// 1 to 128 of `A-Z a-z 0-9 . _ : -`: nothing that could forge a log line or grow one.
    private static func isSane(_ id: String) -> Bool {
        (1...128).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"),
                    UInt8(ascii: "-"):
                    true
                case _: false
                }
            }
    }
}
