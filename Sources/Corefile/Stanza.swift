/// A line of a block, with the lines in its braces: a directive of a server block, or a property of a directive.
package struct Stanza: Hashable, Sendable {
    /// The line's first word.
    package let name: Token

    /// The other words of the line.
    package let arguments: [Token]

    /// The lines in braces; nil if there are no braces, empty if there is nothing in them.
    package let block: [Stanza]?

    /// Where the opening brace stands; nil if there is none.
    package let brace: Place?

    /// The directive that this line is, or is a part of.
    package let directive: String

    /// The same line with other arguments and properties: what one directive leaves to another.
    package func with(arguments: [Token], properties: [Stanza]) -> Stanza {
        Stanza(name: name, arguments: arguments, block: properties, brace: brace, directive: directive)
    }

    /// The lines in braces, if any.
    package var properties: [Stanza] { block ?? [] }
}
