import JSON
import YAML

/// The node of a file in Swift text.
func parse(_ text: String, limits: YAMLLimits = .default) throws(YAMLError) -> YAMLNode {
    try YAMLNode(parsing: Array(text.utf8), limits: limits)
}

/// What reading the bytes fails with; `nil` when it does not.
func parseError(_ bytes: [UInt8], limits: YAMLLimits = .default) -> YAMLError? {
    do throws(YAMLError) {
        _ = try YAMLNode(parsing: bytes, limits: limits)
        return nil
    } catch {
        return error
    }
}

/// What reading the text fails with, as a person sees it; `nil` when it does not.
func failure(_ text: String) -> String? { parseError(Array(text.utf8))?.description }

/// A document's value.
func json(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }
