/// A place in a configuration file.
package struct YAMLMark: Sendable, Equatable, CustomStringConvertible {
    /// The line, counted from 1.
    package let line: Int
    /// The character of the line, counted from 1 in Unicode scalars.
    package let column: Int

    /// The place at `line` and `column`, both counted from 1.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// For example `line 3, column 7`.
    package var description: String { "line \(line), column \(column)" }
}
