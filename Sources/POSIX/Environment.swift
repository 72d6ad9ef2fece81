@preconcurrency import Glibc

/// A snapshot of environment variables, taken once when the process starts so that nothing reads them later.
package struct Environment: Sendable, ExpressibleByDictionaryLiteral {
    private var variables: [String: String]

    /// An environment of these variables only; of a repeated name the last counts.
    package init(_ variables: [String: String] = [:]) {
        self.variables = variables
    }

    package init(dictionaryLiteral elements: (String, String)...) {
        variables = Dictionary(elements) { _, last in last }
    }

    /// The variables of this process.
    package static func current() -> Environment {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let assignment = String(cString: text)
            if let equals = assignment.utf8.firstIndex(of: UInt8(ascii: "=")) {
                variables[String(assignment[..<equals])] = String(assignment[assignment.utf8.index(after: equals)...])
            }
            entry += 1
        }
        return Environment(variables)
    }

    /// The variable's value; nil when it is not set or empty, since an empty value is how templates say "not set".
    package subscript(name: String) -> String? {
        get {
            guard let value = variables[name], !value.isEmpty else { return nil }
            return value
        }
        set { variables[name] = newValue }
    }

    /// Every variable, empty ones included, as a child process takes them.
    package var all: [String: String] { variables }

    /// These variables with `others` put over them.
    package func merging(_ others: [String: String]) -> Environment {
        Environment(variables.merging(others) { _, other in other })
    }
}
