import Synchronization

/// One image behind a pointer of its own.
@safe struct PublishedImage: ~Copyable, Sendable {
    // Safe: what it points to never changes, and is freed when no section can see it.
    private nonisolated(unsafe) let address = unsafe Atomic<UnsafeMutableRawPointer?>(nil)
    private let size = Atomic(0)

    /// Octets of memory. (Any thread.)
    var octets: Int { size.load(ordering: .relaxed) }

    /// The image; valid as long as the caller's section, which was open before.
    @_lifetime(immortal)
    @unsafe func load() -> ImageView? {
        guard let address = unsafe address.load(ordering: .acquiring) else { return nil }
        return unsafe ImageView(at: address)
    }

    /// Publishes `image` by one release store. (Writer only.)
    func replace(with image: AnswerImage, retiringTo garbage: inout Garbage) {
        // Safe: the memory fits the image, and is written before anybody sees it.
        let memory = UnsafeMutableRawPointer.allocate(byteCount: image.storage.count, alignment: 8)
        unsafe image.store(at: memory)
        let old = unsafe address.load(ordering: .relaxed)
        unsafe address.store(memory, ordering: .releasing)
        if let old = unsafe old { unsafe garbage.retire(.memory(old), octets: octets) }
        size.store(image.storage.count.allocated, ordering: .relaxed)
    }

    /// Lets go of the image, on any thread: nobody holds it any more, but sections may still look at it.
    func leave(to epochs: Epochs) {
        guard let address = unsafe address.load(ordering: .relaxed) else { return }
        unsafe epochs.bequeath(.memory(address), octets: octets)
    }
}
