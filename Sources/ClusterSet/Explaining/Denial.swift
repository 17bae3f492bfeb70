import Answering
import DNSWire
import RecordStore

/// Why a name does not exist, or has no records of a type: put together from what the store holds, with a bounded number of
/// lookups.
struct Denial: ~Copyable, ~Escapable {
    /// How many ports of a service are named.
    private static let mostPorts = 6

    private let labels: NameLabels
    private(set) var text = ExplanationText()
    /// Whether nobody knows if the reason still holds.
    private(set) var isStale = false

    /// Of the QNAME of `query`, whose last `zoneLength` octets are the zone's.
    @_lifetime(copy query)
    init(of query: borrowing Query, zoneLength: Int) {
        labels = NameLabels(query.name, zoneLength: zoneLength)
    }

    /// Says first that what follows may be out of date: `loss` tells since when.
    @_lifetime(self: copy self)
    mutating func beginStale(_ loss: Span<UInt8>) {
        isStale = true
        text.append(loss)
        text.append(": ")
    }

    // MARK: NXDOMAIN

    /// Says why the name does not exist in the zone of `store`. `branch` are its leading underscored labels.
    ///
    /// (The store is handed on, for a value that holds it would retain it.)
    @_lifetime(self: copy self)
    mutating func explainAbsence(branch: Span<UInt8>, in store: Store, _ section: borrowing ReadSection) {
        guard let services = labels[0], services.isSVC, labels.count > 1 else {
            return explainForeignShape()
        }
        guard let space = labels.suffix(from: 1), let namespace = section.owner(space, in: store) else {
            return explainNamespace(in: store, section)
        }
        guard let name = labels.suffix(from: 2), let service = section.owner(name, in: store) else {
            return explainService(below: namespace, in: store, section)
        }
        if let absence = service.remark(.absence) { return text.append(absence) }
        if !branch.isEmpty, branch.count == labels.prefix(upTo: 2).count {
            explainPort(branch, of: service)
        } else {
            explainEndpoint(of: service)
        }
    }

    /// The name is none that a cluster set has: search paths make such names.
    @_lifetime(self: copy self)
    private mutating func explainForeignShape() {
        text.append("names of services are SERVICE.NAMESPACE.svc.")
        text.append(labels: labels.zone)
    }

    @_lifetime(self: copy self)
    private mutating func explainNamespace(in store: Store, _ section: borrowing ReadSection) {
        guard let label = labels[1] else { return }
        text.append("no ServiceImport in namespace ")
        text.append(label: label)
        guard let parent = labels.suffix(from: 0), let services = section.owner(parent, in: store) else {
            return
        }
        suggest(label, among: services, below: parent, in: store, section)
    }

    @_lifetime(self: copy self)
    private mutating func explainService(
        below namespace: borrowing Owner, in store: Store, _ section: borrowing ReadSection
    ) {
        guard let label = labels[2], let space = labels[1], let parent = labels.suffix(from: 1) else {
            return
        }
        text.append("no ServiceImport ")
        text.append(label: label)
        text.append(" in namespace ")
        text.append(label: space)
        suggest(label, among: namespace, below: parent, in: store, section)
    }

    /// Names what may have been meant, if that exists.
    @_lifetime(self: copy self)
    private mutating func suggest(
        _ label: Span<UInt8>, among names: borrowing Owner, below parent: Span<UInt8>,
        in store: Store, _ section: borrowing ReadSection
    ) {
        guard let names = names.remark(.names) else { return }
        let list = NameListView(names)
        guard let index = list.nearest(to: label) else { return }
        // The list may be older than the store.
        guard let owner = section.owner(WireName(list[index], below: parent).span, in: store),
            owner.remark(.absence) == nil
        else { return }
        text.append("; did you mean ")
        text.append(list[index])
        text.append("?")
    }

    @_lifetime(self: copy self)
    private mutating func explainPort(_ branch: Span<UInt8>, of service: borrowing Owner) {
        text.append("no port ")
        text.append(labels: branch)
        text.append(" of the service; ")
        var count = 0
        for index in 0..<service.branchCount {
            let labels = service.branchLabels(at: index)
            // Those of one label are the protocols above the ports.
            guard Int(labels[0]) + 1 < labels.count else { continue }
            guard count < Self.mostPorts else {
                text.append(", …")
                break
            }
            if count == 0 { text.append("it has ") } else { text.append(", ") }
            text.append(labels: labels)
            count += 1
        }
        if count == 0 { text.append("none of its ports has a name") }
    }

    @_lifetime(self: copy self)
    private mutating func explainEndpoint(of service: borrowing Owner) {
        text.append("no ")
        text.append(labels: labels.prefix(upTo: 2))
        text.append(" below the service; ")
        if let contents = service.remark(.contents) {
            text.append(contents)
        } else {
            text.append("type ClusterSetIP has no names of clusters or endpoints")
        }
    }

    // MARK: NODATA

    /// Says what there is at a name that has no records of `type`.
    @_lifetime(self: copy self)
    mutating func explainLack(of type: RRType, at owner: borrowing Owner) {
        if type == .a || type == .aaaa, let reason = owner.remark(.reason) { return text.append(reason) }
        text.append("no ")
        text.append(type)
        var count = 0
        for index in 0..<owner.setCount {
            let other = owner.type(at: index)
            guard Remark(rawValue: other.rawValue) == nil else { continue }
            // (A string that is chosen between two is released, one that stands here is not.)
            if count == 0 { text.append(" here, but ") } else { text.append(", ") }
            text.append(other)
            count += 1
        }
        if count == 0 { text.append(" here: no records at this name, only below it") }
    }

    /// Says that the underscored name has SRV records, or only those below it.
    @_lifetime(self: copy self)
    mutating func explainLack(of type: RRType, atBranchOf branch: OwnerBranch) {
        text.append("no ")
        text.append(type)
        let hasRecords = branch.image(for: .srv) != nil
        if hasRecords {
            text.append(" here, but SRV")
        } else {
            text.append(" here: no records at this name, only below it")
        }
    }
}

/// A name composed of a label and what it lies below, in wire form.
private struct WireName: ~Copyable {
    private var octets = InlineArray<320, UInt8>(repeating: 0)
    private var count: Int

    /// `label` has at most 63 octets, `parent` at most 255.
    init(_ label: Span<UInt8>, below parent: Span<UInt8>) {
        octets[0] = UInt8(truncatingIfNeeded: label.count)
        count = 1
        for index in label.indices {
            octets[count] = label[index]
            count += 1
        }
        for index in parent.indices {
            octets[count] = parent[index]
            count += 1
        }
    }

    var span: Span<UInt8> {
        @_lifetime(borrow self)
        get { octets.span.extracting(0..<count) }
    }
}

extension Span<UInt8> {
    /// Whether this label is `svc`, which the names of all services have in common.
    fileprivate var isSVC: Bool {
        count == 3 && Name.fold(self[0]) == UInt8(ascii: "s") && Name.fold(self[1]) == UInt8(ascii: "v")
            && Name.fold(self[2]) == UInt8(ascii: "c")
    }
}

extension ExplanationText {
    /// Appends the mnemonic; of the types that are asked for often without a look into a table, or a string that is released.
    fileprivate mutating func append(_ type: RRType) {
        switch type {
        case .a: append("A")
        case .aaaa: append("AAAA")
        case .srv: append("SRV")
        case .txt: append("TXT")
        case .ns: append("NS")
        case .soa: append("SOA")
        case .ptr: append("PTR")
        case .cname: append("CNAME")
        case .https: append("HTTPS")
        default: append(type.description)
        }
    }
}
