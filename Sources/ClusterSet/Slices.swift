/// The slices of one service, in the order of their names.
enum Slices: Hashable, Sendable {
    case whole([EndpointSlice])
    /// Those of a ClusterSetIP import: its names need no endpoints, and most of the memory would go to them.
    case counted([SliceCount])

    static let none = Slices.whole([])

    var isEmpty: Bool {
        switch self {
        case .whole(let slices): slices.isEmpty
        case .counted(let counts): counts.isEmpty
        }
    }

    /// Whether any endpoint is ready.
    var hasReadyEndpoints: Bool {
        switch self {
        case .whole(let slices): slices.contains { $0.endpoints.contains(where: \.isReady) }
        case .counted(let counts): counts.contains { $0.ready > 0 }
        }
    }

    /// The slices that have their endpoints.
    var whole: [EndpointSlice] {
        guard case .whole(let slices) = self else { return [] }
        return slices
    }

    /// Their names.
    var names: [String] {
        switch self {
        case .whole(let slices): slices.map(\.id.name)
        case .counted(let counts): counts.map(\.name)
        }
    }

    /// What is counted of each.
    var counts: [SliceCount] {
        switch self {
        case .whole(let slices): slices.map(SliceCount.init)
        case .counted(let counts): counts
        }
    }

    /// What is counted of the slice of that name.
    func count(named name: String) -> SliceCount? {
        switch self {
        case .whole(let slices): slices.element(named: name) { $0.id.name }.map(SliceCount.init)
        case .counted(let counts): counts.element(named: name, name: \.name)
        }
    }

    /// Counts the slices, and keeps no more of them.
    mutating func count() {
        guard case .whole(let slices) = self else { return }
        self = .counted(slices.map(SliceCount.init))
    }

    /// Whether `slice` says nothing new.
    func holds(_ slice: EndpointSlice) -> Bool {
        switch self {
        case .whole(let slices): slices.element(named: slice.id.name) { $0.id.name } == slice
        case .counted(let counts): counts.element(named: slice.id.name, name: \.name) == SliceCount(slice)
        }
    }

    /// Puts `slice` in the place of the one of that name, or adds it; returns whether that changes anything.
    mutating func put(_ slice: EndpointSlice) -> Bool {
        switch self {
        case .whole(var slices):
            self = .none
            defer { self = .whole(slices) }
            return slices.put(slice, named: slice.id.name) { $0.id.name }
        case .counted(var counts):
            self = .none
            defer { self = .counted(counts) }
            return counts.put(SliceCount(slice), named: slice.id.name, name: \.name)
        }
    }

    /// Removes the slice of that name; returns whether there was one.
    mutating func remove(_ name: String) -> Bool {
        switch self {
        case .whole(var slices):
            self = .none
            defer { self = .whole(slices) }
            return slices.remove(name) { $0.id.name }
        case .counted(var counts):
            self = .none
            defer { self = .counted(counts) }
            return counts.remove(name, name: \.name)
        }
    }
}

extension Array where Element: Equatable {
    /// Puts `element` where its name belongs. Lists come in the order of names: most often that is the end.
    fileprivate mutating func put(
        _ element: Element, named elementName: String, name: (Element) -> String
    ) -> Bool {
        let place = firstIndex(notBefore: elementName, name: name)
        guard place < endIndex, name(self[place]) == elementName else {
            insert(element, at: place)
            return true
        }
        guard self[place] != element else { return false }
        self[place] = element
        return true
    }

    fileprivate mutating func remove(_ elementName: String, name: (Element) -> String) -> Bool {
        let place = firstIndex(notBefore: elementName, name: name)
        guard place < endIndex, name(self[place]) == elementName else { return false }
        remove(at: place)
        return true
    }

    fileprivate func element(named elementName: String, name: (Element) -> String) -> Element? {
        let place = firstIndex(notBefore: elementName, name: name)
        return place < endIndex && name(self[place]) == elementName ? self[place] : nil
    }

    /// The first index whose element's name is not before `wanted`.
    private func firstIndex(notBefore wanted: String, name: (Element) -> String) -> Int {
        guard let last, name(last) >= wanted else { return endIndex }
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if name(self[middle]) >= wanted { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
