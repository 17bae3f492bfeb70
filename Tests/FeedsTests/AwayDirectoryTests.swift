import Feeds
import TestSupport
import Testing

@Suite("A directory that goes away keeps its objects until it is back")
struct AwayDirectoryTests {
    private let folder = Folder()

    init() {
        folder.makeDirectory("up")
        folder.makeDirectory("up/manifests")
        folder.write("up/manifests/a.yaml", serviceImport("a"))
    }

    @Test("Renamed away, and another made in its place")
    func renamed() throws {
        let follower = Follower(folder("up/manifests"))
        try follower.start()
        folder.rename("up/manifests", to: "up/old")
        follower.log.waits(
            for: "manifest directory is gone, its last state stays directory=\(folder("up/manifests"))")
        folder.write("up/old/a.yaml", serviceImport("old"))
        #expect(follower.known.summary == "a")
        folder.makeDirectory("up/new")
        folder.write("up/new/b.yaml", serviceImport("b"))
        folder.rename("up/new", to: "up/manifests")
        follower.waits(for: "b")
        #expect(follower.known.deliveries == [1, 2])
        #expect(
            follower.log.all.contains("notice manifest directory is back directory=\(folder("up/manifests"))")
        )
        folder.write("up/manifests/c.yaml", serviceImport("c"))
        follower.waits(for: "b c")
    }

    @Test("Removed and made again")
    func removed() throws {
        let follower = Follower(folder("up/manifests"))
        try follower.start()
        folder.remove("up/manifests/a.yaml")
        follower.waits(for: "")
        folder.remove("up/manifests")
        follower.log.waits(for: "is gone")
        folder.makeDirectory("up/manifests")
        follower.log.waits(for: "is back")
        folder.write("up/manifests/b.yaml", serviceImport("b"))
        follower.waits(for: "b")
    }

    @Test("Renamed away with the directory above it, and both made again")
    func removedWithParent() throws {
        let follower = Follower(folder("up/manifests"))
        try follower.start()
        folder.rename("up/manifests", to: "old")
        follower.log.waits(for: "is gone")
        folder.remove("up")
        folder.makeDirectory("up")
        folder.makeDirectory("up/manifests")
        folder.rename("old/a.yaml", to: "up/manifests/b.yaml")
        folder.write("up/manifests/c.yaml", serviceImport("c"))
        follower.waits(for: "a c")
    }

    @Test("Another directory is followed meanwhile")
    func other() throws {
        folder.makeDirectory("other")
        let follower = Follower(folder("up/manifests"), folder("other"))
        try follower.start()
        folder.rename("up", to: "away")
        folder.rename("away/manifests", to: "manifests")
        folder.write("other/b.yaml", serviceImport("b"))
        follower.waits(for: "a b")
        folder.makeDirectory("up")
        folder.rename("manifests", to: "up/manifests")
        folder.write("up/manifests/c.yaml", serviceImport("c"))
        follower.waits(for: "a b c")
    }
}
