// swift-tools-version: 6.2

import PackageDescription

/// The package, from the octets up: every target may import only what stands above it here.
let package = Package(
    name: "ClusterSetDNS",
    products: [
        .executable(name: "clustersetdns", targets: ["ClusterSetDNS"]),
        .library(name: "DNSWire", targets: ["DNSWire"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        // The pure core: no I/O, no clock, no waiting.
        .target(name: "DNSWire"),
        .target(name: "Corefile"),
        .target(name: "Metrics"),
        .target(name: "RecordStore", dependencies: ["DNSWire"]),
        .target(name: "Answering", dependencies: ["DNSWire", "RecordStore"]),
        .target(name: "ClusterSet", dependencies: ["DNSWire", "RecordStore", "Answering"]),

        // The shell: sockets, files and clusters.
        .target(name: "CPosix"),
        .target(name: "CYAML", linkerSettings: [.linkedLibrary("yaml")]),
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "CMicroHTTPD", linkerSettings: [.linkedLibrary("microhttpd")]),
        .target(
            name: "COpenSSL", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .target(name: "Posix", dependencies: ["CPosix"]),
        .target(
            name: "Transport",
            dependencies: [
                "Posix", "Answering", "RecordStore", "CMicroHTTPD", "COpenSSL",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "Feeds",
            dependencies: [
                "Posix", "Metrics", "ClusterSet", "CCurl", "CSimdJSON", "CYAML",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        // The program: chooses, assembles, runs.
        .executableTarget(
            name: "ClusterSetDNS",
            dependencies: [
                "DNSWire", "Corefile", "Metrics", "RecordStore", "Answering", "ClusterSet", "Posix",
                "Transport", "Feeds",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        // What tests have in common: folders, processes, clients, a fake API server.
        .target(
            name: "TestSupport",
            dependencies: ["DNSWire", "Feeds", "Posix", .product(name: "Logging", package: "swift-log")],
            path: "Tests/Support"
        ),
        .testTarget(name: "DNSWireTests", dependencies: ["DNSWire"]),
        .testTarget(name: "CorefileTests", dependencies: ["Corefile", "TestSupport"]),
        .testTarget(name: "MetricsTests", dependencies: ["Metrics"]),
        .testTarget(name: "RecordStoreTests", dependencies: ["DNSWire", "RecordStore"]),
        .testTarget(
            name: "AnsweringTests", dependencies: ["DNSWire", "RecordStore", "Answering", "TestSupport"]),
        .testTarget(
            name: "ClusterSetTests",
            dependencies: ["DNSWire", "RecordStore", "Answering", "ClusterSet", "TestSupport"]),
        .testTarget(
            name: "ScenarioTests",
            dependencies: ["DNSWire", "RecordStore", "Answering", "ClusterSet", "Feeds"]
        ),
        .testTarget(name: "PosixTests", dependencies: ["Posix"]),
        .testTarget(
            name: "TransportTests",
            dependencies: ["DNSWire", "RecordStore", "Answering", "Posix", "Transport", "TestSupport"]
        ),
        .testTarget(
            name: "FeedsTests",
            dependencies: [
                "DNSWire", "RecordStore", "Answering", "ClusterSet", "Feeds", "Metrics", "Posix",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "LoadBalanceTests",
            dependencies: [
                "ClusterSetDNS", "Answering", "Corefile", "DNSWire", "Posix", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        // The program: its parts here, and the executable as a process of its own.
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "ClusterSetDNS", "DNSWire", "Corefile", "Metrics", "RecordStore", "Answering", "ClusterSet",
                "Feeds", "Posix", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        // The program and a real cluster, where the environment names one.
        .testTarget(
            name: "ClusterTests", dependencies: ["ClusterSetDNS", "DNSWire", "Feeds", "TestSupport"]),
        // The program behind others that forward to it, where they are there.
        .testTarget(
            name: "ForwarderTests", dependencies: ["ClusterSetDNS", "DNSWire", "Posix", "TestSupport"]),
        .testTarget(name: "HouseTests"),
    ],
    swiftLanguageModes: [.v6]
)

// Benchmarks see `package` API, so they are targets of this package, but only when the environment asks for them.
if Context.environment["CLUSTERSETDNS_BENCH"] != nil {
    package.dependencies.append(
        // Without its traits the library needs neither jemalloc nor interposers.
        .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: [])
    )
    package.targets += [
        .target(
            name: "Loops", dependencies: ["DNSWire", "RecordStore", "Answering", "ClusterSet"],
            path: "Benchmarks/Loops"),
        .executableTarget(
            name: "InstructionCount", dependencies: ["Loops"], path: "Benchmarks/InstructionCount"),
        .executableTarget(
            name: "MicroBenchmarks",
            dependencies: ["Loops", .product(name: "Benchmark", package: "benchmark")],
            path: "Benchmarks/MicroBenchmarks",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
    ]
}

for target in package.targets where ![.system, .plugin].contains(target.type) {
    target.swiftSettings = [
        // `unsafe` is a word that stands in the code, or the code does not compile (SE-0458).
        .strictMemorySafety(),
        // A module sees only what it imports itself, and says how far an import reaches (SE-0444, SE-0409).
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("ExistentialAny"),
        // `@_lifetime` for views that cannot outlive what they view.
        .enableExperimentalFeature("Lifetimes"),
    ]
    if Context.environment["CI"] != nil {
        target.swiftSettings?.append(.treatAllWarnings(as: .error))
    }
}
