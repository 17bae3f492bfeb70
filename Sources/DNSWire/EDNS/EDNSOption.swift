/// An option of EDNS(0) (RFC 6891 §6.1.2).
public enum EDNSOption: Hashable, Sendable {
    /// The server's identifier; empty in a query (RFC 5001).
    case nsid([UInt8])
    /// A cookie (RFC 7873).
    case cookie(Cookie)
    /// An extended error (RFC 8914).
    case extendedError(ExtendedError)
    /// So many octets of padding, zeros when written (RFC 7830).
    case padding(length: UInt16)
    /// How long the server keeps an idle TCP connection, in tenths of a second; nil in a query (RFC 7828).
    case tcpKeepalive(timeout: UInt16?)
    /// Any other option, as it came.
    case unknown(code: EDNSOptionCode, octets: [UInt8])

    /// The option's code.
    public var code: EDNSOptionCode {
        switch self {
        case .nsid: .nsid
        case .cookie: .cookie
        case .extendedError: .extendedError
        case .padding: .padding
        case .tcpKeepalive: .tcpKeepalive
        case .unknown(let code, _): code
        }
    }

    /// Reads an option; the reader ends where the OPT record does.
    init(reading reader: inout MessageReader) throws(FormatError) {
        let start = reader.offset
        guard reader.remaining >= 4 else { throw .option(offset: start) }
        let code = EDNSOptionCode(rawValue: try reader.readUInt16())
        let length = try reader.readUInt16()
        guard Int(length) <= reader.remaining else { throw .option(offset: start) }
        let data = Array(copying: try reader.readOctets(Int(length)))
        guard let option = EDNSOption(code: code, octets: data) else { throw .option(offset: start) }
        self = option
    }

    /// The option of that code and data, of 65,535 octets at most; nil when a known code does not allow the data.
    private init?(code: EDNSOptionCode, octets: [UInt8]) {
        switch code {
        case .padding:
            self = .padding(length: UInt16(clamping: octets.count))
        case .nsid:
            self = .nsid(octets)
        case .cookie:
            guard let cookie = Cookie(octets) else { return nil }
            self = .cookie(cookie)
        case .extendedError:
            guard octets.count >= 2 else { return nil }
            let code = ExtendedErrorCode(rawValue: UInt16(octets[0]) << 8 | UInt16(octets[1]))
            self = .extendedError(ExtendedError(code, octets: Array(octets[2...])))
        case .tcpKeepalive:
            guard octets.isEmpty || octets.count == 2 else { return nil }
            self = .tcpKeepalive(timeout: octets.isEmpty ? nil : UInt16(octets[0]) << 8 | UInt16(octets[1]))
        default:
            self = .unknown(code: code, octets: octets)
        }
    }

    /// The octets of the option's data.
    var length: Int {
        switch self {
        case .nsid(let octets), .unknown(_, let octets): octets.count
        case .cookie(let cookie): cookie.client.count + cookie.server.count
        case .extendedError(let error): 2 + error.octets.count
        case .padding(let length): Int(length)
        case .tcpKeepalive(let timeout): timeout == nil ? 0 : 2
        }
    }

    func write(to writer: inout MessageWriter) {
        writer.put(code.rawValue)
        writer.putLengthPrefixed { writer in
            switch self {
            case .nsid(let octets), .unknown(_, let octets):
                writer.put(octets)
            case .cookie(let cookie):
                writer.put(cookie.client)
                writer.put(cookie.server)
            case .extendedError(let error):
                writer.put(error.code.rawValue)
                writer.put(error.octets)
            case .padding(let length):
                writer.put(repeatElement(0, count: Int(length)))
            case .tcpKeepalive(let timeout):
                if let timeout { writer.put(timeout) }
            }
        }
    }
}

extension EDNSOption: CustomStringConvertible {
    /// Code and value, as in `NSID: 6E7331`.
    public var description: String {
        var text = PresentationWriter()
        text.put("\(code): ")
        switch self {
        case .nsid(let octets), .unknown(_, let octets):
            text.putHexadecimal(octets)
        case .cookie(let cookie):
            text.putHexadecimal(cookie.client + cookie.server)
        case .extendedError(let error):
            text.put("\(error.code.rawValue) (\(error.code)) ")
            text.putQuoted(error.octets)
        case .padding(let length):
            text.put("\(length) octets")
        case .tcpKeepalive(let timeout):
            text.put(timeout.map { "\($0 / 10).\($0 % 10) s" } ?? "asked for")
        }
        return text.string
    }
}
