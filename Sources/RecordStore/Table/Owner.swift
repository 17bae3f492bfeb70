public import DNSWire

/// What a reader sees of one owner name. An owner without images is an empty non-terminal.
///
/// What reads an image is inlinable: a call for each of its numbers would cost as much as the lookup.
@usableFromInline
@safe package struct Owner: ~Escapable {
    // Safe: the block lives as long as the read section, which this view cannot outlive.
    @usableFromInline let block: OwnerBlock

    @_lifetime(immortal)
    @unsafe init(_ block: OwnerBlock) { unsafe self.block = block }

    /// The name in wire form, in lower case.
    package var name: Span<UInt8> {
        // Safe: the name lies in the block.
        @_lifetime(copy self) get { unsafe _overrideLifetime(block.name, copying: self) }
    }

    /// The image for `type`, or nil: NODATA.
    @_lifetime(copy self)
    @inlinable @inline(__always)
    package func image(for type: RRType) -> ImageView? {
        // Safe: the image lies in the block, and lives as long as this view may.
        let image = unsafe block.image(for: type.rawValue)
        return unsafe _overrideLifetime(image, copying: self)
    }

    /// How many RRsets and remarks there are.
    package var setCount: Int { unsafe Int(block.head.setCount) }

    /// The type of RRset or remark `index`, which is less than `setCount`.
    package func type(at index: Int) -> RRType { RRType(rawValue: unsafe block.type(at: index)) }

    /// How many underscored names there are left of the owner.
    package var branchCount: Int { unsafe Int(block.head.branchCount) }

    /// The labels of the underscored name `index`, which is less than `branchCount`: in lower case, without the owner's.
    @_lifetime(copy self)
    package func branchLabels(at index: Int) -> Span<UInt8> {
        // Safe: the labels lie in the block.
        let labels = unsafe block.branchLabels(at: index)
        return unsafe _overrideLifetime(labels, copying: self)
    }

    /// The underscored name left of the owner: `labels` as in the question (any case), without the owner's own.
    @_lifetime(copy self)
    package func branch(_ labels: Span<UInt8>) -> OwnerBranch? {
        // Safe: as above.
        guard let entry = unsafe block.branch(labels) else { return nil }
        let branch = unsafe OwnerBranch(block, entry)
        return unsafe _overrideLifetime(branch, copying: self)
    }
}

/// An underscored name below an owner (`_http._tcp`, `_tcp`).
@usableFromInline
@safe package struct OwnerBranch: ~Escapable {
    // Safe: as in `Owner`.
    @usableFromInline let block: OwnerBlock
    @usableFromInline let entry: OwnerBlock.BranchEntry

    @_lifetime(immortal)
    @unsafe fileprivate init(_ block: OwnerBlock, _ entry: OwnerBlock.BranchEntry) {
        unsafe self.block = block
        self.entry = entry
    }

    /// The only type that there are records of; 0 when there are none.
    var type: RRType { RRType(rawValue: entry.type) }

    /// The image for `type`, or nil: NODATA.
    @_lifetime(copy self)
    @inlinable
    package func image(for type: RRType) -> ImageView? {
        guard entry.image != 0, entry.type == type.rawValue else { return nil }
        // Safe: as in `Owner`.
        let image = unsafe ImageView(at: block.base + Int(entry.image))
        return unsafe _overrideLifetime(image, copying: self)
    }
}
