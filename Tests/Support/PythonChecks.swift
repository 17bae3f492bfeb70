package import Testing

/// Checks that are written in Python, beside the Python that they check.
package enum PythonChecks {
    /// Runs the file at `path`, seen from the root of the tree; what it says is the issue when a check fails.
    package static func run(_ path: String, _ location: SourceLocation = #_sourceLocation) throws {
        let folder = Folder()
        let command = [FakeAPIServer.python, "-B", "\(SourceTree.root)/\(path)"]
        let process = try SpawnedProcess(command, output: .file(folder("out")), errors: folder("err"))
        let end = process.waitForEnd()
        #expect(end == .exited(0), "\(folder.text(of: "err"))", sourceLocation: location)
    }
}
