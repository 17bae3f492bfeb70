import CPosix

/// Tells that a child of this process has ended.
struct ExitNotice: ~Copyable {
    private let child: FileDescriptor
    /// Readable from the child's end on.
    ///
    /// Not the pidfd itself: some kernels call it a regular file, which Dispatch takes for always ready.
    let descriptor: FileDescriptor

    init(of number: CInt) throws(SystemError) {
        let child = FileDescriptor(owning: try checkedNegated(csd_pidfd_open(number), "pidfd_open"))
        let epoll = try Epoll()
        try epoll.add(child, token: 0)
        self.child = child
        descriptor = epoll.intoDescriptor()
    }
}
