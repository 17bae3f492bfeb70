/// The server's name and version, as `-version`, `chaos` and the start-up lines show them.
enum Version {
    /// Name and version in one word.
    static let name = "ClusterSetDNS-0.1.0"

    /// Two lines: name, then platform and language, where CoreDNS shows Go's.
    static let banner = "\(name)\n\(system)/\(architecture), \(language)"

    private static let system = "linux"

    private static var architecture: String {
        #if arch(arm64)
            "arm64"
        #else
            "amd64"
        #endif
    }

    static var language: String {
        #if compiler(>=6.4)
            "swift6.4"
        #else
            "swift6.3"
        #endif
    }
}
