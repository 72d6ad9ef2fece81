/// A response's three-digit status code (RFC 9110 §15).
package struct Status: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let ok = Self(rawValue: 200)
    package static let created = Self(rawValue: 201)
    package static let accepted = Self(rawValue: 202)
    package static let noContent = Self(rawValue: 204)
    package static let notModified = Self(rawValue: 304)
    package static let badRequest = Self(rawValue: 400)
    package static let unauthorized = Self(rawValue: 401)
    package static let paymentRequired = Self(rawValue: 402)
    package static let forbidden = Self(rawValue: 403)
    package static let notFound = Self(rawValue: 404)
    package static let methodNotAllowed = Self(rawValue: 405)
    package static let notAcceptable = Self(rawValue: 406)
    package static let requestTimeout = Self(rawValue: 408)
    package static let conflict = Self(rawValue: 409)
    package static let gone = Self(rawValue: 410)
    package static let preconditionFailed = Self(rawValue: 412)
    package static let contentTooLarge = Self(rawValue: 413)
    package static let uriTooLong = Self(rawValue: 414)
    package static let unsupportedMediaType = Self(rawValue: 415)
    package static let unprocessableContent = Self(rawValue: 422)
    package static let failedDependency = Self(rawValue: 424)
    package static let tooManyRequests = Self(rawValue: 429)
    package static let requestHeaderFieldsTooLarge = Self(rawValue: 431)
    package static let internalServerError = Self(rawValue: 500)
    package static let notImplemented = Self(rawValue: 501)
    package static let badGateway = Self(rawValue: 502)
    package static let serviceUnavailable = Self(rawValue: 503)
    package static let gatewayTimeout = Self(rawValue: 504)
    package static let httpVersionNotSupported = Self(rawValue: 505)

    /// 1xx: a word on the way, the real answer follows (RFC 9110 §15.2).
    package var isInformational: Bool { (100..<200).contains(rawValue) }
    /// 2xx.
    package var isSuccess: Bool { (200..<300).contains(rawValue) }
    /// 4xx: asking again the same way is no use, except for 408, 409, 425 and 429.
    package var isClientError: Bool { (400..<500).contains(rawValue) }
    /// 5xx.
    package var isServerError: Bool { (500..<600).contains(rawValue) }

    /// The three digits.
    package var description: String { String(rawValue) }
}
