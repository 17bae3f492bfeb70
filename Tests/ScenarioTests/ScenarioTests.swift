import Testing

struct ScenarioTests {
    @Test("A scenario comes out as its file says", arguments: ScenarioFiles.all)
    func scenario(file: ScenarioFile) throws {
        try Scenario(file.text).run()
    }

    @Test("Every scenario says what it shows, and asks something")
    func scenariosAreWhole() throws {
        #expect(ScenarioFiles.all.count > 80)
        for file in ScenarioFiles.all {
            let steps = try Scenario(file.text).steps
            #expect(file.text.hasPrefix("# "), "\(file.name)")
            #expect(steps.contains { if case .ask = $0 { true } else { false } }, "\(file.name)")
        }
    }

    @Test("A scenario that is wrong is noticed, line by line")
    func differences() throws {
        let scenario = try Scenario(
            """
            ask nosuch.clusterset.local. A
                NOERROR aa
                answer nosuch.clusterset.local. 5 IN A 10.1.0.1
            ask clusterset.local. SOA
                NODATA
            ask . NS
                no response
            ask clusterset.local. NS +tcp
                NOERROR aa
                answers 1
                additionals 2
            """)
        let server = try ScenarioServer(scenario)
        let counts = scenario.steps.map { step in
            guard case .ask(let question, let expectation) = step else { return 0 }
            return expectation.differences(of: server.answer(question), to: question).count
        }
        #expect(counts == [3, 2, 1, 0])
    }
}

extension Scenario {
    /// Takes all steps, and records where a response is not what is expected.
    func run() throws {
        let server = try ScenarioServer(self)
        for step in steps {
            switch step {
            case .given(let name, let manifest):
                let refused = try server.put(name, manifest)
                #expect(refused == [])
            case .remove(let name):
                _ = try server.put(name, nil)
            case .ask(let question, let expectation):
                let differences = expectation.differences(of: server.answer(question), to: question)
                #expect(differences == [], "ask \(question.text)")
            }
        }
    }
}
