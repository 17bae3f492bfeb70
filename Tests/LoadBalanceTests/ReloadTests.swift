import Answering
import Corefile
import DNSWire
import Dispatch
import Posix
import TestSupport
import Testing

@testable import ClusterSetDNS

@Suite("A weight file that is followed")
struct ReloadTests {
    private let log = LogLines()

    private func weights(_ file: WeightFile) -> CurrentWeights {
        let found = Result { () throws(WeightFileError) in try file.read() }
        return CurrentWeights(file, found: found, logger: log.logger)
    }

    private func table(_ text: String) throws -> WeightTable {
        try WeightTable(parsing: Array(text.utf8), file: "")
    }

    @Test("is read again when its time has come, without a query or a signal")
    func timer() throws {
        let file = File("a.\n10.0.0.1 255\n")
        let plan = try #require(block("loadbalance weighted \(file.path) {\n reload 1ms\n}"))
        let order = try #require(plan.addressOrder.start(log.logger))
        let list = "10.0.0.1 10.0.0.2"
        #expect(order.order(list, of: "a.", random: 1 << 31) == list)
        file.write("a.\n10.0.0.2 255\n")
        wait(for: "the new weights") { order.order(list, of: "a.", random: 1 << 31) != list }
        #expect(order.order(list, of: "a.", random: 1 << 31) == "10.0.0.2 10.0.0.1")
    }

    @Test("is no longer read when the last server block that had it is gone")
    func end() throws {
        let file = File("a.\n10.0.0.1 255\n")
        weak var weights: CurrentWeights?
        do {
            let followed = self.weights(
                WeightFile(path: file.path, interval: .init(nanoseconds: 1_000_000)))
            weights = followed
            let order = BalancedOrder(weights: followed, preferred: [])
            #expect(order.order("10.0.0.1", of: "a.") == "10.0.0.1")
        }
        // Dispatch lets go of a timer's handler in its own time.
        wait(for: "the end of the weights") { weights == nil }
        #expect(weights == nil)
    }

    @Test("keeps its last weights while it is malformed, and says so once")
    func malformed() throws {
        let file = File("a.\n10.0.0.1 2\n")
        let weights = weights(WeightFile(path: file.path))
        file.write("a.\n10.0.0.1 0\n")
        for _ in 0..<3 { weights.refresh() }
        #expect(weights.table == (try table("a.\n10.0.0.1 2\n")))
        let complaint = "error wrong weight value:\"0\" in weight file \(file.path)"
        #expect(log.all == [complaint])
        file.write("a.\n10.0.0.1 3\n")
        for _ in 0..<3 { weights.refresh() }
        #expect(weights.table == (try table("a.\n10.0.0.1 3\n")))
        #expect(log.all == [complaint, "info Successfully reloaded weight file \(file.path)"])
        file.write("a.\n10.0.0.1 0\n")
        weights.refresh()
        #expect(log.all.count == 3)
        #expect(log.all.last == complaint)
    }

    @Test("keeps its last weights while it is away, and says so once")
    func away() throws {
        let file = File("a.\n10.0.0.1 2\n")
        let weights = weights(WeightFile(path: file.path))
        file.remove()
        for _ in 0..<3 { weights.refresh() }
        #expect(weights.table == (try table("a.\n10.0.0.1 2\n")))
        let complaint = "error weight file open error file=\(file.path) reason=no such file"
        #expect(log.all == [complaint])
        file.write("a.\n10.0.0.1 2\n")
        weights.refresh()
        #expect(log.all == [complaint, "info Successfully reloaded weight file \(file.path)"])
    }

    @Test("is taken as soon as it is there")
    func late() throws {
        let file = File(nil)
        let weights = weights(WeightFile(path: file.path))
        #expect(weights.table == WeightTable())
        weights.refresh()
        #expect(log.all == [])
        file.write("a.\n10.0.0.1 2\n")
        weights.refresh()
        #expect(weights.table == (try table("a.\n10.0.0.1 2\n")))
        #expect(log.all == ["info Successfully reloaded weight file \(file.path)"])
    }

    @Test("is not told of when only its comments change")
    func comments() throws {
        let file = File("a.\n10.0.0.1 2\n")
        let weights = weights(WeightFile(path: file.path))
        file.write("# two\na.\n10.0.0.1 2\n")
        weights.refresh()
        #expect(log.all == [])
    }

    @Test("may be looked at as seldom as a duration can say")
    func seldom() throws {
        let file = File("a.\n10.0.0.1 2\n")
        let weights = weights(WeightFile(path: file.path, interval: .init(nanoseconds: .max)))
        #expect(BalancedOrder(weights: weights, preferred: []).order("10.0.0.1", of: "a.") == "10.0.0.1")
    }
}
