import TestSupport
import Testing

@testable import ClusterSet

struct ServicePoolTests {
    @Test("Every service stays what it is while others come, change and go", arguments: 0..<4)
    func model(seed: UInt64) {
        var random = SplitMix(state: seed)
        var pool = ServicePool()
        var model: [UInt32: String] = [:]
        for _ in 0..<3000 {
            let name = Self.name(using: &random)
            switch model.keys.randomElement(using: &random) {
            case let place? where Bool.random(using: &random):
                if Bool.random(using: &random), pool.replace(place, with: Self.packed(name)) {
                    model[place] = name
                } else {
                    pool.remove(place)
                    model[place] = nil
                }
            default:
                let place = pool.insert(Self.packed(name))
                #expect(model.updateValue(name, forKey: place) == nil)
            }
        }
        for (place, name) in model {
            let read = pool.read(place) { $0.name }
            #expect(read == name)
        }
    }

    @Test("The room of what went is used again")
    func reuse() {
        var pool = ServicePool()
        let first = pool.insert(Self.packed("db"))
        _ = pool.insert(Self.packed("web"))
        pool.remove(first)
        let next = pool.insert(Self.packed("api"))
        #expect(next == first)
    }

    @Test("A pool is wasteful once most of it is free, and no longer when it is used again")
    func waste() {
        var pool = ServicePool()
        let places = (0..<400).map { _ in pool.insert(Self.packed(String(repeating: "a", count: 8000))) }
        #expect(!pool.isWasteful)
        for place in places.dropFirst(100) { pool.remove(place) }
        #expect(pool.isWasteful)
        for _ in 0..<250 { _ = pool.insert(Self.packed(String(repeating: "b", count: 8000))) }
        #expect(!pool.isWasteful)
    }

    private static func packed(_ name: String) -> [UInt8] {
        PackedService.octets(of: Service(kind: .headless), named: name)
    }

    /// Nearly always short, now and then longer than a page.
    private static func name(using random: inout SplitMix) -> String {
        let isLong = Int.random(in: 0..<200, using: &random) == 0
        let lengths = isLong ? [20_000, 65_530, 90_000] : [8, 20, 125, 300]
        let length = lengths.randomElement(using: &random) ?? 8
        return String(repeating: ["a", "b", "c"].randomElement(using: &random) ?? "a", count: length)
    }
}
