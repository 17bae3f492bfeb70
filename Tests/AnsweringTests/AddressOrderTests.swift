import Answering
import DNSWire
import RecordStore
import Testing

/// What a block's order does to the addresses of answers, and what it leaves alone.
@Suite struct AddressOrderTests {
    /// Answers A or AAAA with `count` addresses, with two of glue behind them if there is room.
    private func responder(_ type: RRType, count: Int) -> FixedResponder {
        var image = AnswerImageBuilder()
        for number in 0..<count {
            image.begin(.answer, owner: .question, type: type, ttl: 5)
            let head: [UInt8] = type == .a ? [10, 0] : [0x20, 1] + [UInt8](repeating: 0, count: 12)
            image.append(head + [UInt8(number >> 8), UInt8(number & 0xFF)])
        }
        image.begin(.additional, owner: .question, type: .a, ttl: 9)
        image.append([192, 0, 2, 1])
        image.begin(.additional, owner: .question, type: .a, ttl: 9)
        image.append([192, 0, 2, 2])
        return FixedResponder(image.finish())
    }

    private func server(
        _ responder: any Responder, _ order: (any AddressOrder)?, rotates: Bool = false
    ) -> Exchange {
        Exchange(zone: ".", [responder]) {
            $0.addressOrder = order
            $0.style.rotates = rotates
        }
    }

    @Test("The answer section takes the order given, and nothing else changes", arguments: [RRType.a, .aaaa])
    func reversed(type: RRType) throws {
        let plain = try #require(server(responder(type, count: 5), nil).ask("a.", type, edns: EDNS()))
        var turned = try #require(
            server(responder(type, count: 5), Reversing()).ask("a.", type, edns: EDNS()))
        #expect(turned.answer == plain.answer.reversed())
        #expect(plain.additional.count == 3)
        turned.answer.reverse()
        #expect(turned == plain)
    }

    @Test("Addresses are rotated first and ordered then")
    func afterRotation() throws {
        let rotated = server(responder(.a, count: 7), nil, rotates: true)
        let both = server(responder(.a, count: 7), Reversing(), rotates: true)
        for seed in 1...20 as ClosedRange<UInt64> {
            let seed = seed &* 0x9E37_79B9_7F4A_7C15
            let expected = try #require(rotated.ask("a.", seed: seed)?.answer)
            #expect(both.ask("a.", seed: seed)?.answer == expected.reversed())
        }
    }

    @Test("A truncated answer is ordered among what is sent")
    func truncated() throws {
        let plain = try #require(server(responder(.a, count: 100), nil).ask("a."))
        let turned = try #require(server(responder(.a, count: 100), Reversing()).ask("a."))
        #expect(plain.flags.contains(.tc) && turned.flags.contains(.tc))
        #expect(plain.answer.count == 30)
        #expect(turned.answer == plain.answer.reversed())
        let whole = try #require(
            server(responder(.a, count: 100), Reversing()).ask("a.", over: .tcp)?.answer)
        #expect(whole.count == 100)
        #expect(whole[70...] == turned.answer[...])
    }

    @Test(
        "Answers of one address, of other types and without records have no order",
        arguments: [(RRType.a, 1), (.a, 0), (.txt, 5), (.any, 5)])
    func others(type: RRType, count: Int) {
        let order = Reversing()
        let asked = server(responder(.a, count: count), order).respond(to: Exchange.query("a.", type))
        #expect(asked == server(responder(.a, count: count), nil).respond(to: Exchange.query("a.", type)))
    }

    @Test("Records that are no plain addresses of the QNAME stay where they are")
    func otherRecords() throws {
        var image = AnswerImageBuilder()
        let owner = try #require(Name("b."))
        for number in 1...3 as ClosedRange<UInt8> {
            image.begin(.answer, owner: number == 2 ? .inFull(owner) : .question, type: .a, ttl: 5)
            image.append([10, 0, 0, number])
        }
        let records = FixedResponder(image.finish())
        #expect(server(records, Reversing()).ask("a.") == server(records, nil).ask("a."))
    }

    @Test("An order that loses or invents an address has no effect")
    func wrongCount() {
        for change in [-1, 1] {
            let order = Miscounting(change: change)
            #expect(
                server(responder(.a, count: 3), order).ask("a.")
                    == server(responder(.a, count: 3), nil).ask("a."))
        }
    }

    @Test("An order is told the QNAME as it was sent and gets another random number for each query")
    func arguments() {
        let order = Remembering()
        let server = server(responder(.a, count: 3), order)
        var numbers: Set<IPAddress> = []
        for seed in 1...50 as ClosedRange<UInt64> {
            guard let first = server.ask("AbC.", seed: seed &* 0x9E37_79B9_7F4A_7C15)?.answer.first,
                case .a(let address) = first.rdata
            else { continue }
            numbers.insert(.v4(address.address))
        }
        #expect(numbers.count == 50)
        // What `Remembering` answers to a QNAME of another case.
        #expect(server.ask("abc.") == self.server(responder(.a, count: 3), nil).ask("abc."))
    }
}

private final class Reversing: AddressOrder {
    func rearrange(_ addresses: inout [IPAddress], for query: borrowing Query, random: UInt32) {
        addresses.reverse()
    }
}

private final class Miscounting: AddressOrder {
    private let change: Int
    init(change: Int) { self.change = change }

    func rearrange(_ addresses: inout [IPAddress], for query: borrowing Query, random: UInt32) {
        if change < 0 { addresses.removeLast() } else { addresses.append(addresses[0]) }
    }
}

/// Puts the random number in place of the first address, if the QNAME is `AbC.` to the letter.
private final class Remembering: AddressOrder {
    func rearrange(_ addresses: inout [IPAddress], for query: borrowing Query, random: UInt32) {
        if query.qname.description == "AbC." { addresses[0] = .v4(random) }
    }
}
