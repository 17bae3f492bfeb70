import ClusterSet
import Testing

@testable import Feeds

let second: UInt64 = 1_000_000_000
let webImport = ServiceImport(
    id: ObjectName(namespace: "shop", name: "web"), kind: .clusterSetIP, ips: ["10.0.0.1"], ports: [])

func web(_ version: Int, uid: String = "u") -> WatchedObject {
    WatchedObject(
        id: webImport.id, uid: uid, resourceVersion: "\(version)", content: .serviceImport(webImport))
}

func watchedSlice(_ version: Int) -> WatchedObject {
    let id = ObjectName(namespace: "shop", name: "web-1")
    let slice = EndpointSlice(id: id, service: "web", cluster: nil, endpoints: [], ports: [])
    return WatchedObject(id: id, uid: "u", resourceVersion: "\(version)", content: .endpointSlice(slice))
}

/// A reflector and the clock it is told.
struct Script {
    var reflector: Reflector
    var now: UInt64 = second

    init(_ kind: ObjectKind, namespaces: Set<String>? = nil, streams: Bool = true) {
        reflector = Reflector(kind: kind, namespaces: namespaces, seed: 1)
        reflector.start(now: now)
        if !streams { _ = end(.status(code: 422, message: "no streams", retryAfter: nil)) }
    }

    mutating func versions(_ versions: String...) { reflector.take(versions: versions, now: now) }

    mutating func event(_ event: WatchEvent) -> [Change] { reflector.take(event, now: now) }

    mutating func bookmark(_ version: String, isInitialEnd: Bool = false) -> [Change] {
        event(.bookmark(resourceVersion: version, isInitialEnd: isInitialEnd))
    }

    mutating func page(next: String?, version: String = "5") -> [Change] {
        reflector.take(ListPage(objects: [], continuation: next, resourceVersion: version), now: now)
    }

    mutating func end(_ ending: Reflector.Ending) -> [Change] { reflector.ended(ending, now: now) }

    /// Lets the deadline pass.
    mutating func expire() {
        now = reflector.deadline
        _ = reflector.expired(now: now)
    }

    /// Passes the wait that is due.
    mutating func wait() {
        #expect(reflector.request == nil)
        expire()
    }

    /// Everything there is has been told, up to `version`.
    mutating func sync(at version: String) {
        #expect(reflector.request == .stream)
        _ = bookmark(version, isInitialEnd: true)
        #expect(reflector.isSynced)
    }
}
