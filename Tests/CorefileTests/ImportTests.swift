import Corefile
import Testing

@Suite("An import of files")
struct ImportTests {
    @Test(
        "puts their content in its place, as seen from the file that imports",
        arguments: [
            ("import conf/a", "|a.org|\n errors"),
            ("import ./conf//../conf/a", "|a.org|\n errors"),
            ("import /etc/b", "|b.org|\n log\n  class all"),
            ("import conf/*.conf", "|one.org|\n|two.org|\n whoami"),
            ("import conf/?.conf", "|one.org|"),
            (". {\n import lines\n whoami\n}", "|.|\n errors\n log\n whoami"),
            (". {\n log {\n import /etc/classes\n }\n}", "|.|\n log\n  class all"),
            (".\nimport lines", "|.|\n errors\n log"),
            ("import snippets\n. {\n import s\n}", "|.|\n errors\n log"),
            ("(lines) {\n whoami\n}\n. {\n import lines\n}", "|.|\n whoami"),
            ("import keys\nwhoami", "|a.org|b.org|\n whoami"),
            (". {\n import empty\n log\n}", "|.|\n log"),
            (". {\n import lines\n import lines\n}", "|.|\n errors\n log\n errors\n log"),
            // Each of the files may import the others of the same glob.
            (". {\n import each/*\n}", "|.|\n second\n first\n second"),
        ])
    func content(text: String, expected: String) throws {
        let files = [
            "conf/a": "a.org {\n import sub/lines\n}", "conf/sub/lines": "errors",
            "/etc/b": "b.org {\n log {\n import classes\n }\n}", "/etc/classes": "class all",
            "conf/1.conf": "one.org {\n}", "conf/22.conf": "two.org {\n whoami\n}",
            "lines": "errors\nlog", "snippets": "(s) {\n import lines\n}", "keys": "a.org, b.org",
            "empty": "# c",
            "each/1": "import 2\nfirst", "each/2": "second",
        ]
        let document = try read(text, files: files)
        #expect(outline(document) == expected)
        #expect(document.warnings.isEmpty)
    }

    @Test("that match nothing is a warning if there is a wildcard")
    func emptyGlob() throws {
        let document = try read(". {\n import conf.d/*.conf\n whoami\n}")
        #expect(outline(document) == "|.|\n whoami")
        #expect(document.warnings.map(\.text) == ["No files matching import glob pattern: conf.d/*.conf"])
        #expect(document.warnings.map(\.place) == [Place(file: "Corefile", line: 2, column: 9)])
    }

    @Test("gives their tokens their own places")
    func places() throws {
        let document = try read("import a", files: ["a": "\n a.org {\n}"])
        #expect(document.blocks.first?.place == Place(file: "a", line: 2, column: 2))
    }

    @Test("reads each of them once")
    func readOnce() throws {
        final class Count { var value = 0 }
        let reads = Count()
        let surroundings = Surroundings(
            read: { _ throws(Surroundings.Unreadable) in
                reads.value += 1
                return Array("whoami".utf8)
            },
            glob: { [$0] },
            environment: { _ in nil })
        let text = ". {\n" + String(repeating: "import a\n", count: 50) + "}"
        let document = try Document(parsing: Array(text.utf8), file: "Corefile", in: surroundings)
        #expect(document.blocks.first?.stanzas.count == 50)
        #expect(reads.value == 1)
    }
}
