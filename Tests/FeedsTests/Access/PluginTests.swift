import Dispatch
import Glibc
import Posix
import TestSupport
import Testing

@testable import Feeds

@Suite("A credential plugin", .timeLimit(.minutes(10)))
struct PluginTests {
    private let folder = Folder()
    private let queue = DispatchQueue(label: "control")

    /// Credentials from a script that finds the folder in `$FOLDER`.
    private func credentials(
        _ script: String, arguments: [String] = [], _ settings: [String] = [], cluster: [String] = [],
        deadline: Int = 20
    ) throws -> Credentials {
        folder.write("script", script)
        // Not the script itself: what another thread's child may still hold open for writing cannot be run.
        folder.link("plugin", to: "/bin/sh")
        let arguments = ([folder("script")] + arguments).joined(separator: ", ")
        return try credentials(
            command: "./plugin", ["args: [\(arguments)]"] + settings, cluster: cluster, deadline: deadline)
    }

    private func credentials(
        command: String, _ settings: [String], cluster: [String] = [], deadline: Int = 20
    ) throws -> Credentials {
        folder.writeKubeconfig(
            cluster: cluster,
            user: [
                "exec:", "  apiVersion: client.authentication.k8s.io/v1", "  command: \(command)",
                "  interactiveMode: IfAvailable", "  env: [{name: FOLDER, value: \(folder.path)}]",
            ] + settings.map { "  \($0)" })
        return Credentials(try folder.kubeconfig(), queue: queue, pluginDeadline: .seconds(deadline))
    }

    private func current(
        _ credentials: Credentials, at now: UInt64 = MonotonicClock.now()
    ) async throws -> Authorization {
        try await withCheckedContinuation { continuation in
            // Safe: `credentials` is used on its queue alone.
            nonisolated(unsafe) let credentials = credentials
            queue.async { unsafe credentials.current(at: now) { continuation.resume(returning: $0) } }
        }.get()
    }

    /// The message of the error that the plugin leads to, with `DIR` for the folder.
    private func failure(_ credentials: Credentials) async throws -> String? {
        do {
            _ = try await current(credentials)
            return nil
        } catch let error as AccessError {
            #expect(error.origin == "kubeconfig \(folder.path)/config (context prod)")
            return error.message.replacing(folder.path, with: "DIR")
        }
    }

