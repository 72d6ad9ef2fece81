/// Makes a file's bytes ready to be scanned.
enum YAMLSource {
    /// The file's UTF-8 without a byte order mark (YAML 1.2.2 §5.2) and with a line feed at each line's end (§5.4).
    ///
    /// - Throws: when the file is too long, not UTF-8, or has a character that YAML does not allow (§5.1). NUL is one
    ///   of those, so that a scanner can use it for the end.
    static func text(of bytes: [UInt8], limit: Int) throws(YAMLError) -> [UInt8] {
        var place = Place()
        guard bytes.count <= limit else { throw YAMLError("the file is longer than \(limit) bytes", at: place.mark) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var input = (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]).makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        while true {
            switch parser.parseScalar(from: &input) {
            case .emptyInput: return text
            case .error: throw YAMLError("this is not UTF-8", at: place.mark)
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                guard isAllowed(scalar) else { throw YAMLError("a control character is not allowed", at: place.mark) }
                place.pass(scalar, endingIn: &text)
                if scalar != "\r" && scalar != "\n" { text.append(contentsOf: encoded) }
            }
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }

    /// Counts lines and columns, and writes the line feeds.
    private struct Place {
        var line = 1
        var column = 1
        var followsReturn = false

        var mark: YAMLMark { YAMLMark(line: line, column: column) }

        mutating func pass(_ scalar: Unicode.Scalar, endingIn text: inout [UInt8]) {
            let endsLine = scalar == "\r" || scalar == "\n"
            if endsLine, !(scalar == "\n" && followsReturn) {
                text.append(UInt8(ascii: "\n"))
                line += 1
                column = 1
            } else if !endsLine {
                column += 1
            }
            followsReturn = scalar == "\r"
        }
    }
}
