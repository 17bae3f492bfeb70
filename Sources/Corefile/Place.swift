/// Where in which file a token begins.
package struct Place: Hashable, Sendable {
    /// The file's name as the operator, or the glob that found it, wrote it.
    package let file: String

    /// Counted from 1.
    package let line: Int

    /// Counted from 1, in Unicode scalars.
    package let column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension Place: CustomStringConvertible {
    package var description: String { "\(file):\(line):\(column)" }
}
