import DNSWire

/// The names that a stub resolver asks for, one after the other, when a program looks for a name (resolv.conf(5), `search` and
/// `ndots`; the order is that of glibc).
struct ResolverSearch {
    /// What is wrong with what it was told.
    struct Invalid: Error, CustomStringConvertible {
        let description: String
    }

    let names: [Name]

    /// `search` are domains; a name that ends with a dot is looked for as it is, and one with at least `ndots` dots first as
    /// it is.
    init(_ text: String, search: [String], ndots: Int) throws(Invalid) {
        let own = try Self.name(text)
        guard !text.hasSuffix("."), !search.isEmpty else {
            names = [own]
            return
        }
        var found: [Name] = []
        for domain in search {
            // A name that grows too long is not asked for.
            if let name = own.appending(try Self.name(domain)) { found.append(name) }
        }
        names = own.labelCount - 1 >= ndots ? [own] + found : found + [own]
    }

    private static func name(_ text: String) throws(Invalid) -> Name {
        do throws(PresentationError) {
            return try Name(presentation: text)
        } catch {
            throw Invalid(description: "'\(text)' is no domain name: \(error)")
        }
    }

    /// Whether a resolver asks for the next name after `responses` to the types of one name: a name without records sends it on, as
    /// one that does not exist. (What is REFUSED here is another server's to answer.)
    static func goesOn(after responses: [Message?]) -> Bool {
        responses.allSatisfy { response in
            guard let response else { return false }
            switch response.rcode {
            case .noerror: return response.answer.isEmpty
            case .nxdomain, .servfail, .refused: return true
            default: return false
            }
        }
    }
}
