package import Posix

/// Why a feed cannot start.
package enum FeedError: Error, Hashable, Sendable {
    /// The directory of manifests at `path` is not there, or cannot be read or watched.
    case directory(path: String, SystemError)
}

extension FeedError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .directory(let path, let error): "cannot follow the manifests in \(path): \(error)"
        }
    }
}
