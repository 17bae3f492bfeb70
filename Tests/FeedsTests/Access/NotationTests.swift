import Testing

@testable import Feeds

@Suite("The notations of credentials")
struct NotationTests {
    // The vectors of RFC 4648 §10, and the two last digits.
    @Test(
        "Base64 there and back",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("~~?", "fn4/"), ("~>~", "fj5+"),
        ])
    func base64(text: String, encoded: String) {
        #expect(Base64.encoded(Array(text.utf8)) == encoded)
        #expect(Base64.decoded(encoded) == Array(text.utf8))
        #expect(Base64.decoded(encoded.map { "\($0)" }.joined(separator: "\n ")) == Array(text.utf8))
    }

    @Test(
        "What is not base64", arguments: ["Z", "Zg", "Zg=", "Zg==Zg==", "Z===", "====", "Zm9-", "Zg=a", "é"])
    func noBase64(text: String) {
        #expect(Base64.decoded(text) == nil)
    }

    @Test(
        "A credential is replaced before it expires, but is kept for a moment in any case",
        arguments: [
            (3600, 3540), (600, 540), (100, 90), (10, 9), (0, 5), (-3600, 5), (Int64.min, 5),
            (Int64.max - 1_000_000, 3_162_240_000),
        ] as [(Int64, UInt64)])
    func lifetime(left: Int64, kept: UInt64) {
        let now: UInt32 = 1_000_000
        let expiration = left < -1_000_000 ? left : Int64(now) + left
        #expect(CredentialLifetime(until: expiration, now: now).nanoseconds == kept * 1_000_000_000)
    }

    @Test(
        "YAML is told in JSON",
        arguments: [
            (
                "{a: 1, b: [x, 'y', true, ~, -1.5, 0x1f, '2']}",
                #"{"a":1,"b":["x","y",true,null,-1.5,"0x1f","2"]}"#
            ),
            (#"{"a\"\n\\": "\u0001é"}"#, #"{"a\"\n\\":"\u0001é"}"#),
            ("[False, .inf, 1e3, .5, 012]", #"[false,".inf",1000.0,0.5,12]"#),
        ])
    func json(yaml: String, json: String) throws {
        let octets = Array(yaml.utf8)
        var reader = try YAMLReader(octets.span)
        let document = try reader.nextDocument(itemsOf: "") { _ in }
        #expect(document.map { JSONText.value($0) } == json)
    }
}
