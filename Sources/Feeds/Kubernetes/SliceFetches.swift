import ClusterSet
import Dispatch
import Posix

/// Gets the slices of services again, of a few services at a time: all of a cluster's may turn headless at once. (Control queue
/// only.)
final class SliceFetches {
    /// Takes the slices of a service, and since when they are wanted.
    typealias Delivery = (ObjectName, [EndpointSlice], UInt64) -> Void

    private static let mostAtOnce = 4

    private let begin: (ObjectName, @escaping ([EndpointSlice]) -> Void) -> SliceFetch
    private let deliver: Delivery
    private var running: [ObjectName: SliceFetch] = [:]
    private var waiting: Set<ObjectName> = []
    /// By the monotonic clock.
    private var wantedSince: [ObjectName: UInt64] = [:]

    init(
        from server: APIServer, usesPodNames: Bool, timings: ReflectorTimings, on queue: DispatchQueue,
        deliver: @escaping Delivery
    ) {
        self.deliver = deliver
        begin = { service, done in
            SliceFetch(
                of: service, at: server, usesPodNames: usesPodNames, timings: timings, on: queue,
                deliver: done)
        }
    }

    /// Gets what the slices of `service` are from now on: an answer under way may be older than that.
    func get(_ service: ObjectName) {
        running[service] = nil
        wantedSince[service] = wantedSince[service] ?? MonotonicClock.now()
        waiting.insert(service)
        beginSome()
    }

    private func beginSome() {
        while running.count < Self.mostAtOnce, let service = waiting.popFirst() {
            running[service] = begin(service) { [weak self] slices in
                guard let self else { return }
                self.running[service] = nil
                let since = self.wantedSince.removeValue(forKey: service) ?? MonotonicClock.now()
                self.deliver(service, slices, since)
                self.beginSome()
            }
        }
    }
}
