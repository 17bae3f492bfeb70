import TestSupport
import Testing

struct BenchmarkTests {
    @Test(
        "What the comparison with other servers computes holds what its own checks say",
        arguments: ["test_figures", "test_messages"])
    func comparison(file: String) throws { try PythonChecks.run("Benchmarks/compare/checks/\(file).py") }
}
