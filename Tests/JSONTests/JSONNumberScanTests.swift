import Testing

@testable import JSON

@Suite("The end of a number")
struct JSONNumberScanTests {
    @Test("is found behind any count of digits, whatever byte follows", arguments: ["", "-", "0.", "1e", "1E+"])
    func ends(lead: String) throws {
        for count in 1...20 {
            let number = utf8(lead) + [0x31] + (1..<count).map { UInt8(0x30 + $0 % 10) }
            for next in UInt8.min...UInt8.max {
                if ASCII.isDigit(next) || [ASCII.dot, ASCII.lowerE, ASCII.upperE].contains(next) { continue }
                for rest in [[], [next], [next] + utf8("0123456789")] as [[UInt8]] {
                    let guarded = try GuardedBytes(number + rest)
                    var scanner = JSONScanner(guarded.raw, position: 0, end: guarded.raw.count, limits: .default)
                    try scanner.scanNumber()
                    #expect(scanner.position == number.count)
                }
            }
        }
    }
}
