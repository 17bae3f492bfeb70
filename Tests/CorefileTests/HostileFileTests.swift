import Corefile
import TestSupport
import Testing

/// Whatever a file holds, reading it ends soon, in a document or in an error with a place.
@Suite("A hostile Corefile", .timeLimit(.minutes(10)))
struct HostileFileTests {
    @Test("ends in an error", arguments: cases)
    func ends(file: Hostile) throws {
        let error = try #require(refusal(file.text(), files: HostileFileTests.files))
        #expect(error.explanation.contains(file.ending))
        #expect(error.explanation.contains("\(error.place.file):\(error.place.line)"))
    }

    @Test("of many snippets, each importing the last, is read")
    func chain() throws {
        var text = "(s0) {\n whoami\n}\n"
        for i in 1..<5_000 { text += "(s\(i)) {\n import s\(i - 1)\n}\n" }
        #expect(outline(try read(text + ". {\n import s4999\n}")) == "|.|\n whoami")
    }

    @Test("with blocks within a hundred blocks is read")
    func deep() throws {
        let text = ".\n" + String(repeating: "x {\n", count: 100) + String(repeating: "}\n", count: 100)
        #expect(try read(text).blocks.count == 1)
    }

    @Test("of random words ends in a document or in an error with a place", arguments: 0..<50)
    func soup(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let words = [
            "{", "}", "\n", "\n", " ", " ", " ", "\"", "\\", "#", ",", "a.org", "(s)", "(t)", "s", "t",
            "import", "import ",
            "import s\n", "import t\n", "(s) {\n", "(t) {\n", "}\n", "{\n", "{$A}", "{%B%}", "{$", "%}", "x",
            "x y {\n",
            "ring/a", "soup", "*", "conf/*", "\r", "\u{FEFF}", "é", "10.0.0.0/9", ":53", "::/0", "tls://",
        ]
        for _ in 0..<100 {
            let count = Int.random(in: 0..<80, using: &random)
            var soup = ""
            for _ in 0..<count { soup += words.randomElement(using: &random) ?? "" }
            var files = HostileFileTests.files
            files["soup"] = soup
            guard
                let error = refusal("import soup\n" + soup, files: files, variables: ["A": "b", "B": "{$A}"])
            else { continue }
            #expect(!error.place.file.isEmpty && error.place.line > 0 && error.place.column > 0)
            let place = "\(error.place.file):\(error.place.line)"
            #expect(error.explanation.contains(place), "\(error.explanation)")
        }
    }

    static let cases = [
        Hostile("one line of opening braces", ends: "Expected an address but had '{'") {
            String(repeating: "{ ", count: 100_000)
        },
        Hostile("a block of opening braces", ends: "expecting 'directive'") {
            ". " + String(repeating: "{ ", count: 100_000)
        },
        Hostile("one line of closing braces", ends: "no matching opening brace") {
            String(repeating: "} ", count: 100_000)
        },
        Hostile("a directive of 100,000 arguments", ends: "expecting '}'") {
            ". {\n" + String(repeating: "x ", count: 100_000)
        },
        Hostile("a million keys", ends: "maximum number of tokens (1000000) exceeded") {
            String(repeating: "a ", count: 1_000_001)
        },
        Hostile("a long word", ends: "specified zone is too long: 1000000 > 255") {
            String(repeating: "a", count: 1_000_000)
        },
        Hostile("an open quote", ends: "Unexpected EOF in the quoted text") {
            "\"" + String(repeating: "\\\"\n", count: 300_000)
        },
        Hostile("references without an end", ends: "specified zone is too long") {
            String(repeating: "{$", count: 250_000) + String(repeating: "{%", count: 250_000)
        },
        Hostile("references without a name", ends: "specified zone is too long") {
            String(repeating: "{$}", count: 300_000)
        },
        Hostile("200,000 blocks within blocks", ends: "maximum block depth (100) exceeded") {
            ". {\n" + String(repeating: "x {\n", count: 200_000)
        },
        Hostile("200,000 blocks within a snippet", ends: "expecting '}'") {
            "(s) {\n" + String(repeating: "x {\n", count: 200_000)
        },
        Hostile("snippets that double forty times", ends: "maximum snippet import depth (10000) exceeded") {
            var text = "(s0) {\n x\n}\n"
            for i in 1...40 { text += "(s\(i)) {\n import s\(i - 1)\n import s\(i - 1)\n}\n" }
            return text + ". {\n import s40\n}"
        },
        Hostile("a long snippet 9,999 times", ends: "maximum number of tokens (1000000) exceeded") {
            let snippet = "(s) {\n x" + String(repeating: " y", count: 100_000) + "\n}\n"
            return snippet + ". {\n" + String(repeating: "import s\n", count: 9_999) + "}"
        },
        Hostile("a long file 200 times", ends: "maximum number of tokens (1000000) exceeded") {
            ". {\n" + String(repeating: "import wide\n", count: 200)
        },
        Hostile("files that import each other", ends: "maximum file import depth (100000) exceeded") {
            "import ring/a"
        },
        Hostile("a file that a glob finds again", ends: "maximum file import depth (100000) exceeded") {
            "import */self"
        },
        Hostile("an empty file too often", ends: "maximum file import depth (100000) exceeded") {
            ". {\n" + String(repeating: "import empty\n", count: 100_001)
        },
        Hostile("an empty snippet too often", ends: "maximum snippet import depth (10000) exceeded") {
            "(s) {\n}\n. {\n" + String(repeating: "import s\n", count: 10_001)
        },
    ]

    static let files = [
        "ring/a": "import b", "ring/b": "import ../ring/c", "ring/c": "import a", "ring/self": "import self",
        "wide": "x" + String(repeating: " y", count: 10_000), "empty": "", "conf/1": "x",
        "conf/2": "import 1",
    ]
}

/// A file that a test makes when it runs, and a part of the error it ends in.
struct Hostile: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let ending: String
    let text: @Sendable () -> String

    init(_ name: String, ends ending: String, text: @escaping @Sendable () -> String) {
        testDescription = name
        self.ending = ending
        self.text = text
    }
}
