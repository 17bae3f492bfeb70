import Testing

@testable import ClusterSet

@Suite("The name that may have been meant")
struct NameListTests {
    private func nearest(to label: String, among names: [String]) -> String? {
        let octets = NameList.octets(of: names)
        let list = NameListView(octets.span)
        guard let index = list.nearest(to: Array(label.utf8).span) else { return nil }
        let name = list[index]
        return String(decoding: name.indices.map { name[$0] }, as: UTF8.self)
    }

    @Test(
        "is one octet more, less or another away, or two that changed about, in any case",
        arguments: ["servic", "services", "sservice", "servixe", "serivce", "SERVICF", "ervice"])
    func slips(label: String) {
        #expect(nearest(to: label, among: ["api", "service", "web"]) == "service")
    }

    @Test(
        "is one that begins with what was asked for, or that it begins with",
        arguments: ["front", "frontend-v2"])
    func beginnings(label: String) {
        #expect(nearest(to: label, among: ["api", "frontend", "web"]) == "frontend")
    }

    @Test("is none where nothing is alike", arguments: ["", "a", "zebra", "sirvixe"])
    func none(label: String) {
        #expect(nearest(to: label, among: ["api", "service", "web"]) == nil)
    }

    @Test("is none of an empty list")
    func empty() {
        #expect(nearest(to: "api", among: []) == nil)
    }

    @Test(
        "is found around its place in a long list, first and last included",
        arguments: [0, 1, 4_999, 9_998, 9_999])
    func long(number: Int) {
        let names = (0..<10_000).map { "service-\(10_000 + $0)" }
        let asked = "service-\(10_000 + number)x"
        #expect(nearest(to: asked, among: names.shuffled()) == "service-\(10_000 + number)")
    }

    @Test("comes from a list that is made anew as soon as a 64th of its names came or went")
    func ages() {
        var ages = NameListAges()
        for size in [1, 127] {
            let isDue = ages.note(1, in: "short", of: size)
            #expect(isDue)
        }
        for count in 1...20 {
            let isDue = ages.note(1, in: "long", of: 640)
            #expect(isDue == (count % 10 == 0))
        }
    }
}
