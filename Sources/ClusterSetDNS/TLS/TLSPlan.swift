import Transport

/// What a `tls` stanza comes to: the files, and what was made of them when the Corefile was read.
struct TLSPlan: Sendable {
    let files: CertificateFiles
    let context: TLSContext
}
