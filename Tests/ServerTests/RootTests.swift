import TestSupport
import Testing

@testable import ClusterSetDNS

struct RootTests {
    @Test(
        "A relative path of a block begins at its root, whatever its final slash",
        arguments: ["/srv", "/srv/"])
    func root(path: String) throws {
        let block = try #require(plan(". {\nwhoami\nroot \(path)\n}").plan.blocks.first)
        #expect(block.resolve("a/b") == "/srv/a/b")
        #expect(block.resolve("/a/b") == "/a/b")
    }

    @Test("Without a root it is left as it is")
    func noRoot() throws {
        #expect(try #require(plan(". {\nwhoami\n}").plan.blocks.first).resolve("a/b") == "a/b")
    }

    @Test("A certificate and a weight file are looked for there")
    func files() {
        let errors = errors(
            of: "tls://. {\ntls a b\nloadbalance weighted w {\nreload 0s\n}\nroot /nowhere\nwhoami\n}")
        #expect(errors.count == 2)
        #expect(errors.contains { $0.contains("/nowhere/a") })
    }

    @Test("A root that is not there is said, and one without a path is an error")
    func missing() {
        #expect(
            plan(". {\nroot /nowhere\n}").plan.notices.map(\.text) == [
                "Root path does not exist: /nowhere"
            ])
        #expect(plan(". {\nroot /\n}").plan.notices == [])
        #expect(
            errors(of: ". {\nroot\n}") == [
                "plugin/root: Corefile:2 - Error during parsing: "
                    + "Wrong argument count or unexpected line ending after 'root'"
            ])
    }
}
