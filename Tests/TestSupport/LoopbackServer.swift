package import POSIX
import Synchronization

/// A server on a free port of 127.0.0.1 whose every connection runs a script, in a thread of its own. A connection is
/// closed when its script ends; all of them when the server is dropped.
package final class LoopbackServer: Sendable {
    private final class State: Sendable {
        let listener: ListeningSocket
        let peers = Mutex<[Peer]>([])
        let count = Atomic(0)

        init(_ listener: consuming ListeningSocket) { self.listener = listener }
    }

    private let state: State
    /// The port it listens at.
    package let port: UInt16

    /// Starts listening.
    ///
    /// - Parameter script: what the server does with one connection.
    package init(_ script: @escaping @Sendable (Peer) -> Void) throws(SystemError) {
        let listener = try ListeningSocket(host: "127.0.0.1", port: 0)
        port = listener.port
        state = State(listener)
        try PlatformThread.start(name: "server") { [state] in
            while let socket = try? state.listener.accept() {
                let peer = Peer(socket, number: state.count.wrappingAdd(1, ordering: .relaxed).oldValue)
                state.peers.withLock { $0.append(peer) }
                try? PlatformThread.start(name: "connection") {
                    script(peer)
                    state.peers.withLock { peers in peers.removeAll { $0 === peer } }
                }
            }
        }
    }

    deinit {
        state.listener.shutdown()
        for peer in state.peers.withLock({ $0 }) { peer.shutdown() }
    }

    /// A server that answers every request on every connection.
    package static func answering(
        _ answer: @escaping @Sendable (Peer, Peer.ReceivedRequest) -> Void
    ) throws(SystemError) -> LoopbackServer {
        try LoopbackServer { peer in
            while let request = peer.readRequest() { answer(peer, request) }
        }
    }

    /// The URL of a target, in the clear.
    package func url(_ target: String = "/") -> String { "http://127.0.0.1:\(port)\(target)" }

    /// Connections that were accepted so far.
    package var connectionCount: Int { state.count.load(ordering: .relaxed) }
}
