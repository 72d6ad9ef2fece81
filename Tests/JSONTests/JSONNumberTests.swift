import JSON
import Testing

@Suite("A JSON number")
struct JSONNumberTests {
    static let literals = [
        "0", "-0", "1.0", "1.50", "1e0", "1E+05", "1e-7", "123456789012345678901234567890",
        "0.1000000000000000055511151231257827",
        "-0.0", "1e400", "1E-400",
    ]

    @Test("keeps its literal", arguments: literals)
    func keepsLiteral(literal: String) throws {
        #expect(try parse(literal).serialized() == utf8(literal))
        #expect(try #require(JSONNumber(literal: literal)).literal == literal)
    }

    @Test(
        "is made of a literal of the grammar only",
        arguments: ["", "-", "01", "+1", ".5", "1.", "1e", "0x1", "NaN", "1 ", " 1", "1,", "１", "1_0", "--1", "1e5.0"]
    )
    func refusesLiteral(literal: String) {
        #expect(JSONNumber(literal: literal) == nil)
    }

    static let integers: [(String, Int?)] = [
        ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("1e3", 1000), ("1E+3", 1000), ("1.0", 1), ("1.50e1", 15),
        ("-2.50e2", -250),
        ("100e-2", 1), ("0.0", 0), ("0e99999999999999999999", 0), ("0.000e-99999999999999999999", 0), ("1.5", nil),
        ("1e-1", nil),
        ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9223372036854775808", nil),
        ("-9223372036854775809", nil), ("9223372036854775807.0", .max), ("-9223372036854775808.0", .min),
        ("9223372036854775808.0", nil), ("-922337203685477580.8e1", .min), ("922337203685477580.8e1", nil),
        ("1e18", 1_000_000_000_000_000_000), ("1e19", nil), ("1e99999999999999999999", nil),
        ("1e-99999999999999999999", nil),
        ("18446744073709551616.0", nil), ("18446744073709551617.0", nil),
        ("1000000000000000000000e-3", 1_000_000_000_000_000_000),
        ("10000000000000000000000000000000000000000e-40", 1), ("1.05", nil), ("1.05e2", 105),
        ("184467440737095516160", nil),
        ("0.00000000000000000000000000000000000000001e41", 1), ("36893488147419103232.0", nil),
    ]

    @Test("is an integer when it is exactly one", arguments: integers)
    func integer(literal: String, value: Int?) throws {
        #expect(try parse(literal).int == value)
        var reader = JSONReader(utf8(literal))
        if let value {
            #expect(try reader.readInt() == value)
        } else {
            #expect(throws: JSONError(.numberOutOfRange, at: 0)) { try reader.readInt() }
        }
    }

    static let doubles: [(String, Double?)] = [
        ("0", 0), ("1.5e-7", 1.5e-7), ("6e-7", 6e-7), ("0.1", 0.1), ("-1e3", -1000), ("1e308", 1e308), ("1e309", nil),
        ("-1e309", nil), ("5e-324", .leastNonzeroMagnitude), ("1e-400", 0),
        ("123456789012345678901234567890", 123456789012345677877719597056),
        ("2.2250738585072011e-308", Double(bitPattern: 0x000F_FFFF_FFFF_FFFF)),
    ]

    @Test("is the nearest double", arguments: doubles)
    func double(literal: String, value: Double?) throws {
        #expect(try parse(literal).double == value)
        var reader = JSONReader(utf8(literal))
        if let value {
            #expect(try reader.readDouble() == value)
        } else {
            #expect(throws: JSONError(.numberOutOfRange, at: 0)) { try reader.readDouble() }
        }
    }

    @Test(
        "of a double is the shortest that reads back",
        arguments: [0.1, 1.5e-7, 1, -0.0, 1e16, .leastNonzeroMagnitude, 1.7976931348623157e308]
    )
    func fromDouble(value: Double) throws {
        let number = try #require(JSONNumber(value))
        #expect(number.double == value)
        #expect(JSONNumber(literal: number.literal) == number)
    }

    @Test("is not made of infinity or not-a-number", arguments: [Double.infinity, -.infinity, .nan])
    func fromNonFinite(value: Double) {
        #expect(JSONNumber(value) == nil)
    }

    @Test("compares as it is written")
    func equality() throws {
        #expect(try parse("1.0") != parse("1"))
        #expect(try parse("[1e0]") == parse("[ 1e0 ]"))
    }
}
