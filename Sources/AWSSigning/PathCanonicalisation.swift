/// How the path of a request enters its canonical form.
enum PathCanonicalisation: Sendable, Equatable {
    /// Every service but S3: dot segments and repeated slashes are removed and each segment of the wire path is
    /// percent-encoded once more, so "%3A" becomes "%253A".
    case normalisedAndEncodedAgain
    /// S3: the path as it is sent.
    case asSent

    /// The rule of a signing name.
    init(service: String) {
        self = service == "s3" ? .asSent : .normalisedAndEncodedAgain
    }

    func append(_ path: String, to bytes: inout [UInt8]) {
        switch self {
        case .asSent: bytes += path.utf8
        case .normalisedAndEncodedAgain: Self.appendNormalised(Array(path.utf8), to: &bytes)
        }
    }

    private static func appendNormalised(_ path: [UInt8], to bytes: inout [UInt8]) {
        let slash = UInt8(ascii: "/")
        let dot = UInt8(ascii: ".")
        var segments: [ArraySlice<UInt8>] = []
        for segment in path.split(separator: slash) where !segment.elementsEqual([dot]) {
            if segment.elementsEqual([dot, dot]) {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        for segment in segments {
            bytes.append(slash)
            PercentEncoding.append(segment, to: &bytes)
        }
        if segments.isEmpty || path.last == slash { bytes.append(slash) }
    }
}
