import Catalog
import JSON
import Testing

@Suite("An exact decimal")
struct ExactDecimalTests {
    @Test(
        "is written in as few digits as it needs, as a price with none or at least two after the point",
        arguments: [
            ("0", "0", "0"), ("-0", "0", "0"), ("0.00", "0", "0"), ("7", "7", "7"), ("129.9", "129.9", "129.90"),
            ("129.90", "129.9", "129.90"), ("129.99", "129.99", "129.99"), ("0.1", "0.1", "0.10"),
            ("0.125", "0.125", "0.125"), ("0.0125", "0.0125", "0.0125"), ("1e3", "1000", "1000"),
            ("1.5E+2", "150", "150"), ("12345e-2", "123.45", "123.45"), ("1.2300000", "1.23", "1.23"),
            ("-4.5", "-4.5", "-4.50"), ("-0.01", "-0.01", "-0.01"), ("0e99", "0", "0"),
            ("99999999999999.9999", "99999999999999.9999", "99999999999999.9999"),
            ("0.00e-999999999999999999999", "0", "0"),
        ]
    )
    func literals(_ literal: String, _ expected: String, _ price: String) throws {
        let number = try #require(JSONNumber(literal: literal))
        let decimal = try #require(ExactDecimal(number))
        #expect(decimal.description == expected)
        #expect(decimal.priceText == price)
        #expect(decimal.json.number?.literal == expected)
    }

    @Test(
        "does not round: what it cannot hold it refuses",
        arguments: ["0.00001", "1e-5", "1e14", "12345678901234567890", "1e400", "1e-400", "9e99999999999999999999"]
    )
    func refused(_ literal: String) throws {
        let number = try #require(JSONNumber(literal: literal))
        #expect(ExactDecimal(number) == nil)
    }

    @Test("compares as the number it is")
    func order() throws {
        let ascending = try ["-1", "-0.01", "0", "0.0001", "0.1", "0.3", "0.30001e0", "1"].compactMap { literal in
            ExactDecimal(try #require(JSONNumber(literal: literal)))
        }
        #expect(ascending == ascending.sorted())
        #expect(ascending.count == 7)
    }
}
