import Testing

@Suite("What is wrong with a directive that has no effect is an error all the same")
struct AcceptedErrorTests {
    private static let count = "Error during parsing: Wrong argument count or unexpected line ending after "

    @Test(
        "It is refused in CoreDNS's words",
        arguments: [
            ("cache 0", "cache TTL can not be zero or negative: 0"),
            ("cache {\n success 1000 -1\n}", "cache TTL can not be zero or negative: -1"),
            ("cache {\n denial 1000 5 -1\n}", "cache min TTL can not be negative: -1"),
            ("cache {\n x\n}", "Corefile:3 - \(count)'x'"),
            ("cancel x", "invalid duration: \"x\""),
            ("cancel -1s", "invalid negative duration: \"-1s\""),
            ("cancel 1s 2s", "Corefile:2 - \(count)'2s'"),
            ("debug x", "Corefile:2 - \(count)'x'"),
            ("loop x", "Corefile:2 - \(count)'x'"),
            ("multisocket x", "invalid num sockets: strconv.Atoi: parsing \"x\": invalid syntax"),
            ("multisocket 0", "num sockets can not be zero or negative: 0"),
            ("multisocket 1025", "num sockets exceeds maximum (1024): 1025"),
            ("multisocket 1 2", "Corefile:2 - \(count)'2'"),
        ] as [(String, String)])
    func refused(directive: String, reason: String) throws {
        let name = try #require(directive.split(separator: " ").first)
        #expect(errors(of: ". {\n\(directive)\n}") == ["plugin/\(name): \(reason)"])
    }
}
