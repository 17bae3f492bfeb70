import CCurl
import Posix

/// libcurl's bundle of exchanges that share connections. Belongs to the queue of its engine.
@safe struct CurlMulti: ~Copyable {
    private let handle: UnsafeMutableRawPointer
    /// Kept for the socket callback, which gets it without a reference of its own.
    private let sockets: CurlSockets

    /// libcurl tells `sockets` what it waits for.
    init(following sockets: CurlSockets) throws(SystemError) {
        guard CurlLibrary.isReady, let handle = unsafe curl_multi_init() else {
            throw .exhausted("curl_multi_init", subject: nil)
        }
        unsafe self.handle = handle
        self.sockets = sockets
        // Safe: `self` keeps the sockets until the handle is no more, and libcurl calls only while it is entered.
        unsafe ccurl_multi_set_socket_callback(
            handle,
            { _, number, interest, context, _ in
                guard let context = unsafe context else { return 0 }
                unsafe Unmanaged<CurlSockets>.fromOpaque(context).takeUnretainedValue()
                    .follow(number, interest)
                return 0
            }, Unmanaged.passUnretained(sockets).toOpaque())
    }

    deinit {
        // Safe: `curl_multi_init` made it, and the exchanges have left it: they keep the engine that has this.
        _ = unsafe curl_multi_cleanup(handle)
    }

    func add(_ easy: borrowing CurlEasy, of transfer: HTTPTransfer) throws(HTTPFailure) {
        // Safe: both handles live; `remove` comes before the end of either.
        let code = unsafe curl_multi_add_handle(handle, easy.handle)
        guard code == CURLM_OK else { throw transfer.failure(.other, "out of memory") }
    }

    func remove(_ easy: borrowing CurlEasy) {
        // Safe: as in `add`.
        unsafe curl_multi_remove_handle(handle, easy.handle)
    }

    /// Has libcurl do what a socket is ready for.
    func act(on socket: CurlSockets.Ready) {
        var running: CInt = 0
        // Safe: libcurl writes one number; a socket that it no longer knows it passes over.
        unsafe curl_multi_socket_action(handle, socket.number, socket.events, &running)
    }

    /// Has libcurl do what is due.
    func actOnTime() {
        var running: CInt = 0
        // Safe: libcurl writes one number.
        unsafe curl_multi_socket_action(handle, CURL_SOCKET_TIMEOUT, 0, &running)
    }

    /// Nanoseconds until something is due; nil when nothing is.
    func timeout() -> UInt64? {
        var milliseconds = 0
        // Safe: libcurl writes one number.
        unsafe curl_multi_timeout(handle, &milliseconds)
        return milliseconds < 0
            ? nil : UInt64(milliseconds).multipliedReportingOverflow(by: 1_000_000).partialValue
    }

    /// An exchange that libcurl is done with, and how it went; it is told once.
    func nextDone() -> (CurlEasy.ID, CurlCode)? {
        var count: CInt = 0
        // Safe: the message lives until the next call; all of it is copied before.
        while let message = unsafe curl_multi_info_read(handle, &count) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            guard let easy = unsafe message.pointee.easy_handle else { continue }
            let id = unsafe CurlEasy.ID(easy)
            return unsafe (id, CurlCode(message.pointee.data.result))
        }
        return nil
    }
}
