import ClusterSet
import Testing

@testable import Feeds

/// What comes next after each answer of an API server: scripts with a clock of their own.
struct ReflectorTests {
    @Test("ServiceImports are looked for in v1beta1 before v1alpha1, then streamed and watched")
    func normalCourse() {
        var script = Script(.serviceImports)
        #expect(script.reflector.request == .discover)
        script.versions("v1alpha1", "v1beta1")
        #expect(script.reflector.version == "v1beta1" && script.reflector.request == .stream)

        #expect(script.event(.added(web(1))) == [.beginList(.serviceImports), .putImport(webImport)])
        #expect(!script.reflector.isSynced)
        #expect(script.bookmark("5", isInitialEnd: true) == [.endList(.serviceImports)])
        #expect(script.reflector.isSynced && script.reflector.obstacle == nil)

        #expect(script.event(.modified(web(6))) == [.putImport(webImport)])
        #expect(script.event(.deleted(web(7))) == [.removeImport(webImport.id)])
        #expect(script.end(.complete).isEmpty)
        #expect(script.reflector.request == .watch(from: "7"))
    }

    @Test("The older version is followed where it is the only one")
    func olderVersion() {
        var script = Script(.serviceImports)
        script.versions("v1alpha1", "v2")
        #expect(script.reflector.version == "v1alpha1" && script.reflector.request == .stream)
    }

    @Test("A server without streaming lists is asked for pages of 500", arguments: [400, 422])
    func pages(code: Int) {
        var script = Script(.endpointSlices)
        #expect(script.end(.status(code: code, message: "forbidden", retryAfter: nil)).isEmpty)
        #expect(script.reflector.request == .list(continuation: nil, limit: 500))
        #expect(script.page(next: "c1") == [.beginList(.endpointSlices)])
        #expect(script.reflector.request == .list(continuation: "c1", limit: 500))
        #expect(script.page(next: nil, version: "9") == [.endList(.endpointSlices)])
        #expect(script.reflector.request == .watch(from: "9"))
    }