    /// A script that writes a credential with this status.
    private static func writes(_ status: String) -> String {
        #"""
        cat <<END
        {"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1", "spec": {"interactive": false},
        	"status": \#(status)}
        END
        """#
    }

    @Test("Its token is shown")
    func token() async throws {
        let credentials = try credentials(Self.writes(#"{"token": "abc", "new": ["\ud83d\ude00"]}"#))
        #expect(try await current(credentials) == .bearer(Secret("abc")))
    }

    @Test("Its certificate is shown")
    func certificate() async throws {
        let long = Sample.certificate + String(repeating: "x", count: 5000)
        let status = JSONText.object([
            ("clientCertificateData", JSONText.string(long)),
            ("clientKeyData", JSONText.string(Sample.key)), ("token", "\"\""),
        ])
        let credentials = try credentials(Self.writes(status).replacing("<<END", with: "<<'END'"))
        let authorization = try await current(credentials)
        #expect(authorization.headers.isEmpty)
        #expect(authorization.certificate?.certificate == Array(long.utf8))
        #expect(authorization.certificate?.key == Array(Sample.key.utf8))
    }

    private static let counts = """
        echo run >>"$FOLDER/runs"
        N=$(wc -l <"$FOLDER/runs")

        """

    @Test(
        "It runs again once its credential is refused, and not before",
        arguments: ["", #", "expirationTimestamp": "2999-01-01T00:00:00Z""#])
    func kept(expiration: String) async throws {
        let credentials = try credentials(Self.counts + Self.writes(#"{"token": "t$N"\#(expiration)}"#))
        let first = try await current(credentials)
        #expect(first == .bearer(Secret("t1")))
        #expect(try await current(credentials) == first)
        credentials.refused(first)
        let second = try await current(credentials)
        #expect(second == .bearer(Secret("t2")))
        // Another request that went out with the first one.
        credentials.refused(first)
        #expect(try await current(credentials) == second)
    }

    @Test("It runs again before its credential expires, and not before that")
    func expires() async throws {
        let status = #"{"token": "t$N", "expirationTimestamp": "$(date -u -d '1 hour' +%FT%TZ)"}"#
        let credentials = try credentials(Self.counts + Self.writes(status))
        let second: UInt64 = 1_000_000_000
        let start = MonotonicClock.now()
        var shown: [Authorization] = []
        for time in [start, start + 3000 * second, start + 3700 * second] {
            shown.append(try await current(credentials, at: time))
        }
        #expect(shown == ["t1", "t1", "t2"].map { .bearer(Secret($0)) })
    }

    @Test("It runs once for all who ask meanwhile")
    func once() async throws {
        let credentials = try credentials(Self.counts + Self.writes(#"{"token": "t$N"}"#))
        let answers: [Result<Authorization, AccessError>] = await withCheckedContinuation { continuation in
            // Safe: `credentials` is used on its queue alone.
            nonisolated(unsafe) let credentials = credentials
            queue.async {
                var answers: [Result<Authorization, AccessError>] = []
                for _ in 0..<3 {
                    unsafe credentials.current {
                        answers.append($0)
                        if answers.count == 3 { continuation.resume(returning: answers) }
                    }
                }
            }
        }
        #expect(answers == Array(repeating: .success(.bearer(Secret("t1"))), count: 3))
    }

    @Test("One that fails is run again by the next who asks")
    func again() async throws {
        let script = Self.counts + "[ $N = 1 ] && exit 1\n" + Self.writes(#"{"token": "t$N"}"#)
        let credentials = try credentials(script)
        #expect(try await failure(credentials) == "credential plugin DIR/./plugin ended with status 1")
        #expect(try await current(credentials) == .bearer(Secret("t2")))
    }

    @Test("It gets its arguments, and is told what it is asked for")
    func input() async throws {
        let script = #"printf '%s\n' "$@" "$KUBERNETES_EXEC_INFO" >"$FOLDER/told"; exit 1"#
        let credentials = try credentials(script, arguments: ["login", "a b", "12"])
        _ = try await failure(credentials)
        #expect(
            folder.read("told") == """
                login
                a b
                12
                {"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{"interactive":false}}

                """)
    }

    @Test("It is told of the cluster if it wants")
    func clusterInfo() async throws {
        let credentials = try credentials(
            #"printf %s "$KUBERNETES_EXEC_INFO" >"$FOLDER/told"; exit 1"#, ["provideClusterInfo: true"],
            cluster: [
                "tls-server-name: api", "proxy-url: socks5://p:1",
                "certificate-authority-data: \(Sample.base64(Sample.authority))",
                "extensions: [{name: other}, {name: client.authentication.k8s.io/exec, extension: {a: 1}}]",
            ])
        _ = try await failure(credentials)
        let cluster = [
            #""server":"https://10.0.0.1:6443""#, #""tls-server-name":"api""#,
            #""certificate-authority-data":"\#(Sample.base64(Sample.authority))""#,
            #""proxy-url":"socks5://p:1""#, #""config":{"a":1}"#,
        ]
        let told = try #require(folder.read("told"))
        #expect(
            told.contains(#""spec":{"cluster":{\#(cluster.joined(separator: ","))},"interactive":false}"#))
    }

    @Test(
        "How it ended is told with its last words",
        arguments: [
            ("exit 3", "ended with status 3"),
            ("echo first >&2; printf 'log\\033 in!\\n\\n' >&2; exit 1", "ended with status 1: log? in!"),
            ("kill -KILL $$", "was ended by signal 9"),
            ("yes", "wrote too much and was killed"),
        ])
    func ending(script: String, message: String) async throws {
        let message = "credential plugin DIR/./plugin \(message)"
        #expect(try await failure(credentials(script)) == message)
    }

    @Test("One that never ends is killed")
    func tooSlow() async throws {
        let credentials = try credentials("echo waiting for a browser >&2; sleep 1000", deadline: 1)
        let message = "credential plugin DIR/./plugin took too long and was killed: waiting for a browser"
        #expect(try await failure(credentials) == message)
    }

    @Test(
        "What is wrong with its output",
        arguments: [
            ("true", "1:1: expected an ExecCredential"),
            ("echo '{'", "2:1: did not find expected node content while parsing a flow node at 2:1"),
            ("echo '[]'", "1:1: expected a mapping"),
            (#"echo '{"kind": "Status"}'"#, "1:10: kind: expected ExecCredential"),
            (
                #"echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1beta1"}'"#,
                "1:42: apiVersion: expected client.authentication.k8s.io/v1, as the kubeconfig says"
            ),
            (writes("null"), "2:12: status: expected a token, or a client certificate and its key"),
            (writes("{}"), "2:12: status: expected a token, or a client certificate and its key"),
            (writes(#"{"token": ["secret"]}"#), "2:22: status.token: expected a string"),
            (writes(#"{"token": "secret text"}"#), "2:22: status.token: expected a bearer token"),
            (
                writes(#"{"clientKeyData": "PRIVATE KEY-----"}"#),
                "2:12: status.clientCertificateData: expected one for the key"
            ),
            (
                writes(#"{"clientCertificateData": "-----BEGIN CERTIFICATE-----"}"#),
                "2:12: status.clientKeyData: expected one for the certificate"
            ),
            (
                writes(#"{"clientCertificateData": "secret"}"#),
                "2:38: status.clientCertificateData: expected a certificate in PEM"
            ),
            (
                writes(#"{"token": "t", "expirationTimestamp": "soon"}"#),
                "2:50: status.expirationTimestamp: expected a time like 2030-12-31T23:59:59Z"
            ),
        ])
    func output(script: String, message: String) async throws {
        let message = "credential plugin DIR/./plugin wrote no credential: \(message)"
        #expect(try await failure(credentials(script)) == message)
    }

    @Test(
        "One that is not there: its hint is told",
        arguments: [
            ([], "install it, or give its path in `exec.command`"),
            (
                ["installHint: |", "  Install it from", "  https://example.org/"],
                "Install it from https://example.org/"
            ),
        ] as [([String], String)])
    func missing(settings: [String], advice: String) async throws {
        let credentials = try credentials(command: "clustersetdns-no-such", settings)
        let reason = "posix_spawn clustersetdns-no-such: No such file or directory"
        #expect(
            try await failure(credentials)
                == "credential plugin clustersetdns-no-such cannot be run: \(reason); \(advice)")
    }

    @Test("Credentials that go take their plugin with them")
    func dropped() async throws {
        // Safe: mkfifo and open read strings that end with a zero octet.
        unsafe mkfifo(folder("fifo"), 0o600)
        let reader = unsafe open(folder("fifo"), O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        defer { close(reader) }
        try queue.sync {
            let credentials = try credentials("exec 9>$FOLDER/fifo; echo begun >&9; sleep 1000")
            credentials.current { _ in Issue.record("answered by credentials that are gone") }
            var request = pollfd(fd: reader, events: CShort(POLLIN), revents: 0)
            // Safe: poll reads and writes one `pollfd`.
            #expect(unsafe poll(&request, 1, 20_000) == 1)
        }
        var request = pollfd(fd: reader, events: 0, revents: 0)
        // Safe: as above.
        #expect(unsafe poll(&request, 1, 20_000) == 1)
    }
}

extension Folder {
    /// What is in a file; nil when it is not there.
    fileprivate func read(_ name: String) -> String? {
        // Safe, here and below: each call reads strings that end with a zero octet, or at most what the array holds.
        let number = unsafe open(self(name), O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return nil }
        defer { close(number) }
        var octets = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe Glibc.read(number, &octets, octets.count)
        return String(decoding: octets.prefix(max(count, 0)), as: UTF8.self)
    }
}
