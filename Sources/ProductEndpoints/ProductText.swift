import Catalog
import JSON

/// Products for a model to read: all that it decides by, in as few tokens as a reader needs.
///
/// Clients from before 2025-06-18 have nothing but this text, so what structured content holds is in here too, but for
/// pictures and the dates of the record.
extension ProductPage {
    /// The page, a product a paragraph; when there are none, what to search for instead.
    var text: String {
        guard total > 0 else {
            let suggestions = suggestions.map { suggestion in
                "- \(suggestion.message) \(JSONValue.object(suggestion.query).text) finds \(suggestion.total)."
            }
            return ([message ?? ""] + suggestions).joined(separator: "\n")
        }
        var head = "\(total)\(isComplete ? "" : " or more") found, \(products.count) shown."
        if let nextCursor { head += " For the next page send cursor \(nextCursor)" }
        return ([head] + products.map(\.shortText)).joined(separator: "\n\n")
    }
}

extension Product {
    /// The product in a few lines.
    fileprivate var shortText: String {
        let rating = rating.map { ", rated \($0) of 5" } ?? ""
        let lines = [
            "\(name) (\(id))",
            "\(price.priceText) \(currency), \(availability.rawValue)\(rating). \(brand), \(category).",
            description,
            specifications.map { "\($0.key): \($0.value.text)" }.joined(separator: "; "),
        ]
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The product with what identifies it, and its pictures.
    var fullText: String {
        var lines = [shortText]
        if let gtin { lines.append("GTIN \(gtin)") }
        if let url { lines.append(url) }
        return (lines + images).joined(separator: "\n")
    }
}

extension JSONValue {
    /// A specification's value: a text as it is, a list with commas, anything else as JSON.
    fileprivate var text: String {
        switch self {
        case .string(let string): string
        case .array(let values): values.map(\.text).joined(separator: ", ")
        case .bool(let bool): bool ? "yes" : "no"
        case .null, .number, .object: String(decoding: serialized(), as: UTF8.self)
        }
    }
}
