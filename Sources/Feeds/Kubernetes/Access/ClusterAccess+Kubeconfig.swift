import Posix

extension ClusterAccess {
    /// What the kubeconfig at `path` says of `context`; nil: of its current context.
    package static func kubeconfig(_ path: String, context: String?) throws(AccessError) -> ClusterAccess {
        let octets: [UInt8]?
        do throws(SystemError) {
            octets = try RegularFile.read(path, atMost: Kubeconfig.largestFile)
        } catch {
            throw AccessError(origin: "kubeconfig \(path)", message: "\(error)")
        }
        guard let octets else {
            throw AccessError(origin: "kubeconfig \(path)", message: "it is not there, or is no file")
        }
        var chosen: String?
        do throws(YAMLError) {
            let kubeconfig = try Kubeconfig(octets.span, path: path)
            let context = try kubeconfig.context(named: context)
            chosen = context.name
            return try kubeconfig.access(in: context)
        } catch {
            throw AccessError(error, in: path, context: chosen)
        }
    }
}
