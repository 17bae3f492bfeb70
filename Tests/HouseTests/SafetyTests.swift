import Testing

struct SafetyTests {
    /// Folders and files whose code may say `unsafe`.
    static let islands = [
        "Sources/Posix/", "Sources/RecordStore/Table/", "Sources/Feeds/HTTP/Curl",
        "Sources/Feeds/JSON/JSONParser.swift", "Sources/Feeds/YAML", "Sources/Feeds/Manifests/YAML",
        "Sources/Transport/HTTP/", "Sources/Transport/TLS/",
    ]

    @Test("The word unsafe stays on its islands")
    func unsafeStaysOnItsIslands() {
        let findings = SourceTree.sources
            .filter { file in !Self.islands.contains { file.path.hasPrefix($0) } }
            .flatMap { $0.unsafeUses }
        #expect(findings == [])
    }

    @Test("A file that says unsafe says why it is safe")
    func islandsAreExplained() {
        let unexplained = SourceTree.sources.filter { file in
            !file.unsafeUses.isEmpty
                && file.mentions(of: /\/\/.*\bSafe:/).isEmpty
        }
        #expect(unexplained.map(\.path) == [])
    }

    @Test("A promise that the compiler cannot check has its proof beside it")
    func promisesAreProven() {
        let findings = SourceTree.files(in: ["Sources", "Tests", "Benchmarks"], ending: ".swift").flatMap {
            file in
            file.findings(of: /@unchecked\sSendable|nonisolated\(unsafe\)/) { !file.isExplained(at: $0) }
        }
        #expect(findings == [])
    }

    @Test("Nothing in the server gives up on purpose")
    func noDeliberateTraps() {
        let findings = SourceTree.sources.flatMap { $0.findings(of: /\btry!|\bfatalError\(|\bas!/) }
        #expect(findings == [])
    }

    /// Where the server's one pause is defined, and taken: by a worker whose socket fails at once, again and again.
    static let pauses = ["Sources/Posix/MonotonicClock.swift", "Sources/Transport/DatagramWorker.swift"]

    @Test("Nothing sleeps, but tests between two looks at what they wait for")
    func nothingSleeps() {
        let findings = SourceTree.files(in: ["Sources", "Tests", "Benchmarks"], ending: ".swift")
            .filter { !Self.pauses.contains($0.path) }
            .flatMap { file in
                file.findings(of: /\b(u|nano)?sleep\(/) { index in
                    !file.path.hasPrefix("Tests/") || !file.isInShortLoop(at: index)
                }
            }
        #expect(findings == [])
    }

    /// Where the feeds look at the time of day: a credential says until when it is good.
    static let calendars = ["Sources/Feeds/Kubernetes/Access/PluginCredential.swift"]

    @Test("A wall clock that jumps moves nothing that the feeds do")
    func feedsAskForNoTimeOfDay() {
        let findings = SourceTree.files(in: ["Sources/Feeds"], ending: ".swift")
            .filter { !Self.calendars.contains($0.path) }
            .flatMap {
                $0.findings(of: /\bWallClock\b|\bwallDeadline\b|\bDispatchWallTime\b|\bCLOCK_REALTIME\b/)
            }
        #expect(findings == [])
    }

    @Test("A method's name is found behind its dot")
    func boundaries() {
        let file = TextFile(path: "Some.swift", text: "try await Task.sleep(for: .seconds(1))\noversleep()")
        #expect(file.findings(of: /\bsleep\(/) == [file.finding(at: 0)])
    }

    @Test("Comments and literals are not code")
    func stripping() {
        var stripper = CodeStripper()
        #expect(stripper.strip("let a = \"x // \\\" y\" // unsafe") == "let a =  ")
        #expect(stripper.strip("let text = \"\"\"") == "let text = ")
        #expect(stripper.strip("unsafe \"quoted\" // text") == "")
        #expect(stripper.strip("\"\"\".count") == ".count")
    }
}
