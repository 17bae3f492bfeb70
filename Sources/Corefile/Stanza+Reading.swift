/// What a directive reads its line with; each failure is what CoreDNS would say.
extension Stanza {
    /// The arguments, if there are so many.
    package func arguments(_ counts: ClosedRange<Int>) throws(CorefileError) -> [Token] {
        guard counts.contains(arguments.count) else { throw argumentCountError() }
        return arguments
    }

    /// The only argument.
    package func argument() throws(CorefileError) -> Token {
        guard let argument = arguments.first, arguments.count == 1 else { throw argumentCountError() }
        return argument
    }

    package func expectNoArguments() throws(CorefileError) {
        guard arguments.isEmpty else { throw argumentCountError() }
    }

    package func expectNoBlock() throws(CorefileError) {
        if let brace { throw CorefileError.unexpectedBlock(at: brace).within(directive) }
    }

    /// A token as a number in Go's decimal notation.
    package func integer(_ token: Token) throws(CorefileError) -> Int {
        let text = token.text
        if let number = Int(text) { return number }
        let digits = text.utf8.dropFirst(text.hasPrefix("+") || text.hasPrefix("-") ? 1 : 0)
        let isTooLarge = !digits.isEmpty && digits.allSatisfy(\.isDigit)
        let reason = isTooLarge ? "value out of range" : "invalid syntax"
        throw plainError(at: token, "strconv.Atoi: parsing \(text.goQuoted): \(reason)")
    }

    /// Tokens as zones, in lower case and with the final dot; a CIDR prefix gives its reverse zones.
    package func zones(_ tokens: some Sequence<Token>) throws(CorefileError) -> [String] {
        var zones: [String] = []
        for token in tokens {
            do throws(ZoneText.Invalid) {
                zones += try ZoneText(Scheme.split(token.text).rest).zones
            } catch {
                throw self.error(at: token, error.reason)
            }
        }
        return zones
    }
}
