import Glibc
import TestSupport
import Testing

/// The recipe of the image.
private struct Containerfile {
    /// The packages that each stage installs.
    let packages: [Set<String>]
    let lines: [Substring]

    init() {
        let text = SourceTree.text(of: "deploy/Containerfile")
        lines = text.split(separator: "\n")
        // The first part is what stands before the first stage.
        packages = text.split(separator: "\nFROM ").dropFirst().map { stage in
            guard let start = stage.firstRange(of: "--no-install-recommends \\\n") else { return [] }
            let words = stage[start.upperBound...].prefix { $0 != "&" }.split { " \\\n".contains($0) }
            return Set(words.map(String.init).prefix { !["WORKDIR", "RUN", "COPY"].contains($0) })
        }
    }

    func has(_ line: String) -> Bool { lines.contains(line[...]) }
}

@Suite("The image")
struct ContainerTests {
    private let recipe = Containerfile()

    @Test(
        "has the packages of every library that the server is linked to, and of no other",
        .enabled(if: isInstalled("dpkg-query"), "only Debian knows which package a library is in"))
    func libraries() async throws {
        try #require(recipe.packages.count == 2)
        let needed = try await run("readelf", ["--dynamic", "--wide", ServerProcess.executable])
            .matches(of: /NEEDED.*\[([^\]]+)\]/).map { String($0.output.1) }
        #expect(needed.contains("libcurl.so.4"))
        // Swift's own are in the program itself there, and the C library in every image.
        let others = needed.filter { !$0.contains(/^lib_?(swift|Foundation|BlocksRuntime|dispatch)/) }
            .filter { !$0.contains(/^(libc|libm|libgcc_s|ld-linux-.*)\.so\.\d+$/) }
        let installed = recipe.packages[1].subtracting(["ca-certificates"])
        var found: Set<String> = []
        for library in others {
            let owners = try await run("dpkg-query", ["--search", "*/\(library)"]).split(separator: "\n")
                .compactMap { $0.split(separator: ":").first.map(String.init) }
            #expect(!installed.isDisjoint(with: owners), "\(library) is in \(owners)")
            found.formUnion(owners)
        }
        #expect(installed.subtracting(found) == [])
    }

    @Test("is built with the packages that the Makefile installs")
    func buildPackages() throws {
        let line = try #require(
            SourceTree.text(of: "Makefile").split(separator: "\n").first { $0.hasPrefix("PACKAGES ") })
        let installed = Set(line.split { " :=".contains($0) }.dropFirst().map(String.init))
        let needed = try #require(recipe.packages.first)
        #expect(!needed.isEmpty && needed.isSubset(of: installed))
        let libraries = installed.filter { $0.hasPrefix("lib") && $0.hasSuffix("-dev") }
        #expect(needed == libraries)
    }

    @Test("runs the server as a user who is not root, the one of the pod")
    func user() throws {
        let pod = try #require(try DeployedManifest("base/deployment.yaml").root)["spec"]["template"]["spec"]
        let context = pod["securityContext"]
        let user = try #require(context["runAsUser"].number)
        let group = try #require(context["runAsGroup"].number)
        #expect(user > 0 && group > 0)
        #expect(recipe.has("USER \(user):\(group)"))
        #expect(recipe.has("ENTRYPOINT [\"/usr/local/bin/clustersetdns\"]"))
    }

    @Test("exposes the ports of the Corefiles")
    func ports() async throws {
        let line = try #require(recipe.lines.first { $0.hasPrefix("EXPOSE ") })
        let exposed = line.split(separator: " ").dropFirst().map { word in
            let parts = word.split(separator: "/")
            return "\(parts[1].uppercased())/\(parts[0])"
        }
        #expect(Set(exposed) == (try await DeployedCorefile(of: "overlays/tls").ports))
    }
}
