import Testing

struct LayoutTests {
    @Test("The root holds what ARCHITECTURE.md names, and nothing else")
    func root() {
        let named: Set = [
            "ARCHITECTURE.md", "Benchmarks", "CHANGELOG.md", "CONTRIBUTING.md", "Corefile.example",
            "Examples",
            "Fuzz", "LICENSE", "Makefile", "Models", "Package.swift", "README.md", "SECURITY.md", "Sources",
            "Tests", "deploy", "docs", "scripts",
        ]
        #expect(Set(SourceTree.entries()).subtracting(["Package.resolved"]).subtracting(named) == [])
    }

    @Test("No file of code is longer than 400 lines")
    func files() {
        let long = [".swift", ".c", ".cpp", ".h"].flatMap { ending in
            SourceTree.files(in: ["Sources", "Tests", "Benchmarks", "Fuzz"], ending: ending)
                .filter { $0.lines.count > 401 }
        }
        #expect(long.map { "\($0.path): \($0.lines.count - 1) lines" } == [])
    }

    @Test("Nothing is left for later in the code")
    func nothingLeftForLater() {
        let pattern = /\b(TO(?:)DO|FIX(?:)ME|XX(?:)X|HA(?:)CK)\b/
        let findings = SourceTree.files(in: ["Sources", "Tests", "Benchmarks", "Fuzz"], ending: ".swift")
            .flatMap { $0.mentions(of: pattern) }
        #expect(findings == [])
    }

    @Test("No file names a path of the machine it was written on")
    func noMachinePaths() {
        let pattern = /(^|[^A-Za-z0-9_.])\/(?:work|home|root|opt\/swift)\//
        #expect(SourceTree.files.flatMap { $0.mentions(of: pattern) } == [])
    }
}
