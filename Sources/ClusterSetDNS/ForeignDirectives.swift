/// What CoreDNS 1.13 has and this server has not: a Corefile that names one of them does not start, and is told what to do instead.
enum ForeignDirectives {
    /// What to do instead of `name`; nil when CoreDNS does not have it either.
    static func advice(on name: String) -> String? {
        if let advice = special[name] { return advice }
        return elsewhere.contains(name)
            ? "CoreDNS has it, this server does not: leave it to the CoreDNS that forwards to it" : nil
    }

    /// What somebody other than the CoreDNS in front does better, or what has another name here.
    private static let special = [
        "pprof":
            "it looks into a Go program: use `perf record -p PID` on this one, and `prometheus` for its counters",
        "trace":
            "no query waits for anything here that a trace could show: use `log` with {duration}, or `prometheus`",
        "dnstap": "use `log` for single queries, or `prometheus` for counts",
        "geoip": "it only adds metadata to others: leave it out",
        "metadata": "it only adds metadata to others: leave it out",
        "view":
            "a server block is chosen by zone and address alone: use `bind`, or `acl` to keep clients out",
        "grpc_server": "it bounds gRPC, which is not served: leave it out",
        "https": "it bounds DNS over HTTPS, which is not served: leave it out",
        "https3": "it bounds DNS over HTTPS, which is not served: leave it out",
        "quic": "it bounds DNS over QUIC, which is not served: leave it out",
        "proxyproto": "clients are known by the address that they send from: leave it out",
        "k8s_external": "only the names of cluster sets are served: leave it to the cluster's CoreDNS",
        "import": "it stands at the beginning of a line: `import FILE` or `import SNIPPET`",
    ]

    private static let elsewhere: Set<String> = [
        "auto", "autopath", "azure", "clouddns", "dns64", "dnssec", "erratic", "etcd", "file", "grpc",
        "hosts",
        "nomad", "on", "rewrite", "route53", "secondary", "sign", "template", "tsig",
    ]
}
