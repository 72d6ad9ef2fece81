/// The XML in which AWS's query protocol answers, as far as it is needed here: elements whose names occur once and whose
/// content is text (Smithy, "AWS query protocol"). Not an XML parser: what is not found so is not there.
struct QueryAnswer {
    private let text: String.UTF8View

    /// An answer's body.
    init(_ body: [UInt8]) {
        text = String(decoding: body, as: UTF8.self).utf8
    }

    /// The text of the first element of this name, without outer white space; nil when there is none, when it is empty,
    /// and when it holds another element or an escape, which none that is read here has.
    subscript(name: String) -> String? {
        guard let start = end(of: "<\(name)>") else { return nil }
        let rest = text[start...]
        guard let close = rest.firstIndex(of: UInt8(ascii: "<")), rest[close...].starts(with: "</\(name)>".utf8) else {
            return nil
        }
        let blank: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20]
        var content = rest[..<close].drop { blank.contains($0) }
        while let last = content.last, blank.contains(last) { content.removeLast() }
        guard !content.isEmpty, !content.contains(UInt8(ascii: "&")) else { return nil }
        return String(decoding: content, as: UTF8.self)
    }

    /// Where the first occurrence of a tag ends.
    private func end(of tag: String) -> String.Index? {
        var rest = text[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[open...]
            if rest.starts(with: tag.utf8) { return rest.index(rest.startIndex, offsetBy: tag.utf8.count) }
            rest = rest.dropFirst()
        }
        return nil
    }
}
