import TestSupport
import Testing

@testable import ClusterSet

struct PlaceIndexTests {
    @Test("A place is found at its hash until it is removed, however many share it", arguments: 0..<16)
    func model(seed: UInt64) {
        var random = SplitMix(state: seed)
        var index = PlaceIndex()
        var model: [UInt32: UInt32] = [:]
        // Few hashes, many of them at the end of the slots.
        let hashes: [UInt32] = [0, 1, .max, .max - 1, .max / 2, 0x1234_5678]
        for step in 0..<2000 {
            let grows = step % 1000 < 600
            if Int.random(in: 0..<10, using: &random) < (grows ? 8 : 2) {
                let place = UInt32(step)
                model[place] =
                    Bool.random(using: &random) ? hashes.randomElement(using: &random) : random.word32
                index.insert(place, at: model[place] ?? 0)
            } else if let (place, hash) = model.randomElement(using: &random) {
                index.remove(place, at: hash)
                model[place] = nil
            }
        }
        #expect(index.count == model.count)
        #expect(Set(index.places) == Set(model.keys))
        for (place, hash) in model {
            #expect(index.first(at: hash) { $0 == place } == place)
            #expect(index.first(at: hash &+ 7) { $0 == place } == nil)
        }
        for (place, hash) in model { index.remove(place, at: hash) }
        #expect(index.count == 0)
        #expect(index.places.isEmpty)
    }

    @Test("A search is as short among 100,000 places as among 1,000", arguments: [1_000, 100_000])
    func searches(count: Int) {
        var random = SplitMix(state: 7)
        var index = PlaceIndex()
        for place in 0..<count { index.insert(UInt32(place), at: random.word32) }
        #expect(index.longestSearch < 300)
    }

    @Test("A place that was never there is not removed")
    func absence() {
        var index = PlaceIndex()
        index.remove(1, at: 5)
        index.insert(1, at: 5)
        index.remove(2, at: 5)
        index.remove(1, at: 6)
        #expect(index.places == [1])
    }
}

extension SplitMix {
    fileprivate var word32: UInt32 { mutating get { UInt32(truncatingIfNeeded: next()) } }
}
