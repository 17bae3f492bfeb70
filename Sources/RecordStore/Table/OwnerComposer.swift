import DNSWire

/// Lays an owner out and writes its block.
struct OwnerComposer {
    private let owner: OwnerBuilder
    private let branches: BranchOrder
    private var head: OwnerBlock.Head
    private var images: ImagePlaces
    /// Offsets of the images of the RRsets, then of the branches; 0 where there is none.
    private var imageOffsets: [Int] = []

    init(_ owner: OwnerBuilder, hash: UInt64) {
        self.owner = owner
        branches = BranchOrder(owner.branches)
        head = OwnerBlock.Head(
            home: UInt32(truncatingIfNeeded: hash), branchCount: UInt32(branches.positions.count),
            setCount: UInt16(owner.sets.count), nameLength: UInt16(owner.name.wire.count))

        images = ImagePlaces(from: head.contents)
        imageOffsets.reserveCapacity(owner.sets.count + branches.positions.count)
        for index in owner.sets.indices { imageOffsets.append(images.place(owner.sets[index].image)) }
        for position in branches.positions {
            imageOffsets.append(owner.branches[position].image.map { images.place($0) } ?? 0)
        }
        let labelsLength = branches.positions.reduce(0) { $0 + branches.labels[$1].count }
        head.size = UInt32((images.end + labelsLength).rounded(up: 8))
    }

    /// A block of its own, to be published or freed by the caller.
    @unsafe func block() -> OwnerBlock {
        // Safe: every offset below is one that `init` counted into the size; zeros stay where nothing is written, so that
        // equal owners are equal octets.
        let base = UnsafeMutableRawPointer.allocate(byteCount: Int(head.size), alignment: 8)
        unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: Int(head.size))
        unsafe base.storeBytes(of: head, as: OwnerBlock.Head.self)
        unsafe write(owner.name.wire, to: base + OwnerBlock.Head.name)
        for index in images.distinct.indices {
            unsafe images.distinct[index].image.store(at: base + images.distinct[index].offset)
        }
        for index in owner.sets.indices {
            let entry = OwnerBlock.SetEntry(
                type: owner.sets[index].type.rawValue, image: UInt32(imageOffsets[index]))
            unsafe (base + head.sets).storeBytes(
                of: entry, toByteOffset: index * MemoryLayout<OwnerBlock.SetEntry>.stride,
                as: OwnerBlock.SetEntry.self)
        }
        var labels = images.end
        for (index, position) in branches.positions.enumerated() {
            let count = branches.labels[position].count
            let entry = OwnerBlock.BranchEntry(
                labels: UInt32(labels), image: UInt32(imageOffsets[owner.sets.count + index]),
                type: owner.branches[position].type?.rawValue ?? 0, labelsLength: UInt16(count))
            unsafe (base + head.branches).storeBytes(
                of: entry, toByteOffset: index * MemoryLayout<OwnerBlock.BranchEntry>.stride,
                as: OwnerBlock.BranchEntry.self)
            unsafe write(branches.labels[position], to: base + labels)
            labels += count
        }
        return unsafe OwnerBlock(base: base)
    }

    /// Writes octets, folded.
    private func write(_ octets: [UInt8], to address: UnsafeMutableRawPointer) {
        for index in octets.indices {
            unsafe address.storeBytes(of: Name.fold(octets[index]), toByteOffset: index, as: UInt8.self)
        }
    }
}

/// The branches of one owner as a binary search wants them: in order, no labels twice.
private struct BranchOrder {
    /// The labels of each branch, folded.
    let labels: [[UInt8]]
    /// Which branch comes when.
    let positions: [Int]

    init(_ branches: [OwnerBuilder.Branch]) {
        let labels = branches.map { $0.labels.map(Name.fold) }
        self.labels = labels
        guard branches.count > 1 else {
            positions = Array(branches.indices)
            return
        }
        let sorted = branches.indices.sorted { left, right in
            switch Self.order(of: labels[left], to: labels[right]) {
            case .before: true
            case .same: left < right
            case .after: false
            }
        }
        var positions: [Int] = []
        for position in sorted where positions.last.map({ labels[$0] != labels[position] }) ?? true {
            positions.append(position)
        }
        self.positions = positions
    }

    private static func order(of left: [UInt8], to right: [UInt8]) -> FoldedOrder {
        left.span.foldedOrder(to: right.span)
    }
}
