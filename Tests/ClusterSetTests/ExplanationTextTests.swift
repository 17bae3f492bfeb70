import DNSWire
import Testing

@testable import ClusterSet

@Suite("A reason for people")
struct ExplanationTextTests {
    private func text(_ compose: (inout ExplanationText) -> Void) -> String {
        var text = ExplanationText()
        compose(&text)
        let span = text.span
        return String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }

    @Test(
        "shows labels in lower case, and escapes what is not printable, wherever it stands", arguments: 0..<20
    )
    func labels(place: Int) {
        for octet in UInt8.min...UInt8.max {
            var label = [UInt8]("Frontend-for-EU-WEST".utf8)
            label[place] = octet
            let expected = label.map { octet in
                switch octet {
                case UInt8(ascii: "."), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(octet))
                case 0x21...0x7E: String(UnicodeScalar(Name.fold(octet)))
                default: "\\" + String(1000 + Int(octet)).dropFirst()
                }
            }
            #expect(text { $0.append(label: label.span) } == expected.joined())
        }
    }

    @Test("shows short labels as well as long ones", arguments: 0...63)
    func lengths(count: Int) {
        let label = (0..<count).map { UInt8(ascii: "A") + UInt8($0 % 26) }
        #expect(
            text { $0.append(label: label.span) } == String(decoding: label.map { $0 | 0x20 }, as: UTF8.self))
    }

    @Test("ends where there is no more room")
    func room() {
        let label = [UInt8](repeating: UInt8(ascii: "x"), count: 63)
        let whole = text { text in
            for _ in 0..<5 { text.append(label: label.span) }
        }
        #expect(whole == String(repeating: "x", count: 240))
    }
}
