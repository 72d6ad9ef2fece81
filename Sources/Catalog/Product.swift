package import JSON
import POSIX

/// A product of the catalogue, in the names of the `product-catalog` table.
package struct Product: Sendable, Equatable {
    /// Its id, unique and stable: `productId`.
    package let id: String
    /// Its name for people.
    package let name: String
    /// A sentence or a few.
    package let description: String
    /// In units of `currency`, not negative.
    package let price: ExactDecimal
    /// ISO 4217: `EUR`.
    package let currency: String
    /// The category it stands in; the key of an index.
    package let category: String
    /// Who makes it; the key of an index.
    package let brand: String
    /// Whether it can be had.
    package let availability: Availability
    /// What buyers think, from 0 to 5; nil when none has said.
    package let rating: ExactDecimal?
    /// What it is made of and can do: names and plain values.
    package let specifications: JSONObject
    /// URLs of pictures.
    package let images: [String]
    /// GS1's number of the trade item, 8 to 14 digits.
    package let gtin: String?
    /// Its page.
    package let url: String?
    /// When it joined the catalogue, as ISO 8601 writes it.
    package let createdAt: String?
    /// When its record last changed, as ISO 8601 writes it.
    package let updatedAt: String?

    /// `createdAt` in milliseconds since 1970, for ordering; nil when it is absent or unreadable.
    var creationTime: Int64? {
        createdAt.flatMap(Timestamp.init(iso8601:))?.millisecondsSinceEpoch
    }
}

/// Why a record is no product. Names the field and shows nothing of the record.
package struct ProductError: Error, Equatable, CustomStringConvertible {
    /// The field's name.
    package let field: String
    /// What it must be.
    package let expectation: String

    /// For example `price must be a number`.
    package var description: String { "\(field) must be \(expectation)" }
}
