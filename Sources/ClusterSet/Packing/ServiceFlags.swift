/// What is packed of an import in one octet.
struct ServiceFlags: RawRepresentable {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(kind: ServiceImport.Kind?, hidesWhenEmpty: Bool) {
        let type: UInt8 =
            switch kind {
            case nil: 0
            case .clusterSetIP: 1
            case .headless: 2
            }
        rawValue = type | (hidesWhenEmpty ? 4 : 0)
    }

    var kind: ServiceImport.Kind? {
        switch rawValue & 3 {
        case 0: nil
        case 1: .clusterSetIP
        default: .headless
        }
    }

    var hidesWhenEmpty: Bool { rawValue & 4 != 0 }
}
