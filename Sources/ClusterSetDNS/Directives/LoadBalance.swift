import Answering
import Corefile

/// `loadbalance [round_robin | weighted FILE] { reload DURATION; prefer CIDR… }`: changes the order of the addresses of
/// each answer.
struct LoadBalanceDirective: Directive {
    static let name = "loadbalance"

    private enum Policy {
        /// Every address comes first as often as the others.
        case roundRobin
        /// An address comes first as often as the file, named by the token, says.
        case weighted(WeightFile, Token)
    }

    private var policy: Policy
    private var preferred: [Subnet] = []

    init(_ stanza: Stanza) throws(CorefileError) {
        policy = try Self.policy(stanza)
        for property in stanza.properties {
            switch (property.name.text, policy) {
            case ("reload", .weighted(var file, let token)):
                file.interval = try Self.interval(property)
                policy = .weighted(file, token)
            case ("prefer", _):
                for argument in property.arguments {
                    guard let prefix = AddressPrefix(argument.text) else {
                        throw property.error(
                            at: argument,
                            "invalid CIDR \(argument.text.goQuoted): invalid CIDR address: \(argument.text)")
                    }
                    preferred.append(Subnet(prefix))
                }
            default:
                throw property.unknownProperty()
            }
        }
    }

    private static func policy(_ stanza: Stanza) throws(CorefileError) -> Policy {
        let arguments = stanza.arguments
        switch arguments.first?.text {
        case nil:
            return .roundRobin
        case "round_robin":
            guard arguments.count == 1 else {
                throw stanza.error(at: arguments[1], "unknown property for round_robin")
            }
            return .roundRobin
        case "weighted":
            guard arguments.count > 1 else {
                throw stanza.error(at: arguments[0], "missing weight file argument")
            }
            guard arguments.count == 2 else {
                throw stanza.error(at: arguments[2], "unexpected argument(s)")
            }
            return .weighted(WeightFile(path: arguments[1].text), arguments[1])
        case let word?:
            throw stanza.plainError(at: arguments[0], "unknown policy: \(word)")
        }
    }

    private static func interval(_ property: Stanza) throws(CorefileError) -> GoDuration {
        guard let argument = property.arguments.first else {
            throw property.error(at: property.name, "reload duration value is missing")
        }
        guard property.arguments.count == 1 else {
            throw property.error(at: property.arguments[1], "unexpected argument")
        }
        guard let interval = try? GoDuration(argument.text), interval.nanoseconds >= 0 else {
            throw property.error(at: argument, "invalid reload duration '\(argument.text)'")
        }
        return interval
    }

    func apply(to block: inout BlockPlan) throws(CorefileError) {
        block.addressOrder.preferred += preferred
        switch policy {
        case .roundRobin:
            block.chain.style.rotates = true
            block.addressOrder.weights = nil
        case .weighted(var file, let token):
            file = WeightFile(path: block.resolve(file.path), interval: file.interval)
            block.chain.style.rotates = false
            block.addressOrder.weights = (file, try Self.found(in: file, at: token))
        }
    }

    /// What is in `file` now. That it can't be opened is no error as long as it is tried again.
    private static func found(
        in file: WeightFile, at token: Token
    ) throws(CorefileError) -> Result<WeightTable, WeightFileError> {
        do throws(WeightFileError) {
            return .success(try file.read())
        } catch {
            if case .unreadable = error, file.interval.nanoseconds > 0 { return .failure(error) }
            throw CorefileError.plain(error.description, at: token.place).within(name)
        }
    }
}
