import Glibc
import POSIX

/// A certificate authority made for one test, and certificates it has signed, in a directory of their own.
final class CertificateDirectory: Sendable {
    /// Who a server's certificate is for, and by whom.
    enum Certificate: Sendable {
        case good, wrongHost, wrongAddress, expired, notYetValid, untrusted, selfSigned
    }

    private static let authority = """
        set -e
        cd "$1"
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout authority.key \
            -out authority.pem -days 2 -subj "/CN=Test authority" -addext basicConstraints=critical,CA:TRUE
        """

    private static let leaf = """
        set -e
        cd "$1"
        : > index.txt
        printf '[ca]\\ndefault_ca = a\\n[a]\\ndatabase = index.txt\\nnew_certs_dir = .\\ndefault_md = sha256\\n' > ca.cnf
        printf 'policy = p\\nrand_serial = yes\\ncopy_extensions = copy\\n[p]\\ncommonName = supplied\\n' >> ca.cnf
        openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout leaf.key -out leaf.csr \
            -subj "/CN=Test server" -addext "subjectAltName=$2"
        openssl ca -batch -notext -config ca.cnf -cert "$3.pem" -keyfile "$3.key" -in leaf.csr -out leaf.pem \
            -startdate "$4" -enddate "$5"
        """

    private static let selfSigned = """
        set -e
        cd "$1"
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout leaf.key -out leaf.pem \
            -days 2 -subj "/CN=Test server" -addext subjectAltName=IP:127.0.0.1
        """

    let path: String

    init(_ certificate: Certificate) throws {
        var template = Array("/tmp/http-client-tests-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError(code: errno, operation: "mkdtemp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let (longAgo, farAway) = ("20200101000000Z", "20450101000000Z")
        try run(Self.authority, [])
        switch certificate {
        case .good: try run(Self.leaf, ["IP:127.0.0.1", "authority", longAgo, farAway])
        case .wrongHost: try run(Self.leaf, ["DNS:elsewhere.invalid", "authority", longAgo, farAway])
        // An address counts only where it is given as one.
        case .wrongAddress: try run(Self.leaf, ["DNS:127.0.0.1,IP:127.0.0.2", "authority", longAgo, farAway])
        case .expired: try run(Self.leaf, ["IP:127.0.0.1", "authority", longAgo, "20200102000000Z"])
        case .notYetValid: try run(Self.leaf, ["IP:127.0.0.1", "authority", "20440101000000Z", farAway])
        case .untrusted:
            try run("cd \"$1\" && mv authority.pem other.pem && mv authority.key other.key", [])
            try run(Self.authority, [])
            try run(Self.leaf, ["IP:127.0.0.1", "other", longAgo, farAway])
        case .selfSigned: try run(Self.selfSigned, [])
        }
    }

    deinit { try? run("rm -rf -- \"$1\"", []) }

    var authorityFile: String { path + "/authority.pem" }

    private func run(_ script: String, _ arguments: [String]) throws {
        let shell = try ChildProcess(
            .init(
                executable: "/bin/sh",
                arguments: ["-c", script, "sh", path] + arguments,
                environment: .current(),
                standardOutput: .null,
                standardError: .null
            )
        )
        guard shell.wait() == .exited(0) else { throw SystemError(code: EIO, operation: "openssl") }
    }
}

/// `openssl s_server` with a certificate, on a free port; it answers any GET with a page about itself.
final class TLSServer: Sendable {
    private let process: ChildProcess
    let port: UInt16

    init(_ certificates: CertificateDirectory, options: [String] = []) throws {
        var pipe = try Pipe()
        let output = pipe.writer?.number ?? 1
        process = try ChildProcess(
            .init(
                executable: "openssl",
                arguments: ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", "leaf.pem", "-key", "leaf.key"]
                    + options,
                environment: .current(),
                workingDirectory: certificates.path,
                standardOutput: .descriptor(output),
                standardError: .null
            )
        )
        _ = pipe.takeWriter()
        var text = ""
        // "ACCEPT 127.0.0.1:12345"
        while !text.contains("ACCEPT 127.0.0.1:") || !text.hasSuffix("\n") {
            let bytes = try pipe.reader?.read(upTo: 4_096) ?? []
            guard !bytes.isEmpty else { throw SystemError(code: EIO, operation: "s_server") }
            text += String(decoding: bytes, as: UTF8.self)
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[colon...].dropFirst().dropLast()) else {
            throw SystemError(code: EIO, operation: "s_server")
        }
        self.port = port
    }

    deinit { process.signal(SIGKILL) }

    var url: String { "https://127.0.0.1:\(port)/" }
}
