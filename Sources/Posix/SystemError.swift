import CPosix
import Glibc

/// A system call that failed: which one, why, and on what.
package struct SystemError: Error, Hashable, Sendable {
    /// The call as its manual page is named: `bind`.
    package let call: String
    /// The value of `errno`.
    package let code: CInt
    /// What the call was about: an address, a path.
    package let subject: String?

    package init(_ call: String, code: CInt, subject: String? = nil) {
        self.call = call
        self.code = code
        self.subject = subject
    }
}

extension SystemError {
    /// There is no room for `call`, although no system call said so (EAGAIN).
    package static func exhausted(_ call: String, subject: String?) -> Self {
        Self(call, code: EAGAIN, subject: subject)
    }

    /// Nothing is there at the moment.
    package var isWait: Bool { code == EAGAIN }

    /// Worth trying again at once: a signal came in between, or the client that was accepted is gone.
    package var isPassing: Bool { code == EINTR || code == ECONNABORTED }

    /// The process or the system has no descriptor or memory left.
    package var isShortage: Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) }

    /// Nothing listens at the address.
    package var isRefused: Bool { code == ECONNREFUSED }

    package var isAddressInUse: Bool { code == EADDRINUSE }

    /// The machine has no address of this family.
    package var isFamilyMissing: Bool { code == EAFNOSUPPORT || code == EADDRNOTAVAIL }
}

extension SystemError: CustomStringConvertible {
    /// `bind 127.0.0.1:53: Permission denied`.
    package var description: String {
        let reason = Self.text(of: code)
        guard let subject else { return "\(call): \(reason)" }
        return "\(call) \(subject): \(reason)"
    }

    /// The C library's words for `code`.
    private static func text(of code: CInt) -> String {
        // Safe: the text is a constant of the C library.
        guard let text = unsafe csd_error_text(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}

/// The value of a call that returns -1 and sets `errno` when it fails.
func checked(_ result: CInt, _ call: String, _ subject: @autoclosure () -> String? = nil) throws(SystemError)
    -> CInt
{
    guard result < 0 else { return result }
    throw SystemError(call, code: errno, subject: subject())
}

/// The value of a function of CPosix, which returns -errno when it fails.
func checkedNegated(
    _ result: CInt, _ call: String, _ subject: @autoclosure () -> String? = nil
) throws(SystemError) -> CInt {
    guard result < 0 else { return result }
    throw SystemError(call, code: -result, subject: subject())
}
