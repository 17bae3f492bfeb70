import Corefile
import Posix

/// Where weights are read, and how often.
struct WeightFile: Hashable, Sendable {
    /// The most octets of the file.
    private static let largestFile = 16 << 20

    let path: String
    /// From one look at the file to the next; zero: only at the start and when the Corefile is read again.
    var interval = GoDuration(nanoseconds: 30_000_000_000)

    /// The path as it stands in messages.
    var printablePath: String { String(path.goQuoted.dropFirst().dropLast()) }

    /// The weights that stand in the file now.
    func read() throws(WeightFileError) -> WeightTable {
        let octets: [UInt8]?
        do throws(SystemError) {
            octets = try RegularFile.read(path, atMost: Self.largestFile)
        } catch {
            throw .unreadable(reason: error.description)
        }
        guard let octets else { throw .unreadable(reason: "no such file") }
        return try WeightTable(parsing: octets, file: printablePath)
    }
}

/// Why there are no weights, in CoreDNS's words.
enum WeightFileError: Error, Hashable, CustomStringConvertible {
    case unreadable(reason: String)
    case malformed(String)

    var description: String {
        switch self {
        case .unreadable: "weight file open error"
        case .malformed(let text): text
        }
    }
}
