/// A text as the search sees it: its words in lower case without accents, a space before each.
///
/// A word is a run of letters and digits. Accents are taken off the letters of Latin-1 and Latin Extended-A, which
/// covers the languages of Europe that write Latin; combining accents (U+0300 to U+036F) are dropped.
struct FoldedText: Sendable, Equatable {
    /// How a word was found.
    enum Match: Sendable {
        case beginning, whole
    }

    private static let space = UInt8(ascii: " ")

    private let bytes: [UInt8]

    /// Folds a text.
    init(_ text: String) {
        var folded: [UInt8] = []
        folded.reserveCapacity(text.utf8.count + 1)
        var isInWord = false
        for scalar in text.unicodeScalars {
            switch Self.kind(of: scalar) {
            case .separator: isInWord = false
            case .accent: break
            case .letter:
                if !isInWord { folded.append(Self.space) }
                isInWord = true
                Self.append(scalar, to: &folded)
            }
        }
        bytes = folded
    }

    /// The words, each once, in order.
    var words: [[UInt8]] {
        var seen: Set<[UInt8]> = []
        return bytes.split(separator: Self.space).map(Array.init).filter { seen.insert($0).inserted }
    }

    /// The words with a space between them.
    var string: String { String(decoding: bytes.dropFirst(), as: UTF8.self) }

    /// Whether there is no word.
    var isEmpty: Bool { bytes.isEmpty }

    /// Whether a word here is `word`, or at least begins with it.
    func match(_ word: [UInt8]) -> Match? {
        var best: Match?
        var index = 0
        while index + word.count < bytes.count {
            defer { index += 1 }
            guard bytes[index] == Self.space, bytes[(index + 1)...].starts(with: word) else { continue }
            let end = index + 1 + word.count
            if end == bytes.count || bytes[end] == Self.space { return .whole }
            best = .beginning
        }
        return best
    }
}

extension FoldedText {
    private enum Kind {
        /// Part of a word; digits too.
        case letter
        /// Sits on the letter before it and is left out.
        case accent
        /// Stands between words.
        case separator
    }

    /// What the letters from U+00C0 to U+017F are without case and accent; `?` where one letter is not enough.
    private static let latin = Array(
        ("aaaaaa?ceeeeiiiidnooooo ouuuuy??aaaaaa?ceeeeiiiidnooooo ouuuuy?y"
            + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkklllllll"
            + "lllnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8
    )

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: .letter
        case 0..<0x80, 0xD7, 0xF7: .separator
        case 0xC0...0x17F: .letter
        case 0x300...0x36F: .accent
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? .letter : .separator
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to folded: inout [UInt8]) {
        switch scalar.value {
        case 0x41...0x5A: folded.append(UInt8(scalar.value + 0x20))
        case 0..<0x80: folded.append(UInt8(scalar.value))
        case 0xC0...0x17F: appendLatin(scalar, to: &folded)
        default: folded.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        }
    }

    private static func appendLatin(_ scalar: Unicode.Scalar, to folded: inout [UInt8]) {
        switch scalar {
        case "Æ", "æ": folded.append(contentsOf: "ae".utf8)
        case "Þ", "þ": folded.append(contentsOf: "th".utf8)
        case "ß": folded.append(contentsOf: "ss".utf8)
        case "Ĳ", "ĳ": folded.append(contentsOf: "ij".utf8)
        case "Œ", "œ": folded.append(contentsOf: "oe".utf8)
        default: folded.append(latin[Int(scalar.value) - 0xC0])
        }
    }
}
