import Posix

/// What a text in PEM holds (RFC 7468), looked at only so far that an error can name its file.
enum PEM {
    case certificates
    case privateKey

    /// Why a file is of no use.
    struct Failure: Error {
        /// Completes the word `expected`.
        var expectation: String
    }

    /// The most octets a file may have; the system's own list of authorities has a quarter of a mebibyte.
    private static let largestFile = 4 << 20

    var noun: String {
        switch self {
        case .certificates: "a certificate in PEM"
        case .privateKey: "a private key in PEM"
        }
    }

    /// Whether `octets` hold it.
    func isIn(_ octets: [UInt8]) -> Bool {
        let text = String(decoding: octets, as: UTF8.self)
        return switch self {
        case .certificates:
            text.contains("-----BEGIN CERTIFICATE-----")
                || text.contains("-----BEGIN TRUSTED CERTIFICATE-----")
        case .privateKey: text.contains("PRIVATE KEY-----")
        }
    }

    /// The content of the file at `path`.
    func read(_ path: String) throws(Failure) -> [UInt8] {
        let octets: [UInt8]?
        do throws(SystemError) {
            octets = try RegularFile.read(path, atMost: PEM.largestFile)
        } catch {
            throw failure("\(error)")
        }
        guard let octets else { throw failure("\(path) is not there, or is no file") }
        guard isIn(octets) else { throw failure("\(path) holds none") }
        return octets
    }

    private func failure(_ reason: String) -> Failure {
        Failure(expectation: "a file with \(noun): \(reason)")
    }
}
