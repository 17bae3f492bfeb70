import ClusterSet
import Feeds
import TestSupport
import Testing

@Suite("A mistake in one file changes nothing elsewhere")
struct LastGoodStateTests {
    private let folder = Folder()

    @Test("A malformed file keeps what it held, and says why in one line")
    func malformedFile() throws {
        folder.write("a.yaml", serviceImport("a") + serviceImport("b"))
        folder.write("c.yaml", serviceImport("c"))
        let follower = Follower(folder.path)
        try follower.start()
        folder.write("a.yaml", serviceImport("x") + "a: [")
        follower.log.waits(for: "a.yaml")
        folder.write("c.yaml", serviceImport("d"))
        follower.waits(for: "a b d")
        #expect(
            follower.log.all.dropFirst() == [
                "error \(folder("a.yaml")):7:1: did not find expected node content"
                    + " while parsing a flow node at 7:1 kept=2"
            ])
        folder.write("a.yaml", serviceImport("a"))
        follower.waits(for: "a d")
    }

    @Test("A file that is malformed at the start is one line, the others are served")
    func malformedAtStart() throws {
        folder.write("a.yaml", "a: b: c")
        folder.write("b.yaml", serviceImport("b"))
        let follower = Follower(folder.path)
        try follower.start()
        #expect(follower.known.summary == "b")
        #expect(
            follower.log.all.first
                == "error \(folder("a.yaml")):1:5: mapping values are not allowed in this context kept=0")
        #expect(follower.log.all.count == 2)
    }

    @Test("An object that is wrong keeps its last good state, others in its file are fresh")
    func refusedObject() throws {
        folder.write("a.yaml", serviceImport("a") + serviceImport("b") + endpointSlice("s", of: "b"))
        let follower = Follower(folder.path)
        try follower.start()
        folder.write(
            "a.yaml",
            serviceImport("a", "Sideways") + endpointSlice("s", of: "b", port: 0) + serviceImport("c", "Up")
                + serviceImport("d"))
        follower.waits(for: "a d")
        #expect(follower.known.slices.values.flatMap(\.ports).map(\.number) == [80])
        #expect(
            follower.log.all.dropFirst() == [
                "error \(folder("a.yaml")):5:14: spec.type: expected ClusterSetIP or Headless refused=3"
            ])
    }

    @Test("Slices whose cluster has another kind of id count, and are one line")
    func remarks() throws {
        let slice = endpointSlice("s", of: "a").replacing(
            "service-name: a", with: "service-name: a, multicluster.kubernetes.io/source-cluster: x.y.z")
        folder.write("a.yaml", serviceImport("a") + slice + slice.replacing("name: s,", with: "name: t,"))
        let follower = Follower(folder.path)
        try follower.start()
        #expect(follower.known.slices.count == 2)
        #expect(
            follower.log.all.first == """
                warning endpoints without names: \(folder("a.yaml")):9:117: metadata.labels.multicluster.kubernetes.io/\
                source-cluster: expected one DNS label, or two joined by a dot slices=2
                """)
    }

    @Test("Other kinds are skipped with one line for each")
    func otherKinds() throws {
        folder.write(
            "a.yaml",
            """
            {apiVersion: v1, kind: Service}
            --- {apiVersion: apps/v1, kind: Deployment}
            --- {apiVersion: v1, kind: Service}
            --- {apiVersion: multicluster.x-k8s.io/v1alpha2, kind: ServiceImport}
            --- {apiVersion: v1, kind: "Fake\\nerror kind"}
            """)
        let follower = Follower(folder.path)
        try follower.start()
        let line = "info skipped objects of another kind"
        #expect(
            follower.log.all.dropLast() == [
                "\(line) count=1 file=\(folder("a.yaml")) kind=apps/v1/Deployment",
                "\(line) count=1 file=\(folder("a.yaml")) kind=multicluster.x-k8s.io/v1alpha2/ServiceImport",
                "\(line) count=1 file=\(folder("a.yaml")) kind=v1/Fake?error kind",
                "\(line) count=2 file=\(folder("a.yaml")) kind=v1/Service",
            ])
    }

    @Test("Of an object in two files the first counts, and the other takes its place")
    func twoFiles() throws {
        folder.write("b.yaml", serviceImport("x") + serviceImport("y"))
        folder.write("c.yaml", serviceImport("x", "Headless"))
        let follower = Follower(folder.path)
        try follower.start()
        #expect(follower.known.summary == "x y")
        let line = "warning object stands in two files, the first one counts count=1"
        let conflict =
            "\(line) first=\(folder("b.yaml")) kind=ServiceImport object=default/x second=\(folder("c.yaml"))"
        #expect(follower.log.all.first == conflict)

        // What is hidden may change, without another line.
        folder.write("c.yaml", serviceImport("x", "Headless") + serviceImport("z"))
        follower.waits(for: "x y z")
        folder.write("b.yaml", serviceImport("y"))
        follower.waits(for: "[x] y z")
        #expect(follower.log.all.count == 2)

        // A file that comes first takes over.
        folder.write("a.yaml", serviceImport("x"))
        follower.waits(for: "x y z")
        #expect(follower.log.all.count == 3)
        folder.remove("a.yaml")
        follower.waits(for: "[x] y z")
        folder.remove("c.yaml")
        follower.waits(for: "y")
    }

    @Test("Of two directories the first counts")
    func twoDirectories() throws {
        folder.makeDirectory("one")
        folder.makeDirectory("two")
        folder.write("one/z.yaml", serviceImport("x"))
        folder.write("two/a.yaml", serviceImport("x", "Headless"))
        let follower = Follower(folder("two"), folder("one"))
        try follower.start()
        #expect(follower.known.summary == "[x]")
        folder.remove("two/a.yaml")
        follower.waits(for: "x")
    }
}
