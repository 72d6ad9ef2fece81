import CCurl

/// libcurl's multi handle: the transfers that are under way, and the connections that wait for the next. Only the
/// driver's thread touches it, but for the wake-up.
final class MultiHandle {
    private let pointer: UnsafeMutableRawPointer

    /// Nil when libcurl has no memory.
    init?(_ configuration: HTTPClient.Configuration) {
        guard let pointer = curl_multi_init() else { return nil }
        self.pointer = pointer
        ccurl_multi_set_long(pointer, CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maxConnectionsPerHost)
        // Connections kept open. libcurl's own rule, four for each transfer under way, closes them when load goes down.
        ccurl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, max(configuration.maxConnectionsPerHost, 16))
    }

    deinit { curl_multi_cleanup(pointer) }

    /// CURLM_OK, or why the transfer cannot begin.
    func add(_ handle: EasyHandle) -> CURLMcode {
        curl_multi_add_handle(pointer, handle.pointer)
    }

    /// Ends the transfer if it is under way; its connection is closed then.
    func remove(_ handle: EasyHandle) {
        curl_multi_remove_handle(pointer, handle.pointer)
    }

    /// Does what can be done without waiting.
    func perform() {
        var running: Int32 = 0
        curl_multi_perform(pointer, &running)
    }

    /// Waits until there is something to do, the time is over or `wakeUp` is called.
    func poll(milliseconds: Int32) {
        curl_multi_poll(pointer, nil, 0, milliseconds, nil)
    }

    /// The next transfer that ended by itself.
    func nextEnded() -> (EasyHandle, CURLcode)? {
        var easy: UnsafeMutableRawPointer?
        var code = CURLE_OK
        guard ccurl_multi_next_done(pointer, &easy, &code), let easy, let handle = EasyHandle.from(easy) else {
            return nil
        }
        return (handle, code)
    }

    /// What makes `poll` return. It keeps the handle alive, so that nobody wakes what is gone.
    var waker: Waker { Waker(multi: self) }

    /// Unchecked, because curl_multi_wakeup is the one function any thread may call
    /// (https://curl.se/libcurl/c/curl_multi_wakeup.html), and curl_multi_cleanup is called when nobody has the handle
    /// any more.
    struct Waker: @unchecked Sendable {
        fileprivate let multi: MultiHandle

        func wake() { curl_multi_wakeup(multi.pointer) }
    }
}
