extension JSONScanner {
    /// Reads a number (RFC 8259 §6).
    ///
    /// Whatever ends it is left to the caller, but a digit after a leading zero is refused here.
    mutating func scanNumber() throws(JSONError) {
        let start = position
        if position < end, raw[position] == ASCII.minus { position &+= 1 }
        if position < end, raw[position] == ASCII.zero {
            position &+= 1
            if position < end, ASCII.isDigit(raw[position]) { throw JSONError(.invalidNumber, at: start) }
        } else {
            try scanDigits(numberStart: start)
        }
        if position < end, raw[position] == ASCII.dot {
            position &+= 1
            try scanDigits(numberStart: start)
        }
        if position < end, raw[position] | 0x20 == ASCII.lowerE {
            position &+= 1
            if position < end, raw[position] == ASCII.plus || raw[position] == ASCII.minus { position &+= 1 }
            try scanDigits(numberStart: start)
        }
    }

    /// Reads at least one digit.
    private mutating func scanDigits(numberStart: Int) throws(JSONError) {
        let start = position
        while position < end, ASCII.isDigit(raw[position]) { position &+= 1 }
        guard position == start else { return }
        throw position == end ? JSONError(.unexpectedEnd, at: end) : JSONError(.invalidNumber, at: numberStart)
    }
}
