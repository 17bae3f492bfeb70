import Testing

@testable import ClusterSetDNS

struct LabelSelectorTests {
    @Test(
        "What an API server takes for a selector is one",
        arguments: [
            "a", "!a", "a=b", "a==b", "a!=b", "a=", "a in (b)", "a in (b, c)", "a notin (b,c),d", "a,!b",
            "example.com/team in ( x , y ), tier = front", "inside=1", "a in (,)",
        ])
    func good(text: String) throws { try LabelSelector.check(text) }

    @Test(
        "What is no selector is refused where it ceases to be one",
        arguments: [
            ("", "found '', expected: a label's key"), ("a b", "found 'b', expected: ',' or the end"),
            ("a in b", "found 'b', expected: '('"), ("a in (b", "found '', expected: ')'"),
            ("a,", "found '', expected: a label's key"), ("=a", "found '=a', expected: a label's key"),
            ("-a", "found '-a', expected: a label's key"),
            ("a=b c=d", "found 'c=d', expected: ',' or the end"),
        ])
    func bad(text: String, reason: String) {
        #expect {
            try LabelSelector.check(text)
        } throws: { "\($0)" == reason }
    }
}
