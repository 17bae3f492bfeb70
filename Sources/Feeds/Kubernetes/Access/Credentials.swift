package import Dispatch
import Posix

/// Knows what to show an API server at any time. Belongs to the control queue.
package final class Credentials {
    package typealias Answer = (Result<Authorization, AccessError>) -> Void

    private enum Source {
        case fixed(Authorization)
        case file(TokenFile)
        case plugin(PluginCredential)
    }

    private let origin: String
    private var source: Source

    /// `pluginDeadline`: how long a credential plugin may take.
    package init(
        _ access: ClusterAccess, queue: DispatchQueue, pluginDeadline: DispatchTimeInterval = .seconds(30)
    ) {
        origin = access.origin
        source =
            switch access.credential {
            case .none: .fixed(Authorization())
            case .token(let token): .fixed(.bearer(token))
            case .basic(let user, let password): .fixed(.basic(user: user, password: password))
            case .tokenFile(let path, let fallback): .file(TokenFile(path: path, fallback: fallback))
            case .exec(let plugin):
                .plugin(
                    PluginCredential(plugin, origin: access.origin, queue: queue, deadline: pluginDeadline))
            }
    }

    /// What to show at `now` (monotonic).
    ///
    /// Answers once on the control queue, often before it returns, but after a plugin has run if one must. Nothing is
    /// answered when the credentials go before.
    package func current(at now: UInt64 = MonotonicClock.now(), _ answer: @escaping Answer) {
        switch source {
        case .fixed(let authorization): answer(.success(authorization))
        case .plugin(let plugin): plugin.current(at: now, answer)
        case .file(var file):
            let token = Result { () throws(TokenFile.Failure) in try file.token() }
            source = .file(file)
            answer(
                token.map { .bearer($0) }
                    .mapError { AccessError(origin: origin, message: "no token to show: \($0.reason)") })
        }
    }

    /// The server did not take `authorization` (401): what is kept of it is worth nothing.
    ///
    /// What has replaced it since then stays: two watches may be refused at the same time.
    package func refused(_ authorization: Authorization) {
        switch source {
        case .fixed: return
        case .plugin(let plugin): plugin.refused(authorization)
        case .file(var file):
            file.refuse(authorization)
            source = .file(file)
        }
    }
}
