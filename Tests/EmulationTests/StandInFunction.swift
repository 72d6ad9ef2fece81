import POSIX
import Synchronization

@testable import Emulation

/// Plays a function: runs a script on a thread that speaks the Runtime API, as an executable would in its process.
final class StandInFunction: SandboxLauncher {
    private let script: @Sendable (StandInSession) throws -> Void
    private let started = Monitor(0)

    /// - Parameter script: what each sandbox does; when it returns or throws, the "process" has ended.
    init(_ script: @escaping @Sendable (StandInSession) throws -> Void) {
        self.script = script
    }

    /// One that handles invocation after invocation the same way.
    convenience init(handling handle: @escaping @Sendable (StandInEvent, StandInSession) throws -> Void) {
        self.init { session in
            while true { try handle(try session.next(), session) }
        }
    }

    /// How many sandboxes were started.
    var startCount: Int { started.withLock { $0 } }

    func start(_ launch: SandboxLaunch) throws(SystemError) -> any SandboxProcess {
        let process = StandInProcess()
        let number = started.withLock { count in
            count += 1
            return count
        }
        let script = script
        let session = StandInSession(
            try StandInConnection(launch.runtimeAPI),
            number: number,
            runtimeAPI: launch.runtimeAPI
        )
        process.attach(session)
        try PlatformThread.start(name: "stand-in") {
            do {
                try script(session)
                process.end("exit status 0")
            } catch {
                process.end("exit status 1")
            }
        }
        return process
    }
}

/// The "process" of a stand-in.
final class StandInProcess: SandboxProcess {
    private let status = Monitor<String?>(nil)
    private let session = Mutex<StandInSession?>(nil)

    let processID: Int32? = nil
    let lastOutput = ""

    func attach(_ session: StandInSession) { self.session.withLock { $0 = session } }

    func end(_ text: String) {
        session.withLock { $0 }?.connection.socket.shutdown()
        status.withLock { $0 = text }
    }

    func requestEnd() { end("asked to end") }

    func kill() { end("killed") }

    func waitForEnd(until deadline: UInt64?) -> String? { status.wait(until: deadline) { $0 } }
}
