import ClusterSet
import TestSupport
import Testing

@testable import Feeds

struct KubernetesLogTests {
    private let lines = LogLines()
    private let log: KubernetesLog
    private let imports = APIResource(kind: .serviceImports)
    private let slices = APIResource(kind: .endpointSlices)
    private let second: UInt64 = 1_000_000_000

    init() { log = KubernetesLog(logger: lines.logger) }

    private func remark(_ name: String, at time: UInt64) {
        let id = ObjectName(namespace: "shop", name: name)
        log.remark("ServiceImport shop/\(name): no spec", on: id, of: imports, now: time)
    }

    @Test("What is wrong with an object is said once")
    func once() {
        for time in 10..<20 { remark("web", at: UInt64(time) * second) }
        #expect(
            lines.all == ["error ServiceImport shop/web: no spec objects=shop/web resource=serviceimports"])
    }

    @Test("Many objects that are wrong are a line a second, which counts them and names a few")
    func flood() {
        for number in 0..<5000 { remark("web-\(number)", at: 10 * second) }
        log.report(nil, of: imports, isSynced: true, now: 10 * second + second / 2)
        #expect(lines.all.count == 1)
        log.report(nil, of: imports, isSynced: true, now: 11 * second)
        log.report(nil, of: imports, isSynced: true, now: 13 * second)
        let names = (1...10).map { "shop/web-\($0)" }.joined(separator: " ")
        #expect(
            lines.all.dropFirst() == [
                "error 4999 more serviceimports cannot be used as they are objects=\(names) resource=serviceimports"
            ])
    }

    @Test("An obstacle is said when it comes and when it has gone, and what is the whole server's only once")
    func obstacles() {
        for time in 10..<13 {
            log.report(.unreachable("refused"), of: imports, isSynced: true, now: UInt64(time) * second)
            log.report(.unreachable("refused"), of: slices, isSynced: true, now: UInt64(time) * second)
        }
        log.report(nil, of: imports, isSynced: true, now: 20 * second)
        log.report(nil, of: slices, isSynced: true, now: 20 * second)
        #expect(
            lines.all == [
                "warning refused; what was known last is served on", "notice the cluster is followed again",
            ])
    }

    @Test("Obstacles that take turns are a line a second, and the last of them is said")
    func turns() {
        for tenth in 0..<20 {
            let obstacle = tenth.isMultiple(of: 2) ? Obstacle.notServed : .forbidden("no")
            log.report(obstacle, of: imports, isSynced: true, now: 10 * second + UInt64(tenth) * second / 10)
        }
        #expect(lines.all.count == 2)
        log.report(.malformed("line 1"), of: imports, isSynced: true, now: 12 * second - 1)
        log.report(.malformed("line 1"), of: imports, isSynced: true, now: 13 * second)
        #expect(lines.all.last?.contains("cannot be read: line 1") == true)
    }

    @Test("How stale what is served is is said after ten seconds, and then ever more rarely")
    func stale() {
        for second in 0..<3600 { log.stale(seconds: Double(second)) }
        #expect(lines.all.map { $0.split(separator: "=").last } == ["10", "60", "360", "2160"])
        log.stale(seconds: 0)
        log.stale(seconds: 10)
        #expect(lines.all.count == 5)
    }
}
