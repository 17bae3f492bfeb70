import Posix
import Transport

/// The files that a `tls` stanza names, and what else it says.
struct CertificateFiles: Hashable, Sendable {
    /// The most octets of a file.
    private static let largestFile = 1 << 20

    var certificate: String
    var key: String
    /// Who vouches for clients; nil: whom the system trusts.
    var authorities: String?
    var clientAuthentication = TLSConfiguration.ClientAuthentication.none
    var keyLog: String?

    /// The directories that the files are in, each once.
    var directories: Set<String> {
        Set(
            [certificate, key, authorities].compactMap { $0 }.map { path in
                guard let slash = path.lastIndex(of: "/") else { return "." }
                return slash == path.startIndex ? "/" : String(path[..<slash])
            })
    }

    /// What stands in the files now.
    func read() throws(CertificateError) -> TLSConfiguration {
        var configuration: TLSConfiguration
        do throws(Unreadable) {
            configuration = TLSConfiguration(chain: try Self.read(certificate), key: try Self.read(key))
        } catch {
            throw CertificateError(description: "could not load TLS cert: \(error.reason)")
        }
        do throws(Unreadable) {
            if let authorities { configuration.authorities = try Self.read(authorities) }
        } catch {
            throw CertificateError(description: "error reading \(authorities ?? ""): \(error.reason)")
        }
        configuration.clientAuthentication = clientAuthentication
        configuration.keyLog = keyLog
        return configuration
    }

    /// A context of what stands in the files now.
    func load() throws(CertificateError) -> TLSContext { try context(of: try read()) }

    /// A context of what stood in the files.
    func context(of configuration: TLSConfiguration) throws(CertificateError) -> TLSContext {
        do throws(TLSError) {
            return try TLSContext(configuration)
        } catch {
            switch error {
            case .noAuthorities:
                throw CertificateError(description: "\(error)" + (authorities.map { " from \($0)" } ?? ""))
            case .keyLog:
                throw CertificateError(description: "\(error)")
            default:
                throw CertificateError(description: "could not load TLS cert: \(error)")
            }
        }
    }

    private struct Unreadable: Error {
        let reason: String
    }

    private static func read(_ path: String) throws(Unreadable) -> [UInt8] {
        do throws(SystemError) {
            if let octets = try RegularFile.read(path, atMost: largestFile) { return octets }
        } catch {
            throw Unreadable(reason: "\(error)")
        }
        throw Unreadable(reason: "open \(path): no such file or directory")
    }
}

/// Why a certificate is not used, in CoreDNS's words.
struct CertificateError: Error, Hashable, CustomStringConvertible {
    let description: String
}
