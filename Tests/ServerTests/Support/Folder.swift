import Glibc
import Posix

/// A directory of its own for one test, removed with the files in it at the end.
// Safe, here and below: each call reads paths that end with a zero octet and outlive it.
final class Folder {
    let path: String
    private var names: Set<String> = []

    init() {
        var template = Array("/tmp/clustersetdns-XXXXXX".utf8CString)
        // Safe: mkdtemp changes the template in place, which ends with a zero octet and outlives the call.
        path = unsafe template.withUnsafeMutableBufferPointer { text in
            guard let start = text.baseAddress, unsafe mkdtemp(start) != nil else { return "/nonexistent" }
            return unsafe String(cString: start)
        }
    }

    deinit {
        for name in names { _ = unsafe Glibc.unlink(self(name)) }
        _ = unsafe rmdir(path)
    }

    /// The path of the file `name`, which need not be there yet.
    func callAsFunction(_ name: String) -> String {
        names.insert(name)
        return "\(path)/\(name)"
    }

    /// Replaces the file `name` as an editor does: beside it, then renamed.
    func write(_ name: String, _ text: String) {
        let part = self("\(name).part")
        let number = unsafe open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        let octets = Array(text.utf8)
        let count = unsafe Glibc.write(number, octets, octets.count)
        precondition(count == octets.count)
        close(number)
        unsafe _ = Glibc.rename(part, self(name))
    }

    func has(_ name: String) -> Bool { unsafe access(self(name), F_OK) == 0 }

    /// The content of the file `name` as it is now; empty when there is none.
    func text(of name: String) -> String {
        let octets = try? RegularFile.read(self(name), atMost: 64 << 20)
        return String(decoding: octets ?? [], as: UTF8.self)
    }
}
