import Posix

/// A file with a bearer token, which is read for each request: a request costs a thousand times as much.
struct TokenFile {
    /// Why there is no token.
    struct Failure: Error {
        var reason: String
    }

    private static let largestFile = 1 << 20

    let path: String
    /// What the file held when it could last be read.
    private var last: Secret?

    init(path: String, fallback: Secret?) {
        self.path = path
        last = fallback
    }

    /// What the file holds, or, when it cannot be read, what it held last.
    mutating func token() throws(Failure) -> Secret {
        do throws(Failure) {
            let token = try read()
            last = token
            return token
        } catch {
            guard let last else { throw error }
            return last
        }
    }

    /// The token in `authorization` is worth nothing: it will not do in place of the file.
    mutating func refuse(_ authorization: Authorization) {
        if let token = last, .bearer(token) == authorization { last = nil }
    }

    private func read() throws(Failure) -> Secret {
        let octets: [UInt8]?
        do throws(SystemError) {
            octets = try RegularFile.read(path, atMost: TokenFile.largestFile)
        } catch {
            throw Failure(reason: "\(error)")
        }
        guard let octets else { throw Failure(reason: "\(path) is not there, or is no file") }
        guard let token = Secret(token: String(decoding: octets, as: UTF8.self)) else {
            throw Failure(reason: "\(path) holds no token")
        }
        return token
    }
}
