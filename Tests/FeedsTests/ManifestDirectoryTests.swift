import ClusterSet
import Feeds
import Glibc
import TestSupport
import Testing

@Suite("A directory of manifests is followed")
struct ManifestDirectoryTests {
    private let folder = Folder()

    @Test("Everything in the directory is there when the start returns")
    func start() throws {
        folder.write("a.yaml", serviceImport("a"))
        folder.write("b.yml", serviceImport("b") + endpointSlice("b-1", of: "b"))
        folder.write("c.json", "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []}")
        folder.write("d.txt", serviceImport("d"))
        folder.write(".e.yaml", serviceImport("e"))
        folder.makeDirectory("f.yaml")
        unsafe mkfifo(folder("g.yaml"), 0o644)
        folder.link("h.yaml", to: "nowhere")
        let follower = Follower(folder.path)
        try follower.start()
        #expect(follower.known.summary == "a b")
        #expect(follower.known.slices.values.map(\.service) == ["b"])
        #expect(follower.known.deliveries == [3])
        #expect(
            follower.log.all == ["info following manifests directories=\(folder.path) imports=2 slices=1"])
    }

    @Test("A directory that is missing at the start is an error that names it")
    func missing() {
        let follower = Follower(folder.path, folder("none"))
        let path = folder("none")
        let error = #expect(throws: FeedError.self) { try follower.start() }
        #expect(
            error.map { "\($0)" }
                == "cannot follow the manifests in \(path): inotify_add_watch \(path): No such file or directory"
        )
        #expect(follower.known.deliveries.isEmpty)
    }

    @Test("A file that is changed, added, renamed or removed changes what is known")
    func changes() throws {
        folder.write("a.yaml", serviceImport("a"))
        let follower = Follower(folder.path)
        try follower.start()
        folder.write("a.yaml", serviceImport("a", "Headless"))
        follower.waits(for: "[a]")
        folder.write("b.yaml", serviceImport("b"))
        follower.waits(for: "[a] b")
        folder.rename("b.yaml", to: "b.off")
        follower.waits(for: "[a]")
        folder.rename("b.off", to: "c.yaml")
        follower.waits(for: "[a] b")
        folder.remove("a.yaml")
        follower.waits(for: "b")
        #expect(follower.known.deliveries == [1, 1, 1, 1, 1, 1])
    }

    @Test("Only what differs is delivered")
    func differences() throws {
        folder.write("a.yaml", serviceImport("a") + serviceImport("b") + endpointSlice("s", of: "a"))
        let follower = Follower(folder.path)
        try follower.start()
        folder.write(
            "a.yaml", serviceImport("b") + serviceImport("c") + endpointSlice("s", of: "a", port: 81))
        follower.waits(for: "b c")
        #expect(follower.known.slices.values.flatMap(\.ports).map(\.number) == [81])
        #expect(follower.known.deliveries == [3, 3])
        // The same text again, and a rename to another name, change nothing.
        folder.write(
            "a.yaml", serviceImport("b") + serviceImport("c") + endpointSlice("s", of: "a", port: 81))
        follower.paused { folder.rename("a.yaml", to: "b.yaml") }
        folder.write("z.yaml", serviceImport("z"))
        follower.waits(for: "b c z")
        #expect(follower.known.deliveries == [3, 3, 1])
    }

    @Test("What an editor writes beside a file and renames over it is the file")
    func editor() throws {
        folder.write("a.yaml", serviceImport("a"))
        let follower = Follower(folder.path)
        try follower.start()
        folder.rename("a.yaml", to: "a.yaml~")
        folder.write(".a.yaml.swp", serviceImport("b"))
        folder.rename(".a.yaml.swp", to: "a.yaml")
        follower.waits(for: "b")
    }

    @Test("A file that is being written is read when it is closed, never before")
    func halfWritten() throws {
        folder.write("a.yaml", serviceImport("a"))
        let follower = Follower(folder.path)
        try follower.start()
        do {
            let growing = folder.append("a.yaml")
            let new = folder.append("b.yaml")
            growing.write(serviceImport("c"))
            new.write(serviceImport("b"))
            folder.write("mark.yaml", serviceImport("mark"))
            follower.waits(for: "a mark")
            growing.write(serviceImport("d"))
        }
        follower.waits(for: "a b c d mark")
    }

    @Test("A burst is one delivery")
    func burst() throws {
        let follower = Follower(folder.path)
        try follower.start()
        follower.paused {
            for index in 0..<100 { folder.write("\(index).yaml", serviceImport("s\(index)")) }
        }
        follower.waits(until: { $0.imports.count == 100 })
        #expect(follower.known.deliveries == [0, 100])
    }

    @Test("Links are read when they are made")
    func links() throws {
        folder.makeDirectory("elsewhere")
        folder.write("elsewhere/a", serviceImport("a"))
        folder.write("elsewhere/b", serviceImport("b"))
        let follower = Follower(folder.path)
        try follower.start()
        folder.link("a.yaml", to: "elsewhere/a")
        follower.waits(for: "a")
        folder.hardLink("b.yaml", to: "elsewhere/b")
        follower.waits(for: "a b")
    }

    @Test("The kubelet's swap of a ConfigMap is followed as one change")
    func configMap() throws {
        /// Writes a version of the ConfigMap as the kubelet does: a directory, then `..data` renamed over.
        func publish(_ version: String, _ files: [String: String]) {
            folder.makeDirectory("..\(version)")
            for (name, text) in files { folder.write("..\(version)/\(name)", text) }
            folder.link("..data_tmp", to: "..\(version)")
            folder.rename("..data_tmp", to: "..data")
        }
        publish("1", ["a.yaml": serviceImport("a"), "b.yaml": serviceImport("b")])
        folder.link("a.yaml", to: "..data/a.yaml")
        folder.link("b.yaml", to: "..data/b.yaml")
        let follower = Follower(folder.path)
        try follower.start()
        #expect(follower.known.summary == "a b")

        publish("2", ["a.yaml": serviceImport("a", "Headless"), "b.yaml": serviceImport("b2")])
        folder.remove("..1/a.yaml")
        folder.remove("..1/b.yaml")
        folder.remove("..1")
        follower.waits(for: "[a] b2")
        #expect(follower.known.deliveries == [2, 3])

        publish("3", ["a.yaml": serviceImport("a"), "c.yaml": serviceImport("c")])
        folder.link("c.yaml", to: "..data/c.yaml")
        folder.remove("b.yaml")
        follower.waits(for: "a c")
    }

    @Test("When the kernel loses events, the directory is read again")
    func overflow() throws {
        folder.write("a.yaml", serviceImport("a"))
        folder.write("b.yaml", serviceImport("b"))
        let follower = Follower(folder.path)
        try follower.start()
        follower.paused {
            // More events than fit while nobody reads them; equal neighbours would be told as one.
            for _ in 0..<Folder.mostEvents {
                folder.append("x.txt").write("")
                folder.append("y.txt").write("")
            }
            folder.write("a.yaml", serviceImport("a2"))
            folder.remove("b.yaml")
            folder.write("c.yaml", serviceImport("c"))
        }
        follower.waits(for: "a2 c")
        #expect(follower.known.deliveries == [2, 4])
    }

    @Test("Nothing is delivered after the stop")
    func stop() throws {
        let follower = Follower(folder.path)
        try follower.start()
        let witness = Follower(folder.path)
        try witness.start()
        follower.stop()
        folder.write("a.yaml", serviceImport("a"))
        witness.waits(for: "a")
        follower.paused {}
        #expect(follower.known.deliveries == [0])
    }
}

extension Folder {
    /// How many events the kernel keeps for one inotify descriptor.
    fileprivate static var mostEvents: Int {
        let number = unsafe open("/proc/sys/fs/inotify/max_queued_events", O_RDONLY)
        defer { close(number) }
        var digits = [UInt8](repeating: 0, count: 32)
        let count = unsafe read(number, &digits, digits.count)
        return Int(String(decoding: digits.prefix(max(count, 0)), as: UTF8.self).dropLast()) ?? 16_384
    }
}
