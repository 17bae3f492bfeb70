package import Posix

/// Why a feed cannot start.
package enum FeedError: Error, Hashable, Sendable {
    /// The directory of manifests at `path` is not there, or cannot be read or watched.
    case directory(path: String, SystemError)
    /// How to reach the cluster cannot be made out.
    case access(AccessError)
    /// There is no way to ask anything of anybody.
    case client(HTTPFailure)
}

extension FeedError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .directory(let path, let error): "cannot follow the manifests in \(path): \(error)"
        case .access(let error): "cannot follow the cluster: \(error)"
        case .client(let failure): "cannot follow the cluster: \(failure)"
        }
    }
}
