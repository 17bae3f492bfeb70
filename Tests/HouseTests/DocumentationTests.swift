import Testing

struct DocumentationTests {
    @Test("Every directive has a page, and every page a directive")
    func directivesHavePages() {
        let directives = SourceTree.files(in: ["Sources/ClusterSetDNS/Directives"], ending: ".swift")
            .compactMap { $0.stem.split(separator: "+").first?.lowercased() }
        #expect(Set(directives) == Set(DirectivePage.all.map { String($0.stem) }))
    }

    @Test("A directive's page has its sections in order", arguments: DirectivePage.all)
    func pagesAreLaidOutAlike(page: TextFile) {
        let headings = page.lines.filter { $0.hasPrefix("#") }
        #expect(headings.first == "# \(page.stem)")
        #expect(
            headings.dropFirst() == [
                "## Name", "## Syntax", "## Description", "## Examples", "## Differences from CoreDNS",
            ])
    }

    @Test(
        "Every example on a directive's page is a Corefile that uses the directive",
        arguments: DirectivePage.all)
    func pagesHaveExamples(page: TextFile) {
        #expect(!page.examples.isEmpty)
        for example in page.examples {
            #expect(example.contains { $0.split { $0 == " " || $0 == "\t" }.first == page.stem })
        }
    }

    @Test("What the README shows of dig is what the examples' queries show")
    func readmeShowsQueries() throws {
        let shown = try #require(SourceTree.files.first { $0.path == "README.md" }).lines
            .drop { !$0.hasPrefix("$ dig") }.prefix { $0 != "```" }
        let queries = try #require(SourceTree.files.first { $0.path == "Examples/queries" }).lines
        #expect(!shown.isEmpty && Set(shown).isSubset(of: queries))
    }

    @Test("Whatever the threat model names as shown by a test is there")
    func threatsAreShown() throws {
        let model = try #require(SourceTree.files.first { $0.path == "docs/threat-model.md" })
        let findings = model.lines.indices.filter { index in
            model.lines[index].matches(of: /\b(\w+Tests|Scenarios)(\/\w+)*/).contains { match in
                !SourceTree.has("Tests/\(match.output.0)") && !SourceTree.has("Tests/\(match.output.0).swift")
            }
        }
        #expect(findings.map { model.finding(at: $0) } == [])
    }

    @Test("Every relative link in the documents leads to a file")
    func links() {
        let findings = SourceTree.files.filter { $0.path.hasSuffix(".md") }.flatMap { file -> [Finding] in
            let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
            return file.lines.indices.flatMap { index in
                file.lines[index].matches(of: /\]\((?!https?:|#)([^)#]+)[^)]*\)/)
                    .filter { !SourceTree.has("\(folder)/\($0.output.1)") }
                    .map { _ in file.finding(at: index) }
            }
        }
        #expect(findings == [])
    }
}

/// The pages of docs/directives, one a directive.
enum DirectivePage {
    static let all = SourceTree.files(in: ["docs/directives"], ending: ".md").filter { $0.stem != "README" }
}

extension TextFile: CustomTestStringConvertible {
    /// The lines of each fence marked as a Corefile.
    fileprivate var examples: [ArraySlice<Substring>] {
        lines.indices.filter { lines[$0] == "```corefile" }.map { start in
            lines[(start + 1)...].prefix { $0 != "```" }
        }
    }

    var testDescription: String { path }
}
