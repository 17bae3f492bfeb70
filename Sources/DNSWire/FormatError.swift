/// Why octets are not a well-formed message, and where reading stopped.
public enum FormatError: Error, Hashable, Sendable {
    /// The message, or the RDATA being read, ends before the field at `offset` does.
    case truncated(offset: Int)

    /// The label at `offset` begins with bits that RFC 1035 §4.1.4 reserves.
    case labelType(offset: Int)

    /// The compression pointer at `offset` leads to itself, forwards, into the header, is one of too many,
    /// or stands where none is allowed.
    case pointer(offset: Int)

    /// The name that begins at `offset` has more than 255 octets (RFC 1035 §2.3.4).
    case nameLength(offset: Int)

    /// The RDATA goes on at `offset`, where its type ends it.
    case rdataLength(offset: Int)

    /// The EDNS option at `offset` runs past its OPT record or is not of the length that its code demands.
    case option(offset: Int)

    /// The OPT record at `offset` is the second one, not the root's, or outside the additional section (RFC 6891 §6.1.1).
    case misplacedOPT(offset: Int)

    /// The message goes on at `offset`, behind the last record that its header counts.
    case trailingOctets(offset: Int)
}

extension FormatError: CustomStringConvertible {
    /// The place and the reason in one line.
    public var description: String {
        switch self {
        case .truncated(let offset): "octet \(offset): a field is cut"
        case .labelType(let offset): "octet \(offset): a label of a reserved type"
        case .pointer(let offset): "octet \(offset): a compression pointer that must not be followed"
        case .nameLength(let offset): "octet \(offset): a name of more than 255 octets"
        case .rdataLength(let offset): "octet \(offset): RDATA longer than its type allows"
        case .option(let offset): "octet \(offset): a malformed EDNS option"
        case .misplacedOPT(let offset): "octet \(offset): an OPT record that is out of place"
        case .trailingOctets(let offset): "octet \(offset): octets behind the last record"
        }
    }
}
