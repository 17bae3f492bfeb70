import Posix
import Testing

@Suite("A socket address")
struct SocketAddressTests {
    @Test(
        "An address is printed as it is usually written",
        arguments: [
            ("127.0.0.1", "127.0.0.1:53"), ("0.0.0.0", "0.0.0.0:53"), ("::", "[::]:53"),
            ("2001:0DB8:0:0::1", "[2001:db8::1]:53"), ("::ffff:192.0.2.1", "192.0.2.1:53"),
            ("fe80::1%lo", "[fe80::1%1]:53"),
        ])
    func presentation(text: String, printed: String) {
        #expect(SocketAddress(text, port: 53)?.description == printed)
    }

    @Test(
        "What is no address is refused",
        arguments: [
            "", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "::1::", "1.2.3.4%lo", "fe80::1%no-such",
        ])
    func refused(text: String) {
        #expect(SocketAddress(text, port: 53) == nil)
    }

    @Test("An IPv4 address is held in its mapped form")
    func mapped() {
        let address = SocketAddress("192.0.2.1", port: 53)
        #expect(address?.address == 0xFFFF_C000_0201)
        #expect(address == SocketAddress(ipv4: 0xC000_0201, port: 53))
        #expect(address?.isIPv4 == true)
        #expect(SocketAddress("::192.0.2.1", port: 53)?.isIPv4 == false)
    }

    @Test(
        "Both families have a wildcard",
        arguments: [("0.0.0.0", true), ("::", true), ("127.0.0.1", false), ("::1", false)])
    func wildcard(text: String, isWildcard: Bool) {
        #expect(SocketAddress(text, port: 0)?.isWildcard == isWildcard)
    }
}