    @Test("A list that expires in its middle begins anew, and what it had is forgotten")
    func expiredList() {
        var script = Script(.endpointSlices, streams: false)
        _ = script.page(next: "c1")
        #expect(
            script.end(.status(code: 410, message: "Expired", retryAfter: nil)) == [
                .dropList(.endpointSlices)
            ])
        #expect(script.reflector.request == .list(continuation: nil, limit: 500))
        // The second time in a row it waits.
        _ = script.page(next: "c1")
        _ = script.end(.status(code: 410, message: "Expired", retryAfter: nil))
        #expect(script.reflector.request == nil)
        script.wait()
        #expect(script.reflector.request == .list(continuation: nil, limit: 500))
    }

    @Test("A page that fails is asked for again, and the pages before it hold")
    func failedPage() {
        var script = Script(.endpointSlices, streams: false)
        _ = script.page(next: "c1")
        #expect(script.end(.broken("reset")).isEmpty)
        script.wait()
        #expect(script.reflector.request == .list(continuation: "c1", limit: 500))
        #expect(script.page(next: nil) == [.endList(.endpointSlices)])
    }

    @Test("A watch that has expired leads to a new list, at once")
    func expiredWatch() {
        var script = Script(.endpointSlices)
        script.sync(at: "5")
        #expect(script.event(.error(APIStatus(code: 410, reason: "Expired", message: ""))).isEmpty)
        #expect(script.reflector.request == .stream)
        #expect(script.reflector.isSynced)
    }

    @Test("What breaks off is resumed where it was; a stream from its beginning")
    func resume() {
        var script = Script(.endpointSlices)
        _ = script.event(.added(watchedSlice(1)))
        #expect(script.end(.broken("reset")) == [.dropList(.endpointSlices)])
        script.wait()
        script.sync(at: "5")
        _ = script.event(.modified(watchedSlice(8)))
        #expect(script.end(.broken("reset")).isEmpty)
        #expect(script.reflector.lostSince == script.now)
        script.wait()
        #expect(script.reflector.request == .watch(from: "8"))
        script.reflector.accepted(now: script.now)
        #expect(script.reflector.lostSince == nil && script.reflector.obstacle == nil)
    }

    @Test("A server whose streams break off is asked for pages")
    func brokenStreams() {
        var script = Script(.endpointSlices)
        for _ in 0..<2 {
            #expect(script.reflector.request == .stream)
            _ = script.end(.broken("reset"))
            script.wait()
        }
        #expect(script.reflector.request == .list(continuation: nil, limit: 500))
    }

    @Test(
        "A watch that has nothing to say any more is stalled within 30 s, and its connection is not used again"
    )
    func stalledWatch() {
        var script = Script(.endpointSlices)
        script.sync(at: "5")
        // The stream may have stalled with its last word.
        let begun = script.now
        script.expire()
        #expect(script.reflector.request == .watch(from: "5"))
        script.expire()
        #expect(script.reflector.obstacle == .stalled && script.reflector.distrustsConnection)
        #expect(script.now - begun <= 30 * second)
        script.wait()
        #expect(script.reflector.request == .watch(from: "5"))
    }

    @Test("A list that says nothing is stalled within 30 s; one that drips is not")
    func stalledList() {
        var script = Script(.endpointSlices, streams: false)
        for _ in 0..<100 {
            script.now += 10 * second
            #expect(script.now < script.reflector.deadline)
            script.reflector.progressed(now: script.now)
        }
        #expect(script.reflector.deadline - script.now <= 30 * second)
        script.expire()
        #expect(script.reflector.obstacle == .stalled)
    }

    @Test("A watch that ended without a word is followed by a look at the server's resource version")
    func probe() {
        var script = Script(.endpointSlices)
        script.sync(at: "50")
        script.expire()
        script.now += 20 * second
        _ = script.end(.complete)
        #expect(script.reflector.request == .probe)
        _ = script.page(next: nil, version: "60")
        #expect(script.reflector.request == .watch(from: "50"))

        script.now += 20 * second
        _ = script.end(.complete)
        _ = script.page(next: nil, version: "40")
        #expect(script.reflector.request == .stream)
    }

    @Test("After half an hour everything is listed anew, in whatever state the watch is")
    func distrust() {
        var script = Script(.endpointSlices)
        script.sync(at: "50")
        script.now += 1800 * second
        _ = script.event(.modified(watchedSlice(60)))
        _ = script.end(.complete)
        #expect(script.reflector.request == .stream)
    }

    @Test("Watches that end at once are not asked for without end")
    func hotLoop() {
        var script = Script(.endpointSlices)
        script.sync(at: "50")
        script.expire()
        _ = script.end(.complete)
        #expect(script.reflector.request == nil)
    }

    @Test("A missing CRD is looked for until it is there")
    func missingCRD() {
        var script = Script(.serviceImports)
        script.versions()
        #expect(script.reflector.obstacle == .notServed)
        script.wait()
        #expect(script.reflector.request == .discover)
        _ = script.end(.status(code: 404, message: "", retryAfter: nil))
        #expect(script.reflector.obstacle == .notServed)
        script.wait()
        script.versions("v1beta1")
        #expect(script.reflector.request == .stream)
    }

    @Test("Where versions must not be asked for, both are tried in turn")
    func guessedVersion() {
        var script = Script(.serviceImports)
        _ = script.end(.status(code: 403, message: "no", retryAfter: nil))
        #expect(script.reflector.version == "v1beta1" && script.reflector.request == .stream)
        _ = script.end(.status(code: 404, message: "", retryAfter: nil))
        script.wait()
        #expect(script.reflector.version == "v1alpha1" && script.reflector.request == .stream)
    }

    @Test("A version that is served no longer leads to another look, and what was known stays")
    func versionGone() {
        var script = Script(.serviceImports)
        script.versions("v1beta1")
        script.sync(at: "5")
        script.expire()
        #expect(script.end(.status(code: 404, message: "", retryAfter: nil)).isEmpty)
        script.wait()
        #expect(script.reflector.request == .discover)
        script.versions("v1alpha1")
        #expect(script.reflector.version == "v1alpha1")
    }

    @Test("Retry-After is honoured, up to a minute", arguments: [(3, 3), (3600, 60)])
    func retryAfter(asked: Int, waited: Int) {
        var script = Script(.endpointSlices)
        _ = script.end(.status(code: 429, message: "slow down", retryAfter: asked))
        #expect(script.reflector.deadline - script.now == UInt64(waited) * second)
    }

    @Test("A wait that the server asked for ends when it becomes ready; one of our own does not")
    func becameReady() {
        for (retryAfter, ends) in [(5, true), (nil, false)] as [(Int?, Bool)] {
            var script = Script(.endpointSlices)
            _ = script.end(.status(code: 503, message: "starting", retryAfter: retryAfter))
            script.reflector.serverBecameReady(now: script.now)
            #expect((script.reflector.request == .stream) == ends)
        }
    }

    @Test("Five errors in a row are over within 15 s, and never more than 6 requests come in a second")
    func fiveErrors() {
        var script = Script(.endpointSlices, streams: false)
        let begun = script.now
        var times: [UInt64] = []
        for _ in 0..<5 {
            times.append(script.now)
            _ = script.end(.status(code: 500, message: "etcd", retryAfter: nil))
            script.wait()
        }
        #expect(script.now - begun <= 15 * second)
        #expect(times.allSatisfy { time in times.count { $0 >= time && $0 < time + second } <= 6 })
    }

    @Test("Waits grow with an outage to 10 s, those for a connection to 5 s, and fall back after it")
    func backOff() {
        for (ending, most) in [(Reflector.Ending.unreachable("refused"), 6), (.broken("reset"), 12)] {
            var script = Script(.endpointSlices, streams: false)
            var longest: UInt64 = 0
            while script.now < 600 * second {
                _ = script.end(ending)
                longest = max(longest, script.reflector.deadline - script.now)
                script.wait()
            }
            #expect(longest > UInt64(most / 2) * second && longest <= UInt64(most) * second)
            _ = script.page(next: nil)
            _ = script.end(ending)
            #expect(script.reflector.deadline - script.now < second / 2)
        }
    }

    @Test("What cannot be read is resumed twice, then everything is listed anew")
    func malformed() {
        var script = Script(.endpointSlices)
        script.sync(at: "5")
        script.expire()
        for _ in 0..<2 {
            #expect(script.end(.malformed("line 1")).isEmpty)
            script.wait()
            #expect(script.reflector.request == .watch(from: "5"))
        }
        _ = script.end(.malformed("line 1"))
        script.wait()
        #expect(script.reflector.request == .stream)
    }

    @Test("A page that is too large is asked for in smaller ones")
    func oversized() {
        var script = Script(.endpointSlices, streams: false)
        _ = script.page(next: "c1")
        #expect(script.end(.oversized) == [.dropList(.endpointSlices)])
        script.wait()
        #expect(script.reflector.request == .list(continuation: nil, limit: 250))
    }

    @Test("An object that cannot be used keeps what was known of it; one of another namespace is none")
    func objects() {
        var script = Script(.serviceImports, namespaces: ["shop"])
        script.versions("v1beta1")
        var refused = web(1)
        refused.content = .refused("spec.type: expected ClusterSetIP or Headless")
        var foreign = web(2)
        foreign.id.namespace = "other"
        #expect(
            script.event(.added(refused)) == [
                .beginList(.serviceImports), .keep(.serviceImports, webImport.id),
            ])
        #expect(script.event(.added(foreign)).isEmpty)
        _ = script.bookmark("5", isInitialEnd: true)
        #expect(script.event(.modified(refused)) == [.keep(.serviceImports, webImport.id)])
        #expect(script.event(.deleted(foreign)).isEmpty)
    }

    @Test("A slice that lost its label is gone in a watch, and not there in a list")
    func foreignSlice() {
        var script = Script(.endpointSlices)
        var foreign = watchedSlice(1)
        foreign.content = .foreign
        #expect(script.event(.added(foreign)) == [.beginList(.endpointSlices)])
        _ = script.bookmark("5", isInitialEnd: true)
        foreign.resourceVersion = "6"
        #expect(script.event(.modified(foreign)) == [.removeSlice(foreign.id)])
    }

    @Test("What goes while a stream still tells what there is, is gone")
    func goneMeanwhile() {
        var script = Script(.serviceImports)
        script.versions("v1beta1")
        #expect(script.event(.deleted(web(2))).isEmpty)
        _ = script.event(.added(web(1)))
        #expect(script.event(.deleted(web(3))) == [.removeImport(webImport.id)])
        #expect(script.bookmark("3", isInitialEnd: true) == [.endList(.serviceImports)])
    }

    @Test("A probe that is denied gives way to the watch")
    func deniedProbe() {
        var script = Script(.endpointSlices)
        script.sync(at: "50")
        script.expire()
        script.now += 20 * second
        _ = script.end(.complete)
        #expect(script.reflector.request == .probe)
        _ = script.end(.status(code: 403, message: "no", retryAfter: nil))
        script.wait()
        #expect(script.reflector.request == .watch(from: "50"))
    }

    @Test("Events that come late change nothing: older ones, and those of a predecessor")
    func lateEvents() {
        var script = Script(.serviceImports)
        script.versions("v1beta1")
        script.sync(at: "5")
        #expect(script.event(.added(web(20, uid: "new"))) == [.putImport(webImport)])
        #expect(script.event(.deleted(web(10, uid: "old"))).isEmpty)
        #expect(script.event(.modified(web(9, uid: "old"))).isEmpty)
        #expect(script.event(.modified(web(15, uid: "new"))).isEmpty)
        #expect(script.event(.modified(web(20, uid: "new"))) == [.putImport(webImport)])
        #expect(script.event(.unknown("FLAG")).isEmpty)
        #expect(script.event(.deleted(web(21, uid: "new"))) == [.removeImport(webImport.id)])
    }

    @Test("Nothing is asked for before its time, and an answer of 401 or 403 leaves what was known")
    func denied() {
        for (code, obstacle) in [(401, Obstacle.unauthorized), (403, .forbidden("no"))] {
            var script = Script(.endpointSlices)
            script.sync(at: "5")
            script.expire()
            #expect(script.end(.status(code: code, message: "no", retryAfter: nil)).isEmpty)
            #expect(script.reflector.obstacle == obstacle && script.reflector.isSynced)
            script.wait()
            #expect(script.reflector.request == .watch(from: "5"))
        }
    }
}
