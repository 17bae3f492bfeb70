import Corefile
import Testing

@Suite("The Corefile language")
struct LanguageTests {
    @Test(
        "A file is read as its blocks, lines and words",
        arguments: [
            // Nothing.
            ("", ""),
            (" \n\t# nothing\n", ""),
            ("\u{FEFF}", ""),
            // Blocks with braces and without.
            (".:53 {\n  errors\n  log\n}\n", "|.:53|\n errors\n log"),
            ("a.org {\n}\nb.org {\n whoami\n}", "|a.org|\n|b.org|\n whoami"),
            ("a.org\n{\n whoami\n}", "|a.org|\n whoami"),
            ("a.org {\n} b.org {\n}", "|a.org|\n|b.org|"),
            ("a.org", "|a.org|"),
            ("a.org\n errors\n log {\n class all\n }\n", "|a.org|\n errors\n log\n  class all"),
            ("a.org {\n}\nb.org\nwhoami", "|a.org|\n|b.org|\n whoami"),
            (". { whoami\n}", "|.|\n whoami"),
            // Several keys.
            ("a.org b.org {\n}", "|a.org|b.org|"),
            ("a.org, b.org,\n\n  c.org d.org\n{\n}", "|a.org|b.org|c.org|d.org|"),
            ("a.org,\nb.org\nwhoami", "|a.org|b.org|\n whoami"),
            ("a\u{604}, b\u{604},\nc {\n}", "|a\u{604}|b\u{604}|c|"),
            ("\"\" a.org {\n}", "|a.org|"),
            // Blocks within blocks.
            (". {\n log . {\n class denial error\n }\n}", "|.|\n log .\n  class denial error"),
            (". {\n log {}\n}", "|.|\n log {}"),
            (". {\n log { }\n}", "|.|\n log (empty)"),
            (". {\n a b {\n c d {\n e {\n }\n }\n f\n }\n g\n}", "|.|\n a b\n  c d\n   e (empty)\n  f\n g"),
            (". {\n log { class all\n }\n}", "|.|\n log\n  class all"),
            // Quotes.
            (". {\n nsid \"a b\" \"\" c\n}", "|.|\n nsid a b  c"),
            (". {\n nsid \"say \\\"hi\\\"\" \"C:\\php\" \"a\\\\\"\n}", "|.|\n nsid say \"hi\" C:\\php a\\\\"),
            (". {\n nsid \"a\nb\" c\n log\n}", "|.|\n nsid a\nb c\n log"),
            (". {\n nsid \"a\nb\" {\n c\n }\n}", "|.|\n nsid a\nb\n  c"),
            (". {\n nsid \"{\" \"}\" \"import\"\n}", "|.|\n nsid { } import"),
            (". {\n nsid a\"b c\"d\n}", "|.|\n nsid a\"b c\"d"),
            (". {\n nsid \"a\"b\n}", "|.|\n nsid a b"),
            (". {\n nsid \"a # b\" # c \"\n}", "|.|\n nsid a # b"),
            // Comments, line ends and blanks.
            ("# c\n. { # d {\n log#e }\n # }\n}#f", "|.|\n log"),
            (". {\n log#a b c\n errors\n}", "|.|\n log\n errors"),
            (".:53 {\r\n\terrors\r\n}\r\n", "|.:53|\n errors"),
            ("\u{FEFF}.:53 {\n}", "|.:53|"),
            (".\u{A0}a.org\u{2003}b.org {\u{B}\n}", "|.|a.org|b.org|"),
            (". {\n nsid {} {a} }b{ é\n}", "|.|\n nsid {} {a} }b{ é"),
            // A snippet is nothing until it is imported; import is a keyword at the start of a line only.
            ("(s) {\n a {\n b\n }\n}\n. {\n c\n import s\n d\n}", "|.|\n c\n a\n  b\n d"),
            ("(s) { a }\n. {\n import s\n log {\n import s\n }\n}", "|.|\n a\n log\n  a"),
            ("(s) {\n}\n. {\n import s\n}", "|.|"),
            ("(s) {\n a.org {\n b\n }\n}\nimport s\nimport s", "|a.org|\n b\n|a.org|\n b"),
            ("(k) {\n a.org\n}\nb.org,\nimport k\nwhoami", "|b.org|a.org|\n whoami"),
            ("(a) {\n x\n}\n(b) {\n import a\n y\n}\n. {\n import b\n import a\n}", "|.|\n x\n y\n x"),
            (". {\n basicauth / import password\n}", "|.|\n basicauth / import password"),
            ("(a) (b) {\n}", "|(a)|(b)|"),
        ])
    func structure(text: String, expected: String) throws {
        #expect(outline(try read(text)) == expected)
    }

