import Testing

/// The arrows of ARCHITECTURE.md: what each module may import.
private let allowedImports: [String: Set<Substring>] = [
    "DNSWire": [],
    "Corefile": [],
    "Metrics": ["Synchronization"],
    "RecordStore": ["DNSWire", "Synchronization"],
    "Answering": ["DNSWire", "RecordStore", "Synchronization"],
    "ClusterSet": ["DNSWire", "RecordStore", "Answering"],
    "Posix": ["CPosix", "Glibc", "Dispatch", "Synchronization"],
    "Transport": [
        "Posix", "Dispatch", "Answering", "RecordStore", "Logging", "Synchronization", "CMicroHTTPD",
        "COpenSSL",
    ],
    "Feeds": [
        "Posix", "Dispatch", "Metrics", "ClusterSet", "CCurl", "CSimdJSON", "CYAML", "Logging",
        "Synchronization",
    ],
    "ClusterSetDNS": [
        "DNSWire", "Corefile", "Metrics", "RecordStore", "Answering", "ClusterSet", "Posix", "Transport",
        "Feeds",
        "ArgumentParser", "Logging", "Dispatch", "Glibc", "Synchronization",
    ],
]

/// Modules of C headers: nothing in them imports.
private let headerModules: Set<Substring> = [
    "CPosix", "CCurl", "CSimdJSON", "CYAML", "CMicroHTTPD", "COpenSSL",
]

struct ImportTests {
    @Test(
        "A module imports only what the architecture draws an arrow to",
        arguments: allowedImports.keys.sorted())
    func arrows(module: String) throws {
        let allowed = try #require(allowedImports[module])
        let files = SourceTree.sources.filter { $0.module == module }
        #expect(!files.isEmpty)
        let findings = files.flatMap { file in
            file.lines.indices
                .filter { importedModule(in: file.code[$0]).map { !allowed.contains($0) } ?? false }
                .map { file.finding(at: $0) }
        }
        #expect(findings == [])
    }

    @Test("Every module stands in the table of arrows")
    func everyModuleIsKnown() {
        let known = headerModules.union(allowedImports.keys.map { Substring($0) })
        #expect(Set(SourceTree.entries(of: "Sources").map { Substring($0) }) == known)
    }

    @Test("Tests and benchmarks do without Foundation")
    func noFoundation() {
        let findings = SourceTree.files(in: ["Tests", "Benchmarks", "Fuzz"], ending: ".swift")
            .flatMap { $0.findings(of: /^\s*([a-z@]+ )*import Foundation/) }
        #expect(findings == [])
    }

    @Test(
        "An import line names its module",
        arguments: [
            ("import Glibc", "Glibc"), ("package import DNSWire", "DNSWire"),
            ("@testable import Answering", "Answering"), ("import struct Posix.Socket", "Posix"),
            ("let importance = 1", nil),
        ] as [(String, Substring?)])
    func importLine(line: String, module: Substring?) {
        #expect(importedModule(in: line) == module)
    }
}

/// The module that `line` imports, if it is an import.
private func importedModule(in line: String) -> Substring? {
    line.firstMatch(
        of: /^\s*(?:[@a-z]+ )*import (?:(?:struct|class|enum|protocol|func|var|let|typealias) )?(\w+)/)?
        .output.1
}
