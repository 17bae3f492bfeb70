import Corefile
import Transport

/// `tls CERT KEY [CA] { client_auth MODE; keylog FILE }`: what the block's `tls://` zones are served with.
struct TLSDirective: Directive {
    static let name = "tls"
    static let handlesQueries = false

    private let stanza: Stanza
    private let files: CertificateFiles

    init(_ stanza: Stanza) throws(CorefileError) {
        self.stanza = stanza
        guard 2...3 ~= stanza.arguments.count else {
            // CoreDNS says its name twice here.
            throw stanza.argumentCountError().within(Self.name)
        }
        let paths = stanza.arguments.map(\.text)
        var files = CertificateFiles(
            certificate: paths[0], key: paths[1], authorities: paths.count > 2 ? paths[2] : nil)
        for property in stanza.properties {
            switch property.name.text {
            case "client_auth":
                let argument = try property.argument()
                guard let mode = TLSConfiguration.ClientAuthentication(rawValue: argument.text) else {
                    throw property.error(at: argument, "unknown authentication type '\(argument.text)'")
                }
                files.clientAuthentication = mode
            case "keylog":
                files.keyLog = try property.argument().text
            case let word:
                throw property.error(at: property.name, "unknown option '\(word)'")
            }
        }
        self.files = files
    }

    func apply(to block: inout BlockPlan) throws(CorefileError) {
        guard block.tls == nil else {
            throw stanza.error(at: stanza.name, "TLS already configured for this server instance")
                .within(Self.name)
        }
        var files = files
        files.certificate = block.resolve(files.certificate)
        files.key = block.resolve(files.key)
        files.authorities = files.authorities.map(block.resolve)
        do throws(CertificateError) {
            block.tls = TLSPlan(files: files, context: try files.load())
        } catch {
            throw stanza.plainError(at: stanza.name, "\(error)")
        }
    }
}
