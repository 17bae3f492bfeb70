/// Who to be at an API server. Client certificates are in `TLSSettings`, or come from a plugin.
package enum Credential: Hashable, Sendable {
    /// Nobody, or who the client certificate says.
    case none
    case token(Secret)
    /// The token in a file, which others replace; until it can be read, `fallback`.
    case tokenFile(path: String, fallback: Secret?)
    case basic(user: String, password: Secret)
    /// What another program says.
    case exec(ExecPlugin)
}
