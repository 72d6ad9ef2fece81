package import JSON

extension ProductQuery {
    private static let maxTextLength = 256
    private static let maxWords = 16
    private static let maxNameLength = 128

    /// A query from arguments: the body of a REST search, or the arguments of a tool call. `null` and, for texts,
    /// nothing but white space count as absent: that is how models leave out what they don't need.
    ///
    /// - Throws: what is wrong with the first part that is wrong; a name that is none of a query's parts is wrong too,
    ///   since the search would find what was not asked for.
    package init(arguments: JSONObject) throws(QueryError) {
        for member in arguments where Field(rawValue: member.key) == nil { throw Self.unknownField(member.key) }
        let reader = ArgumentReader(arguments: arguments)
        text = try reader.text(.text, maxLength: Self.maxTextLength)
        category = try reader.text(.category, maxLength: Self.maxNameLength)
        brand = try reader.text(.brand, maxLength: Self.maxNameLength)
        minPrice = try reader.decimal(.minPrice)
        maxPrice = try reader.decimal(.maxPrice)
        availability = try reader.choice(.availability, of: Availability.self)
        minRating = try reader.decimal(.minRating, atMost: ExactDecimal(5))
        sort = try reader.choice(.sort, of: ProductSort.self)
        limit = try reader.integer(.limit, in: Self.limits) ?? Self.defaultLimit
        try checkTogether()
        guard let cursor = try reader.string(.cursor) else { return }
        guard let position = ProductCursor(cursor, for: self.arguments) else {
            throw QueryError(
                Field.cursor.rawValue,
                "cursor is not one that this search has given out. Send nextCursor of the page before, with the same"
                    + " filters and order, or no cursor for the first page."
            )
        }
        self.cursor = position
    }

    /// A query from the parameters of a URL, decoded; the same rules hold. A parameter that is given twice is wrong.
    package init(parameters: [(name: String, value: String)]) throws(QueryError) {
        var arguments: JSONObject = [:]
        for (name, value) in parameters {
            guard let field = Field(rawValue: name) else { throw Self.unknownField(name) }
            guard arguments[name] == nil else { throw QueryError(name, "\(name) is given more than once.") }
            arguments[name] = field.value(of: value)
        }
        try self.init(arguments: arguments)
    }

    private func checkTogether() throws(QueryError) {
        if let minPrice, let maxPrice, minPrice > maxPrice {
            throw QueryError(
                Field.minPrice.rawValue,
                "minPrice (\(minPrice)) is more than maxPrice (\(maxPrice)). Swap them?"
            )
        }
        guard let words = text.map({ FoldedText($0).words }) else { return }
        guard (1...Self.maxWords).contains(words.count) else {
            throw QueryError(
                Field.text.rawValue,
                words.isEmpty
                    ? "q has no letters or digits." : "q has more than \(Self.maxWords) words. Name what matters most."
            )
        }
    }

    private static func unknownField(_ name: String) -> QueryError {
        let known = Field.allCases.map(\.rawValue)
        let shown = String(name.prefix(64))
        let nearest = Nearest.names(to: name, among: known).first.map { " Did you mean \($0)?" } ?? ""
        return QueryError(
            shown,
            "\(shown) is not known here.\(nearest) Known are: \(known.joined(separator: ", ")).",
            allowed: known
        )
    }
}

extension ProductQuery.Field {
    /// A URL's text as the argument it stands for. A text that is no number stays one, and is then found wrong.
    fileprivate func value(of text: String) -> JSONValue {
        switch self {
        case .minPrice, .maxPrice, .minRating, .limit:
            text.isEmpty ? .null : JSONNumber(literal: text).map(JSONValue.number) ?? .string(text)
        case .availability, .sort, .cursor: text.isEmpty ? .null : .string(text)
        case .text, .category, .brand: .string(text)
        }
    }
}

/// Reads a query's parts, and says of a wrong one what is right.
private struct ArgumentReader {
    typealias Field = ProductQuery.Field

    let arguments: JSONObject

    func value(_ field: Field) -> JSONValue? {
        guard let value = arguments[field.rawValue], !value.isNull else { return nil }
        return value
    }

    func string(_ field: Field) throws(QueryError) -> String? {
        guard let value = value(field) else { return nil }
        guard let string = value.string else {
            throw QueryError(field.rawValue, "\(field.rawValue) must be a string, not \(value.kind).")
        }
        return string
    }

    func text(_ field: Field, maxLength: Int) throws(QueryError) -> String? {
        guard let text = try string(field), !text.allSatisfy(\.isWhitespace) else { return nil }
        guard text.unicodeScalars.count <= maxLength else {
            throw QueryError(field.rawValue, "\(field.rawValue) is longer than \(maxLength) characters.")
        }
        return text
    }

    func decimal(_ field: Field, atMost maximum: ExactDecimal? = nil) throws(QueryError) -> ExactDecimal? {
        guard let value = value(field) else { return nil }
        let range = maximum.map { "from 0 to \($0)" } ?? "of 0 or more"
        guard let decimal = value.number.flatMap(ExactDecimal.init), decimal >= .zero,
            maximum.map({ decimal <= $0 }) ?? true
        else {
            throw QueryError(
                field.rawValue,
                "\(field.rawValue) must be a number \(range), with at most four decimals."
            )
        }
        return decimal
    }

    func integer(_ field: Field, in range: ClosedRange<Int>) throws(QueryError) -> Int? {
        guard let value = value(field) else { return nil }
        guard let integer = value.int, range.contains(integer) else {
            throw QueryError(
                field.rawValue,
                "\(field.rawValue) must be a whole number from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return integer
    }

    func choice<Choice>(_ field: Field, of type: Choice.Type) throws(QueryError) -> Choice?
    where Choice: RawRepresentable<String> & CaseIterable {
        guard let value = value(field) else { return nil }
        guard let choice = value.string.flatMap(Choice.init) else {
            let allowed = Choice.allCases.map(\.rawValue)
            throw QueryError(
                field.rawValue,
                "\(field.rawValue) must be one of: \(allowed.joined(separator: ", ")).",
                allowed: allowed
            )
        }
        return choice
    }
}
