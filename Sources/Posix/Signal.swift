import Glibc

/// The numbers of the signals that this program knows.
package enum Signal {
    /// SIGTERM.
    package static let terminate = SIGTERM
    /// SIGINT.
    package static let interrupt = SIGINT
    /// SIGQUIT.
    package static let quit = SIGQUIT
    /// SIGUSR1.
    package static let user1 = SIGUSR1
    /// SIGHUP.
    package static let hangUp = SIGHUP
    /// SIGPIPE.
    package static let brokenPipe = SIGPIPE
}
