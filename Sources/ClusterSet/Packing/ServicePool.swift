/// Packed services side by side in large pages, without anything between: an allocation of its own would make each of them half as
/// large again.
struct ServicePool {
    /// They begin at multiples of so many octets.
    private static let unit = 8
    /// Octets of a page, but for one that holds a single larger one.
    private static let pageSize = 64 << 10
    /// The bits of a place that are the place in the page, in units.
    private static let unitBits: UInt32 = 13

    private var pages: [[UInt8]] = []
    /// The page that new ones go to, and how far it is full.
    private var openPage: Int?
    private var filled = 0
    /// Places that are free, by their size in units.
    private var free: [Int: [UInt32]] = [:]
    /// The numbers of pages that are gone.
    private var freePages: [Int] = []
    /// Octets of the places in use, and of those that are free.
    private var used = 0
    private var wasted = 0

    /// Whether more than half of a good deal of memory is free: the services had better move to another pool.
    var isWasteful: Bool { wasted > 16 * Self.pageSize && wasted > used }

    /// Stores the octets of a service; their place is its own until `remove`.
    mutating func insert(_ octets: [UInt8]) -> UInt32 {
        let size = Self.size(octets.count)
        let place = takePlace(size)
        write(octets, at: place)
        used += size
        return place
    }

    /// Writes a service over the one at `place`, if it takes as much room; false if not.
    mutating func replace(_ place: UInt32, with octets: [UInt8]) -> Bool {
        guard Self.size(octets.count) == size(of: place) else { return false }
        write(octets, at: place)
        return true
    }

    mutating func remove(_ place: UInt32) {
        let size = size(of: place)
        used -= size
        guard size <= Self.pageSize else {
            pages[Self.page(place)] = []
            freePages.append(Self.page(place))
            return
        }
        free[size / Self.unit, default: []].append(place)
        wasted += size
    }

    /// What `body` makes of the service at `place`.
    func read<Result>(_ place: UInt32, _ body: (borrowing PackedService) -> Result) -> Result {
        let page = pages[Self.page(place)]
        var reader = OctetReader(page.span.extracting(Self.offset(place)...))
        return body(PackedService(reader.measured()))
    }

    private static func page(_ place: UInt32) -> Int { Int(place >> unitBits) }
    private static func offset(_ place: UInt32) -> Int { Int(place & (1 << unitBits - 1)) * unit }

    /// What a service of so many octets takes, their number in front included.
    private static func size(_ count: Int) -> Int {
        var size = 1 + count
        var rest = count >> 7
        while rest > 0 {
            size += 1
            rest >>= 7
        }
        return size.rounded(up: unit)
    }

    private func size(of place: UInt32) -> Int {
        let page = pages[Self.page(place)]
        var reader = OctetReader(page.span.extracting(Self.offset(place)...))
        let count = reader.number()
        return (reader.position + count).rounded(up: Self.unit)
    }

    private mutating func takePlace(_ size: Int) -> UInt32 {
        guard size <= Self.pageSize else { return UInt32(newPage(of: size)) << Self.unitBits }
        if let place = free[size / Self.unit]?.popLast() {
            wasted -= size
            return place
        }
        if let openPage, filled + size <= Self.pageSize {
            defer { filled += size }
            return UInt32(openPage) << Self.unitBits | UInt32(filled / Self.unit)
        }
        let page = newPage(of: Self.pageSize)
        openPage = page
        filled = size
        return UInt32(page) << Self.unitBits
    }

    private mutating func newPage(of size: Int) -> Int {
        let content = [UInt8](repeating: 0, count: size)
        if let number = freePages.popLast() {
            pages[number] = content
            return number
        }
        pages.append(content)
        return pages.count - 1
    }

    /// Writes how many octets there are, as `OctetWriter` does, and then these.
    private mutating func write(_ octets: [UInt8], at place: UInt32) {
        var position = Self.offset(place)
        var page = pages[Self.page(place)].mutableSpan
        var rest = octets.count
        while rest > 0x7F {
            page[position] = UInt8(truncatingIfNeeded: rest) | 0x80
            rest >>= 7
            position += 1
        }
        page[position] = UInt8(truncatingIfNeeded: rest)
        for index in octets.indices { page[position + 1 + index] = octets[index] }
    }
}

extension Int {
    /// The least multiple of `unit`, a power of two, that is not less.
    fileprivate func rounded(up unit: Int) -> Int { (self + unit - 1) & -unit }
}
