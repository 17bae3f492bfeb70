import Corefile
import Testing

@Suite("A directive")
struct StanzaTests {
    @Test("reads its arguments and properties")
    func reading() throws {
        let stanza = try stanza("cache 30 a.org {\n ttl 5\n keepttl\n}")
        #expect(try stanza.arguments(1...2).map(\.text) == ["30", "a.org"])
        #expect(try stanza.integer(stanza.arguments[0]) == 30)
        #expect(stanza.directive == "cache")
        let properties = stanza.properties
        #expect(properties.map(\.name.text) == ["ttl", "keepttl"])
        #expect(properties.map(\.directive) == ["cache", "cache"])
        #expect(try properties[0].argument().text == "5")
        try properties[0].expectNoBlock()
        try properties[1].expectNoArguments()
    }

    @Test("takes zones as arguments, in lower case and with the final dot")
    func zones() throws {
        let stanza = try stanza("log A.org dns://b.org:53 10.0.0.0/15")
        #expect(
            try stanza.zones(stanza.arguments) == [
                "a.org.", "b.org.", "0.10.in-addr.arpa.", "1.10.in-addr.arpa.",
            ])
    }

    @Test("reports its mistakes in CoreDNS's words")
    func mistakes() throws {
        let stanza = try stanza("bufsize 1 2 {\n bogus x {\n }\n}")
        let property = try #require(stanza.properties.first)
        let place = "plugin/bufsize: Corefile"
        let parsing = "Error during parsing"
        let wrongCount = "Wrong argument count or unexpected line ending after"

        #expect(stanza.argumentCountError().description == "\(place):2 - \(parsing): \(wrongCount) '2'")
        let first = stanza.argumentCountError(at: stanza.name)
        #expect(first.description == "\(place):2 - \(parsing): \(wrongCount) 'bufsize'")
        #expect(property.argumentCountError().description == "\(place):3 - \(parsing): \(wrongCount) 'x'")
        #expect(property.unknownProperty().description == "\(place):3 - \(parsing): unknown property 'bogus'")
        let argument = property.arguments[0]
        #expect(
            property.unknownProperty(argument).description == "\(place):3 - \(parsing): unknown property 'x'")
        #expect(stanza.error(at: argument, "no").description == "\(place):3 - \(parsing): no")
        #expect(stanza.plainError(at: argument, "no").description == "plugin/bufsize: no")
        #expect(stanza.plainError(at: argument, "no").explanation == "plugin/bufsize: no (Corefile:3:8)")
        #expect(
            stanza.syntaxError(at: property.name, expecting: "Unknown field bogus").description
                == "\(place):3 - Syntax error: Unexpected token 'bogus', expecting 'Unknown field bogus'")
        #expect(
            stanza.usedTwice().description
                == "plugin/bufsize: this plugin can only be used once per Server Block")
        #expect(
            stanza.argumentCountError().within("bufsize").description
                == "plugin/bufsize: plugin/bufsize: Corefile:2 - \(parsing): \(wrongCount) '2'")
        #expect(
            stanza.unknownDirective(among: ["bufsizes"]).explanation
                == "Corefile:2 - \(parsing): Unknown directive 'bufsize' (did you mean 'bufsizes'?)")
    }

    @Test("refuses what it does not take")
    func unwanted() throws {
        let stanza = try stanza("whoami 1 2 {\n}")
        let count =
            "plugin/whoami: Corefile:2 - Error during parsing: Wrong argument count or unexpected line ending after '2'"
        expect(count) { () throws(CorefileError) in try stanza.expectNoArguments() }
        expect(count) { () throws(CorefileError) in _ = try stanza.argument() }
        expect(count) { () throws(CorefileError) in _ = try stanza.arguments(0...1) }
        expect("plugin/whoami: Corefile:2 - Error during parsing: Unexpected token '{', expecting argument") {
            () throws(CorefileError) in try stanza.expectNoBlock()
        }
    }

    @Test(
        "refuses a number that is none",
        arguments: [
            ("foo", "strconv.Atoi: parsing \"foo\": invalid syntax"),
            ("\"\"", "strconv.Atoi: parsing \"\": invalid syntax"),
            ("-", "strconv.Atoi: parsing \"-\": invalid syntax"),
            ("1.5", "strconv.Atoi: parsing \"1.5\": invalid syntax"),
            ("--1", "strconv.Atoi: parsing \"--1\": invalid syntax"),
            ("99999999999999999999", "strconv.Atoi: parsing \"99999999999999999999\": value out of range"),
            ("-99999999999999999999", "strconv.Atoi: parsing \"-99999999999999999999\": value out of range"),
        ])
    func notInteger(text: String, expected: String) throws {
        let stanza = try stanza("ttl \(text)")
        expect("plugin/ttl: \(expected)") { () throws(CorefileError) in
            _ = try stanza.integer(stanza.arguments[0])
        }
    }

    @Test("refuses a zone that is none")
    func notZone() throws {
        let stanza = try stanza("log a..b")
        expect("plugin/log: Corefile:2 - Error during parsing: zone is not a valid domain name: a..b") {
            () throws(CorefileError) in _ = try stanza.zones(stanza.arguments)
        }
    }

    private func expect(
        _ description: String, at location: SourceLocation = #_sourceLocation,
        from body: () throws(CorefileError) -> Void
    ) {
        do throws(CorefileError) {
            try body()
            Issue.record("accepted", sourceLocation: location)
        } catch {
            #expect(error.description == description, sourceLocation: location)
        }
    }
}
