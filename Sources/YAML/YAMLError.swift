/// Why a file is not YAML of the subset that is read here, and where.
///
/// The message quotes nothing of the file: a configuration holds secrets.
package struct YAMLError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, and where it helps, what to write instead.
    package let message: String
    /// Where it was noticed.
    package let mark: YAMLMark

    /// Makes an error noticed at `mark`.
    package init(_ message: String, at mark: YAMLMark) {
        self.message = message
        self.mark = mark
    }

    /// For example `line 3, column 7: this key stands twice in its map`.
    package var description: String { "\(mark): \(message)" }
}
