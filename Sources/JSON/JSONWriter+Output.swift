extension JSONWriter {
    mutating func begin(_ opening: UInt8) {
        separate()
        bytes.append(opening)
        depth += 1
        needsComma = false
    }

    mutating func end(_ closing: UInt8) {
        depth -= 1
        if needsComma { startLine() }
        bytes.append(closing)
        needsComma = true
    }

    /// Writes what stands between the last thing written and the next one.
    mutating func separate() {
        guard !isAfterKey else {
            isAfterKey = false
            return
        }
        if needsComma { bytes.append(ASCII.comma) }
        if depth > 0 { startLine() }
    }

    /// Writes a number, a boolean or `null`.
    mutating func literal(_ text: String) {
        separate()
        withUTF8(text) { writer, raw in writer.bytes.append(contentsOf: raw) }
        needsComma = true
    }

    /// Writes a string between quotes, escaped.
    mutating func appendQuoted(_ string: String) {
        withUTF8(string) { writer, raw in writer.appendQuoted(raw) }
    }

    /// Writes UTF-8 between quotes, escaped.
    mutating func appendQuoted(_ raw: UnsafeRawBufferPointer) {
        let plainEnd = ByteRun.endOfUnescaped(raw, from: 0, to: min(raw.count, StringBlock.width))
        guard plainEnd < raw.count else {
            bytes.append(addingCapacity: raw.count &+ 2) { output in
                output.append(ASCII.quote)
                output.withUnsafeMutableBufferPointer { buffer, count in
                    let target = UnsafeMutableRawBufferPointer(buffer)
                    UnsafeMutableRawBufferPointer(rebasing: target[count...]).copyMemory(from: raw)
                    count &+= raw.count
                }
                output.append(ASCII.quote)
            }
            return
        }
        bytes.append(ASCII.quote)
        var offset = appendBlocks(raw)
        while true {
            let runEnd = ByteRun.endOfUnescaped(raw, from: offset, to: raw.count)
            if runEnd > offset { bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: raw[offset..<runEnd])) }
            guard runEnd < raw.count else { break }
            bytes.append(addingCapacity: ASCII.longestEscape) { output in
                output.withUnsafeMutableBufferPointer { buffer, count in
                    count &+= ASCII.escape(raw[runEnd], into: .init(buffer), at: count)
                }
            }
            offset = runEnd &+ 1
        }
        bytes.append(ASCII.quote)
    }

    /// Writes all but the last two blocks, escaped, and returns where they begin. They are the room for copying what lies
    /// between two escapes by whole steps.
    private mutating func appendBlocks(_ raw: UnsafeRawBufferPointer) -> Int {
        var offset = 0
        while offset &+ 2 &* StringBlock.width <= raw.count {
            var specials = StringBlock.specials(raw, from: offset)
            guard specials != 0 else {
                let runEnd = ByteRun.endOfUnescaped(raw, from: offset, to: raw.count)
                bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: raw[offset..<runEnd]))
                offset = runEnd
                continue
            }
            let end = offset &+ StringBlock.width
            let room = 2 &* StringBlock.width &+ ASCII.longestEscape &* specials.nonzeroBitCount
            bytes.append(addingCapacity: room) { output in
                output.withUnsafeMutableBufferPointer { buffer, count in
                    let target = UnsafeMutableRawBufferPointer(buffer)
                    var runStart = offset
                    while specials != 0 {
                        let special = offset &+ specials.trailingZeroBitCount
                        specials &= specials &- 1
                        ByteRun.copySteps(raw, runStart, to: special, into: target, at: count)
                        count &+= special &- runStart
                        count &+= ASCII.escape(raw[special], into: target, at: count)
                        runStart = special &+ 1
                    }
                    ByteRun.copySteps(raw, runStart, to: end, into: target, at: count)
                    count &+= end &- runStart
                }
            }
            offset = end
        }
        return offset
    }

    private mutating func withUTF8(_ string: String, _ body: (inout Self, UnsafeRawBufferPointer) -> Void) {
        let isDone: Void? = string.utf8.withContiguousStorageIfAvailable { body(&self, UnsafeRawBufferPointer($0)) }
        if isDone == nil { Array(string.utf8).withUnsafeBytes { body(&self, $0) } }
    }

    private mutating func startLine() {
        guard let indent else { return }
        bytes.append(ASCII.lineFeed)
        bytes.append(contentsOf: repeatElement(ASCII.space, count: indent * depth))
    }
}
