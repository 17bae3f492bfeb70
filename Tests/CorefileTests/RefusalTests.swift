import Corefile
import Testing

@Suite("A Corefile with a mistake")
struct RefusalTests {
    @Test(
        "is refused in CoreDNS's words",
        arguments: [
            // Directives.
            (".:53 {\n foo\n}", "Corefile:2 - Error during parsing: Unknown directive 'foo'"),
            (". {\n errors\nb.org {\n}\n}", "Corefile:3 - Error during parsing: Unknown directive 'b.org'"),
            (". {\n \"\"\n}", "Corefile:2 - Error during parsing: Unknown directive ''"),
            // Braces.
            (".:53 {\n errors", "Corefile:2 - Syntax error: Unexpected token 'errors', expecting '}'"),
            (". {", "Corefile:1 - Syntax error: Unexpected token '{', expecting '}'"),
            (". {\n log {\n class all\n", "Corefile:3 - Error during parsing: Unexpected EOF"),
            (".\n log {\n class all\n", "Corefile:3 - Error during parsing: Unexpected EOF"),
            (
                ". {\n log }\n",
                "Corefile:2 - Error during parsing: Unexpected '}' because no matching opening brace"
            ),
            (
                ". { errors }",
                "Corefile:1 - Error during parsing: Unexpected '}' because no matching opening brace"
            ),
            (
                ". {\n log {\n } }",
                "Corefile:3 - Error during parsing: Unexpected '}' because no matching opening brace"
            ),
            (
                ". {\n}\n}",
                "Corefile:3 - Error during parsing: Unexpected '}' because no matching opening brace"
            ),
            (
                ".\nerrors\n}",
                "Corefile:3 - Error during parsing: Unexpected '}' because no matching opening brace"
            ),
            (
                ". {\n log {\n } errors\n}",
                "Corefile:3 - Syntax error: Unexpected token 'errors', expecting 'line end'"
            ),
            (
                ". {\n log\n {\n }\n}",
                "Corefile:3 - Syntax error: Unexpected token '{', expecting 'directive'"
            ),
            (". { {\n}\n}", "Corefile:1 - Syntax error: Unexpected token '{', expecting 'directive'"),
            ("{", "Corefile:1 - Error during parsing: Expected an address but had '{'"),
            ("\n{\n}\n", "Corefile:2 - Error during parsing: Expected an address but had '{'"),
            // Keys.
            (
                "a.org, {\n}",
                "Corefile:1 - Error during parsing: Expected another address but had '{' - check for extra comma"
            ),
            ("a.org,\n", "Corefile:1 - Error during parsing: Unexpected EOF"),
            ("{$UNSET} {\n}", "error inspecting server blocks: zone is not a valid domain name: "),
            ("{$UNSET}:53 {\n}", "error inspecting server blocks: zone is not a valid domain name: "),
            ("\"\"", "error inspecting server blocks: zone is not a valid domain name: "),
            ("a.org , b.org {\n}", "error inspecting server blocks: expecting data after last colon: \"\""),
            // Quotes.
            (
                ". {\n nsid \"a\n}\n",
                "Corefile:2 - Error during parsing: Unexpected EOF in the quoted text that begins here"
            ),
            ("\"", "Corefile:1 - Error during parsing: Unexpected EOF in the quoted text that begins here"),
            (
                "a \"\\\"",
                "Corefile:1 - Error during parsing: Unexpected EOF in the quoted text that begins here"
            ),
            ("\"\\", "Corefile:1 - Error during parsing: Unexpected EOF in the quoted text that begins here"),
            // Snippets.
            (
                "(s) {\n}\n(s) {\n}",
                "Corefile:3 - Error during parsing: redeclaration of previously declared snippet s"
            ),
            ("(s)\nerrors", "Corefile:2 - Syntax error: Unexpected token 'errors', expecting '{'"),
            ("(s)", "Corefile:1 - Error during parsing: Unexpected EOF"),
            ("(s) {\n log {\n }\n", "Corefile:3 - Syntax error: Unexpected token '}', expecting '}'"),
            // Imports.
            (". {\n import nofile\n}", "Corefile:2 - Error during parsing: File to import not found: nofile"),
            (
                ". {\n import\n}",
                "Corefile:2 - Error during parsing: Wrong argument count or unexpected line ending after 'import'"
            ),
            (
                "import",
                "Corefile:1 - Error during parsing: Wrong argument count or unexpected line ending after 'import'"
            ),
            (
                ". {\n import {\n }\n}",
                "Corefile:2 - Error during parsing: Unexpected token '{', expecting argument"
            ),
            (
                ". {\n import \"\"\n}",
                "Corefile:2 - Error during parsing: Import requires a non-empty filepath"
            ),
            ("import {$UNSET}", "Corefile:1 - Error during parsing: Import requires a non-empty filepath"),
            (
                ". {\n import a b\n}",
                "Corefile:2 - Error during parsing: Import takes only one argument (glob pattern or file)"
            ),
            (
                "import a*b*",
                "Corefile:1 - Error during parsing: Glob pattern may only contain one wildcard (*), but has others: a*b*"
            ),
            (
                "import /???/x",
                "Corefile:1 - Error during parsing: Glob pattern may only contain one wildcard (*), but has others: /???/x"
            ),
            (
                "import [a-z]",
                "Corefile:1 - Error during parsing: Glob pattern may only contain one wildcard (*), but has others: [a-z]"
            ),
            (
                "import secret",
                "Corefile:1 - Error during parsing: Could not import secret: open secret: permission denied"
            ),
            (
                "import x/..",
                "Corefile:1 - Error during parsing: Could not import .: open .: permission denied"
            ),
            ("import ../..", "Corefile:1 - Error during parsing: File to import not found: ../.."),
            ("import broken", "broken:2 - Error during parsing: Unknown directive 'bogus'"),
            // Imports that import themselves.
            (
                "(s) {\n import s\n}\nimport s",
                "Corefile:2 - Error during parsing: maximum snippet import depth (10000) exceeded"
            ),
            (
                "(a) {\n x\n import b\n}\n(b) {\n import a\n}\n. {\n import a\n}",
                "Corefile:6 - Error during parsing: maximum snippet import depth (10000) exceeded"
            ),
            ("import ring1", "ring2:1 - Error during parsing: maximum file import depth (100000) exceeded"),
            (
                "import ./x/../Corefile",
                "Corefile:1 - Error during parsing: maximum file import depth (100000) exceeded"
            ),
        ])
    func text(of text: String, expected: String) throws {
        let files = [
            "secret": "unreadable", ".": "unreadable", "broken": ". {\n bogus\n}", "ring1": "import ring2",
            "ring2": "import ring1",
            "Corefile": "import Corefile",
        ]
        let error = try #require(
            refusal(text, files: files, directives: ["errors", "log", "nsid", "whoami", "x"]))
        #expect(error.description == expected)
        #expect(error.explanation.hasPrefix(expected))
        #expect(!error.place.file.isEmpty && error.place.line > 0 && error.place.column > 0)
    }

    @Test(
        "is explained",
        arguments: [
            (
                ". {\n erors\n}",
                "Corefile:2 - Error during parsing: Unknown directive 'erors' (did you mean 'errors'?)"
            ),
            (". {\n lgo\n}", "Corefile:2 - Error during parsing: Unknown directive 'lgo'"),
            (". {\n autopath\n}", "Corefile:2 - Error during parsing: Unknown directive 'autopath'"),
            (
                "\n. {\n errors",
                "Corefile:3 - Syntax error: Unexpected token 'errors', expecting '}' (the '{' at Corefile:2:3 is never closed)"
            ),
            (
                ". {\n log {\n class",
                "Corefile:3 - Error during parsing: Unexpected EOF (the '{' at Corefile:2:6 is never closed)"
            ),
            (
                " a: {\n}",
                "error inspecting server blocks: expecting data after last colon: \"a:\" (Corefile:1:2)"
            ),
        ])
    func explanation(of text: String, expected: String) throws {
        let error = try #require(refusal(text, directives: ["errors", "log"]))
        #expect(error.explanation == expected)
    }
}
