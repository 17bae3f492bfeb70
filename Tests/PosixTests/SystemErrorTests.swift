import Glibc
import Posix
import Testing

@Suite("A system error")
struct SystemErrorTests {
    @Test("An error names the call, what it was about, and the reason")
    func description() {
        let bind = SystemError("bind", code: EACCES, subject: "127.0.0.1:53")
        #expect(bind.description == "bind 127.0.0.1:53: Permission denied")
        #expect(SystemError("socket", code: EMFILE).description == "socket: Too many open files")
    }

    @Test("A code the C library does not know is given as a number")
    func unknownCode() {
        #expect(SystemError("bind", code: 9999).description == "bind: error 9999")
    }
}
