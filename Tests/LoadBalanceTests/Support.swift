import Answering
import Corefile
import DNSWire
import Glibc

@testable import ClusterSetDNS

/// The plan of a Corefile, and what is wrong with it.
func plan(_ text: String) -> (plan: ServerPlan, errors: [CorefileError]) {
    do throws(CorefileError) {
        return ServerPlan.make(
            from: try Document(parsing: Array(text.utf8), file: "Corefile", in: .empty), port: 53)
    } catch {
        return (ServerPlan(), [error])
    }
}

/// The only block of a Corefile whose block has `lines`; nil if something is wrong with it.
func block(_ lines: String) -> BlockPlan? {
    let (plan, errors) = plan(". {\n\(lines)\n}")
    return errors.isEmpty && plan.blocks.count == 1 ? plan.blocks[0] : nil
}

/// Addresses from text, with blanks between.
func addresses(_ text: String) -> [IPAddress] {
    text.split(separator: " ").compactMap { IPAddress(String($0)) }
}

/// `addresses` with blanks between.
func text(_ addresses: [IPAddress]) -> String { addresses.map(\.description).joined(separator: " ") }

extension AddressOrder {
    /// The order of `list` in the answer to a query for `name`.
    func order(_ list: String, of name: String, random: UInt32 = 0) -> String {
        let octets = Message(id: 1, questions: [Question(Name(name) ?? .root, .a)]).encoded()
        var outline = QueryOutline()
        outline.nameLength = octets.count - 16
        let client = Client(address: 0, port: 0, localAddress: 0, localPort: 0, transport: .udp)
        var ordered = addresses(list)
        rearrange(&ordered, for: Query(octets.span, outline: outline, client: client), random: random)
        return text(ordered)
    }
}

/// A file of its own for one test, removed at the end.
// Safe, here and below: each call reads paths that end with a zero octet and outlive it.
final class File {
    let path: String

    /// A file with `content`; nil: there is none yet.
    init(_ content: String?) {
        var template = Array("/tmp/clustersetdns-weights-XXXXXX".utf8CString)
        // Safe: mkstemp changes the template in place, which ends with a zero octet and outlives the call.
        path = unsafe template.withUnsafeMutableBufferPointer { text in
            guard let start = text.baseAddress else { return "/nonexistent" }
            close(unsafe mkstemp(start))
            return unsafe String(cString: start)
        }
        if let content { write(content) } else { remove() }
    }

    deinit { remove() }

    func remove() { _ = unsafe unlink(path) }

    /// Puts `content` in the place of what is there, in one step.
    func write(_ content: String) {
        let new = "\(path).new"
        let number = unsafe open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        let octets = Array(content.utf8)
        let count = unsafe Glibc.write(number, octets, octets.count)
        precondition(count == octets.count)
        close(number)
        unsafe rename(new, path)
    }
}
