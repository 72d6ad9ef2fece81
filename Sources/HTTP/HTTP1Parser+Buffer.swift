extension HTTP1Parser {
    /// The next bytes, as many as are there but no more than asked for; nil when none is.
    mutating func take(atMost count: Int) -> [UInt8]? {
        let available = buffer.count - position
        guard available > 0 else { return nil }
        if position == 0, available <= count {
            // All of it: hand the array over as it is.
            let bytes = buffer
            buffer = []
            restartScan()
            return bytes
        }
        let end = position + min(available, count)
        let bytes = Array(buffer[position..<end])
        consume(upTo: end)
        return bytes
    }

    /// Marks everything before `end` as done with.
    mutating func consume(upTo end: Int) {
        position = end
        restartScan()
    }

    private mutating func restartScan() {
        position = min(position, buffer.count)
        scanned = position
        lineStart = position
    }

    /// Makes room at the end: drops what is done with, when that is all or most of the buffer.
    mutating func discardRead() {
        if position == buffer.count {
            buffer.removeAll(keepingCapacity: true)
        } else if position > buffer.count / 2 {
            buffer.removeSubrange(..<position)
        } else {
            return
        }
        scanned -= position
        lineStart -= position
        position = 0
    }

    /// Searches lines from `position` for the empty one that ends the block; returns the index after it, nil when it has
    /// not come yet. Throws when a line ends in a bare LF, or when the block does not end within `limit` bytes.
    mutating func endOfBlock(limit: Int) throws(HTTP1Error) -> Int? {
        let end = min(buffer.count, position + limit)
        while scanned < end {
            guard let lineFeed = firstLineFeed(from: scanned, before: end) else {
                scanned = end
                break
            }
            guard lineFeed > lineStart, buffer[lineFeed - 1] == UInt8(ascii: "\r") else { throw .malformedLineEnd }
            scanned = lineFeed + 1
            if lineFeed - 1 == lineStart { return scanned }
            lineStart = scanned
        }
        guard scanned - position < limit else {
            throw lineStart == position ? .startLineTooLong(limit: limit) : .headTooLarge(limit: limit)
        }
        return nil
    }

    /// Where the first LF is at or after `start`, and before `end`.
    func firstLineFeed(from start: Int, before end: Int) -> Int? {
        buffer.withUnsafeBufferPointer { bytes in
            UnsafeBufferPointer(rebasing: bytes[..<end]).firstIndex(of: UInt8(ascii: "\n"), from: start)
        }
    }
}
