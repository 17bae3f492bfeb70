/// Why text is not what it should be in presentation format, and at which character.
public struct PresentationError: Error, Hashable, Sendable {
    /// Where, in octets of UTF-8 from the text's beginning.
    public let offset: Int
    /// Why.
    public let reason: Reason

    /// An error at `offset`.
    public init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    /// What is wrong with a text.
    public enum Reason: String, Hashable, Sendable {
        /// The text ends where a field should be.
        case missing = "a field is missing"
        /// The text goes on behind the last field.
        case unexpected = "nothing more is expected here"
        /// A label without octets.
        case emptyLabel = "an empty label"
        /// A label of more than 63 octets.
        case labelLength = "a label of more than 63 octets"
        /// A name of more than 255 octets.
        case nameLength = "a name of more than 255 octets"
        /// `@`, which needs an origin.
        case origin = "no origin is known that '@' could mean"
        /// A backslash without a character or three digits up to 255 behind it.
        case escape = "a backslash needs a character or three digits up to 255 behind it"
        /// A number that is no number, or too large for its field.
        case number = "no number, or one too large"
        /// Not an address of the record's family.
        case address = "not an address of this family"
        /// A type that is unknown, or that no text can say.
        case type = "an unknown type, or one that is not written as text"
        /// A type that this library has no form for, without `\#`.
        case form = "data of this type must be written as \\# and hexadecimal digits"
        /// A class that is unknown.
        case `class` = "an unknown class"
        /// A quote that is not closed, or stands within a field.
        case quote = "a quote that is not closed, or within a field"
        /// A parenthesis: a record stands on one line here.
        case parenthesis = "a parenthesis"
        /// A string of more than 255 octets.
        case stringLength = "a string of more than 255 octets"
        /// An odd or wrong digit, or not as many octets as announced.
        case hexadecimal = "not as many hexadecimal octets as announced"
        /// Octets that are not data of the record's type.
        case rdata = "not data of this type"
    }
}

extension PresentationError: CustomStringConvertible {
    /// The place, counted from 1, and the reason in one line.
    public var description: String { "character \(offset + 1): \(reason.rawValue)" }
}
