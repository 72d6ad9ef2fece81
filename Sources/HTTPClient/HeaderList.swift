import CCurl
import HTTP

/// The fields of a request in the form libcurl takes them: a linked list of C strings, all in one block of memory that
/// must outlive the transfer.
struct HeaderList: ~Copyable {
    private let memory: UnsafeMutableRawPointer

    /// Fields that frame the message or belong to the connection: the client's business, not the caller's.
    private static let framing: HeaderFields = [
        "connection": "", "content-length": "", "expect": "", "keep-alive": "", "proxy-connection": "", "te": "",
        "transfer-encoding": "", "upgrade": "",
    ]

    init(_ headers: HeaderFields) {
        let fields = headers.filter { !Self.framing.contains($0.name) }
        // "Name:" keeps libcurl from adding a field of its own.
        let removals = headers.contains("content-type") ? ["Expect:"] : ["Expect:", "Content-Type:"]

        let nodeBytes = (fields.count + removals.count) * MemoryLayout<curl_slist>.stride
        let textBytes =
            fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 3 }
            + removals.reduce(0) { $0 + $1.utf8.count + 1 }
        memory = .allocate(byteCount: nodeBytes + textBytes, alignment: MemoryLayout<curl_slist>.alignment)
        var writer = Writer(
            node: memory.assumingMemoryBound(to: curl_slist.self),
            text: (memory + nodeBytes).assumingMemoryBound(to: UInt8.self),
            remaining: fields.count + removals.count
        )
        for field in fields {
            // "Name;" is how libcurl is told to send a field without a value.
            writer.append(field.name, field.value.isEmpty ? ";" : ": ", field.value)
        }
        for line in removals { writer.append(line) }
    }

    deinit { memory.deallocate() }

    /// The list's first node.
    var first: UnsafeRawPointer { UnsafeRawPointer(memory) }

    /// Fills the nodes, which stand side by side, and the strings behind them.
    private struct Writer {
        var node: UnsafeMutablePointer<curl_slist>
        var text: UnsafeMutablePointer<UInt8>
        var remaining: Int

        mutating func append(_ name: String, _ separator: String = "", _ value: String = "") {
            let line = UnsafeMutableRawPointer(text).assumingMemoryBound(to: CChar.self)
            write(name)
            write(separator)
            write(value)
            text.pointee = 0
            text += 1
            remaining -= 1
            node.initialize(to: curl_slist(data: line, next: remaining > 0 ? node + 1 : nil))
            node += 1
        }

        private mutating func write(_ part: String) {
            var part = part
            part.withUTF8 { bytes in
                guard let first = bytes.baseAddress else { return }
                text.update(from: first, count: bytes.count)
                text += bytes.count
            }
        }
    }
}
