/// What a signature covers of a request, in the one form both sides compute.
package struct CanonicalRequest: Sendable, Equatable {
    /// Method, path, query, headers, names of the headers and the body's hash, a line each, as UTF-8.
    package let bytes: [UInt8]
    /// The lower-case names of the headers that are signed, in order, joined by ";".
    package let signedHeaders: String

    /// The same as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
