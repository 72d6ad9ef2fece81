package import JSON

/// One page of a search.
package struct ProductPage: Sendable, Equatable {
    /// The page's products, in the order that was asked for.
    package let products: [Product]
    /// How many products the search finds on all pages.
    package let total: Int
    /// What leads to the next page; nil on the last.
    package let nextCursor: String?
    /// When nothing was found: what to search for instead.
    package private(set) var suggestions: [Suggestion]
    /// Whether the whole catalogue was looked at. Not when it is too large to be read for one search: then there may
    /// be more, and `total` is the least it can be.
    package let isComplete: Bool

    /// When nothing was found: that, in a sentence.
    package var message: String? {
        guard total == 0 else { return nil }
        return suggestions.isEmpty
            ? "No product was found: the catalogue is empty." : "No product was found. See the suggestions."
    }

    /// The page with what to search for instead.
    func with(_ suggestions: [Suggestion]) -> ProductPage {
        var page = self
        page.suggestions = suggestions
        return page
    }

    /// The page as the API shows it: `{products, total, nextCursor?, message?, suggestions?, incomplete?}`.
    package var json: JSONObject {
        var object: JSONObject = [
            "products": .array(products.map { .object($0.json) }), "total": .number(JSONNumber(total)),
        ]
        object["nextCursor"] = nextCursor.map { .string($0) }
        object["message"] = message.map { .string($0) }
        if total == 0 { object["suggestions"] = .array(suggestions.map { .object($0.json) }) }
        if !isComplete { object["incomplete"] = true }
        return object
    }
}

/// Another search that finds something.
package struct Suggestion: Sendable, Equatable {
    /// Why it may be what is wanted, in a sentence.
    package let message: String
    /// The search, as the arguments to send.
    package let query: JSONObject
    /// How many products it finds.
    package let total: Int

    /// The suggestion as the API shows it.
    package var json: JSONObject {
        ["message": .string(message), "query": .object(query), "total": .number(JSONNumber(total))]
    }
}
