import Corefile
import Testing

struct GoHostPortTests {
    @Test(
        "Host and port are told apart as Go does it",
        arguments: [
            (":8080", "", "8080"), ("localhost:9153", "localhost", "9153"), ("[::1]:53", "::1", "53"),
            ("[]:1", "", "1"), ("a:", "a", ""), ("[fe80::1%eth0]:5", "fe80::1%eth0", "5"),
        ])
    func good(text: String, host: String, port: String) throws {
        let address = try GoHostPort(text)
        #expect(address.host == host)
        #expect(address.port == port)
    }

    @Test(
        "What is wrong is said in Go's words",
        arguments: [
            ("", "missing port in address"), ("foo", "missing port in address"),
            ("[::1]", "missing port in address"), (":x:y", "too many colons in address"),
            ("::1", "too many colons in address"), ("[::1", "missing ']' in address"),
            ("[::1]x:1", "missing port in address"), ("[::1]:1:2", "too many colons in address"),
            ("a[:1", "unexpected '[' in address"), ("a]:1", "unexpected ']' in address"),
            ("[[::1]:1", "unexpected '[' in address"),
        ])
    func bad(text: String, reason: String) {
        #expect(throws: GoHostPort.Invalid(description: "address \(text): \(reason)")) {
            _ = try GoHostPort(text)
        }
    }
}