    @Test(
        "References to the environment are replaced in keys, names, arguments and imports",
        arguments: [
            ("{$HOST}:{$PORT} {\n}", "|a.org:53|"),
            ("{%HOST%}:{$PORT} {\n}", "|a.org:53|"),
            (". {\n {$NAME} x{$PORT}y \"{$HOST} z\"\n}", "|.|\n errors x53y a.org z"),
            (". {\n log {\n c{%PORT%} {$UNSET}\n }\n}", "|.|\n log\n  c53 "),
            ("{$UNSET} a.org {\n}", "|a.org|"),
            (":{$PORT$} {\n}", "|:|"),
            (
                ". {\n a {$} {%%} {%} {$HOST {%HOST} {{$HOST}} $HOST {HOST}\n}",
                "|.|\n a {$} {%%} {%} {$HOST {%HOST} {a.org} $HOST {HOST}"
            ),
            // A value means nothing but itself.
            (". {\n a {$BRACE} {$SELF} {$QUOTE}\n}", "|.|\n a { {$SELF} \" b#"),
            ("(s) {\n x\n}\n. {\n import {$SNIPPET}\n}", "|.|\n x"),
        ])
    func environment(text: String, expected: String) throws {
        let variables = [
            "HOST": "a.org", "PORT": "53", "NAME": "errors", "BRACE": "{", "SELF": "{$SELF}",
            "QUOTE": "\" b#", "SNIPPET": "s",
        ]
        #expect(outline(try read(text, variables: variables)) == expected)
    }

    @Test("A token knows its line and column")
    func places() throws {
        let document = try read("\u{FEFF}# c\n\n a.org {\n\té\"x \"y\n\t\"p\nq\" r {\n s\n}\n}")
        let block = try #require(document.blocks.first)
        let names = block.stanzas.flatMap { [$0.name] + $0.arguments + $0.properties.map(\.name) }
        let places = (block.keys + names).map { "\($0.place)" }
        #expect(
            places == [
                "Corefile:3:2", "Corefile:4:2", "Corefile:4:6", "Corefile:5:3", "Corefile:6:1",
                "Corefile:6:4", "Corefile:7:2",
            ])
        #expect(block.place == block.keys.first?.place)
        #expect(block.stanzas.last?.brace == Place(file: "Corefile", line: 6, column: 6))
    }

    @Test("Octets that are not UTF-8 are read as replacement characters")
    func notUTF8() throws {
        let octets: [UInt8] = [0x61, 0xFF, 0x20, 0xC3, 0x0A]
        let document = try Document(parsing: octets, file: "Corefile", in: .empty)
        #expect(outline(document) == "|a\u{FFFD}|\u{FFFD}|")
    }

    @Test("Two files that mean the same have one canonical text")
    func sameMeaning() throws {
        let plain = try read("a.org b.org {\n log {\n class all\n }\n nsid \"x y\"\n}")
        let other = try read(
            "(s) {\n log { # all of it\n\n\tclass   {$ALL}\n }\n}\n\n\"a.org\" b.org {$UNSET}\n{\nimport s\nnsid \"x y\" #\n}",
            variables: ["ALL": "all"])
        #expect(plain.canonicalText == other.canonicalText)
        #expect(plain.canonicalText == "5:a.org,5:b.org,{3:log,{5:class,3:all,;};4:nsid,3:x y,;}\n")
    }

    @Test(
        "Two files that mean something else differ in their canonical text",
        arguments: [
            ("a b {\n}", "\"a b\" {\n}"),
            ("a {\n x y\n}", "a {\n x\n y\n}"),
            ("a {\n x\n}", "a {\n x {\n }\n}"),
            ("a {\n x {\n y\n }\n}", "a {\n x\n y\n}"),
            ("a {\n}\nb {\n}", "a b {\n}"),
            ("a {\n x\n y\n}", "a {\n y\n x\n}"),
            ("a {\n x \"1:y,\"\n}", "a {\n x y\n}"),
        ])
    func otherMeaning(one: String, other: String) throws {
        #expect(try read(one).canonicalText != read(other).canonicalText)
    }
}
