import CCurl
import HTTP
import POSIX

/// One request on its way, and the response as far as it has come.
///
/// Unchecked, because the compiler cannot see who touches the variables: the task that makes the transfer sets `recipient`
/// before it submits it under the queue's lock; from then on all of them belong to the driver's thread.
final class Transfer: TransferControl, @unchecked Sendable {
    /// Who waits for the outcome. A continuation is taken out before it is resumed, so it is resumed once.
    enum Recipient {
        case whole(UnsafeContinuation<Result<Response, HTTPClientError>, Never>)
        case head(UnsafeContinuation<Result<ResponseHead, HTTPClientError>, Never>, BodyChannel)
        case body(BodyChannel)
        case nobody
    }

    let request: OutgoingRequest
    let target: RequestTarget
    /// Whether libcurl may ask for a compressed body, and does.
    let acceptsCompression: Bool
    var decodesBody = false
    private let driver: TransferDriver
    var recipient = Recipient.nobody

    /// Where it takes place, and at which place among those under way; nil before and after.
    var handle: EasyHandle?
    var index = 0
    var isCancelled = false
    var repeatRule: RepeatRule
    var needsFreshConnection = false
    /// Bytes of the request that were sent on an earlier connection.
    var bytesSentBefore = 0

    var collector = ResponseHeadCollector()
    var body: [UInt8] = []
    /// What was wrong by our own rules; libcurl then only says that a callback failed.
    var failure: HTTPClientError.Kind?
    /// The reader waits for bytes that have come.
    var hasNews = false

    /// Times are nanoseconds of the monotonic clock.
    private let idleLimit: UInt64
    var totalDeadline: UInt64?
    /// When the last byte went either way; nil until the connection is there.
    var lastActivity: UInt64?
    var progress: curl_off_t = 0
    /// Bytes were refused because the reader has not kept up.
    var isPaused = false
    /// The reader is done, and only the end of the body is missing.
    private(set) var isDraining = false

    init(_ request: OutgoingRequest, target: RequestTarget, driver: TransferDriver) {
        self.request = request
        self.driver = driver
        self.target = target
        acceptsCompression = request.acceptsCompression && !request.headers.contains("accept-encoding")
        idleLimit = request.timeouts.idle.nanoseconds
        repeatRule = RepeatRule(isIdempotent: request.isIdempotent)
    }

    /// Ends it; from any thread.
    func cancel() { driver.enqueue(.cancel(self)) }

    /// Lets bytes that were refused come again; from any thread.
    func resume() { driver.enqueue(.resume(self)) }

    /// Lets it go on for a short while without a reader; from any thread.
    func drain() { driver.enqueue(.drain(self)) }

    /// The request's body where libcurl reads it, without a copy.
    ///
    /// The array is a constant of this object, so its storage stays where it is for as long as the transfer lives.
    var bodyPointer: UnsafeRawPointer? {
        request.body.withUnsafeBytes { $0.baseAddress }
    }

    /// When it is over unless something happens; nil when it has all the time in the world.
    var deadline: UInt64? {
        guard let lastActivity, !isPaused else { return totalDeadline }
        return min(totalDeadline ?? .max, lastActivity + idleLimit)
    }

    /// Brings the end nearer: from now on nobody waits for it.
    func limitDrain(until deadline: UInt64) {
        isDraining = true
        totalDeadline = min(totalDeadline ?? .max, deadline)
    }

    /// Which limit has passed; nil when none has.
    func expiredPhase(at now: UInt64) -> HTTPClientError.Phase? {
        if let totalDeadline, now >= totalDeadline { return .total }
        guard let lastActivity, !isPaused else { return nil }
        return now >= lastActivity + idleLimit ? .idle : nil
    }
}
