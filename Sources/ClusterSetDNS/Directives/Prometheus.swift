import Corefile
import Posix

/// `prometheus [ADDRESS] { runtime_metrics }`: counts the block's queries, and shows all metrics by HTTP.
struct PrometheusDirective: Directive {
    static let name = "prometheus"
    static let isUnique = true

    private let address: SocketAddress

    init(_ stanza: Stanza) throws(CorefileError) {
        address = try stanza.httpAddress(orElse: .loopback(port: 9153))
        for property in stanza.properties {
            switch property.name.text {
            case "runtime_metrics":
                // Accepted: they are Go's, and what there is of this process is always shown.
                try property.expectNoArguments()
            case "tls":
                throw property.error(
                    at: property.name, "metrics are not served over TLS by this version",
                    hint: "leave it out, and give an address that only Prometheus reaches")
            case let word:
                throw property.error(at: property.name, "unknown option: \(word)")
            }
        }
    }

    func apply(to block: inout BlockPlan) { block.metricsAddress = address }
}
