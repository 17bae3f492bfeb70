import Posix
import Transport

/// What a Corefile comes to for streams.
extension ServerPlan {
    /// How long clients of `address` may take: of each time, what the last of its blocks says that says anything.
    func timeouts(at address: SocketAddress) -> StreamTimeouts.Values {
        var values = StreamTimeouts.Values()
        for binding in bindings where binding.address == address {
            let own = blocks[binding.block].timeouts
            values.read = own.read ?? values.read
            values.write = own.write ?? values.write
            values.idle = own.idle ?? values.idle
        }
        return values
    }
}
