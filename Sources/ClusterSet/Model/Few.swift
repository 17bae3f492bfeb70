/// A collection that holds its only element in place, and more than one on the heap.
///
/// Nearly every import has one address and one port: an array for each would double what a service costs.
package enum Few<Element: Hashable & Sendable>: Hashable, Sendable {
    case one(Element)
    /// Any number but one.
    case many([Element])

    /// The elements of `elements`, in their order.
    package init(_ elements: [Element]) {
        self = elements.count == 1 ? .one(elements[0]) : .many(elements)
    }

    /// The distinct elements of `elements`, in the order in which they come first.
    init(distinct elements: some Sequence<Element>) {
        let elements = Array(elements)
        var seen: Set<Element> = []
        self.init(elements.count == 1 ? elements : elements.filter { seen.insert($0).inserted })
    }
}

extension Few: RandomAccessCollection {
    package var startIndex: Int { 0 }

    package var endIndex: Int {
        switch self {
        case .one: 1
        case .many(let elements): elements.count
        }
    }

    package subscript(position: Int) -> Element {
        switch self {
        case .one(let element): element
        case .many(let elements): elements[position]
        }
    }
}

extension Few: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: Element...) {
        self.init(elements)
    }
}
