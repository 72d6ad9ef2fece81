import CCurl
import Glibc
import HTTP
import POSIX

/// One of libcurl's easy handles: the place for one transfer at a time, used again for the next. Only the driver's thread
/// touches it.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    /// The transfer that is under way.
    private(set) var transfer: Transfer?
    /// The request's fields, for as long as libcurl may read them.
    private var headerList: HeaderList?
    /// Where libcurl puts what it has to say about a failure.
    private let errorText: UnsafeMutablePointer<CChar>

    /// Makes a handle with all options set that are the same for every request. Nil when libcurl has no memory.
    init?(_ configuration: HTTPClient.Configuration) {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        setProtocolOptions(configuration)
        setConnectionOptions(configuration)
        setTLSOptions(configuration)
        setCallbacks()
    }

    deinit {
        curl_easy_cleanup(pointer)
        errorText.deallocate()
    }

    /// The handle libcurl hands back.
    static func from(_ pointer: UnsafeMutableRawPointer) -> EasyHandle? {
        ccurl_get_private(pointer).map { Unmanaged<EasyHandle>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Sets every option that differs between requests, so that nothing of the last one is left.
    func prepare(for transfer: Transfer, onFreshConnection: Bool) {
        let request = transfer.request
        self.transfer = transfer
        set(CURLOPT_URL, to: request.url)
        set(CURLOPT_REQUEST_TARGET, to: transfer.target.exactPath)
        // An empty proxy is none; nil lets libcurl look into the environment.
        set(CURLOPT_PROXY, to: transfer.target.isDirect ? "" : nil)
        set(CURLOPT_FRESH_CONNECT, to: onFreshConnection ? 1 : 0)
        let connect = request.timeouts.connect.nanoseconds / 1_000_000
        // 0 would be libcurl's default.
        set(CURLOPT_CONNECTTIMEOUT_MS, to: Int(min(max(connect, 1), UInt64(Int32.max))))
        transfer.decodesBody = transfer.acceptsCompression && ccurl_has_deflate()
        set(CURLOPT_ACCEPT_ENCODING, to: transfer.decodesBody ? "gzip, deflate" : nil)
        setMethod(request.method, bodyOf: transfer)
        let headerList = HeaderList(request.headers)
        ccurl_set_pointer(pointer, CURLOPT_HTTPHEADER, headerList.first)
        self.headerList = consume headerList
    }

    /// Lets go of the transfer, and of what libcurl has pointers to.
    func clear() {
        transfer = nil
        ccurl_set_pointer(pointer, CURLOPT_POSTFIELDS, nil)
        ccurl_set_pointer(pointer, CURLOPT_HTTPHEADER, nil)
        headerList = nil
    }

    /// Lets bytes come again that `TransferCallbacks.body` refused, some of them at once. Other than CURLE_OK, it is what
    /// ends the transfer.
    func resume() -> CURLcode {
        curl_easy_pause(pointer, CURLPAUSE_CONT)
    }

    /// A number libcurl knows of the transfer; 0 where it does not.
    func number(_ info: CURLINFO) -> Int {
        ccurl_get_long(pointer, info)
    }

    /// Whether libcurl's words for the last failure contain this: for what its numbers do not tell apart.
    func failureMentions(_ words: String) -> Bool {
        strstr(errorText, words) != nil
    }

    private func setMethod(_ method: Method, bodyOf transfer: Transfer) {
        let size = transfer.request.body.count
        set(CURLOPT_CUSTOMREQUEST, to: nil)
        // Takes back whatever the last request was.
        set(CURLOPT_HTTPGET, to: 1)
        switch method {
        case .get where size == 0:
            return
        case .head:
            // Without a body, whatever was given: nobody would read it (RFC 9110 §9.3.2).
            return set(CURLOPT_NOBODY, to: 1)
        case .post, .put, .patch,
            _ where size > 0:
            ccurl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(size))
            ccurl_set_pointer(pointer, CURLOPT_POSTFIELDS, transfer.bodyPointer)
        default:
            break
        }
        if method != .post { set(CURLOPT_CUSTOMREQUEST, to: method.rawValue) }
    }

    private func set(_ option: CURLoption, to value: Int) {
        ccurl_set_long(pointer, option, value)
    }

    private func set(_ option: CURLoption, to value: String?) {
        guard let value else {
            ccurl_set_string(pointer, option, nil)
            return
        }
        ccurl_set_string(pointer, option, value)
    }
}

// MARK: Options that stay

extension EasyHandle {
    private func setProtocolOptions(_ configuration: HTTPClient.Configuration) {
        set(CURLOPT_PROTOCOLS_STR, to: "http,https")
        set(CURLOPT_FOLLOWLOCATION, to: 0)
        set(CURLOPT_PATH_AS_IS, to: 1)
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, to: 1)
        set(CURLOPT_HTTP09_ALLOWED, to: 0)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, to: 1)
        set(CURLOPT_USERAGENT, to: configuration.userAgent)
        let version = ccurl_has_http2() ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
        set(CURLOPT_HTTP_VERSION, to: Int(version))
        set(CURLOPT_PIPEWAIT, to: 0)
    }

    private func setConnectionOptions(_ configuration: HTTPClient.Configuration) {
        // Without this libcurl would use SIGALRM for time-outs; SIGPIPE is blocked in the driver's thread.
        set(CURLOPT_NOSIGNAL, to: 1)
        // A transfer that ends while its host is looked up does not wait for the look-up: everybody else would, too.
        set(CURLOPT_QUICK_EXIT, to: 1)
        set(CURLOPT_TCP_NODELAY, to: 1)
        set(CURLOPT_TCP_KEEPALIVE, to: 1)
        set(CURLOPT_TCP_KEEPIDLE, to: 30)
        set(CURLOPT_TCP_KEEPINTVL, to: 15)
        // 0 would be no limit.
        set(CURLOPT_MAXAGE_CONN, to: max(1, Int(configuration.maxIdleConnectionAge.components.seconds)))
        set(CURLOPT_MAXLIFETIME_CONN, to: max(1, Int(configuration.maxConnectionAge.components.seconds)))
    }

    private func setTLSOptions(_ configuration: HTTPClient.Configuration) {
        let minimum =
            switch configuration.minimumTLS {
            case .v1_2: CURL_SSLVERSION_TLSv1_2
            case .v1_3: CURL_SSLVERSION_TLSv1_3
            }
        set(CURLOPT_SSLVERSION, to: Int(minimum))
        set(CURLOPT_SSL_VERIFYPEER, to: 1)
        set(CURLOPT_SSL_VERIFYHOST, to: 2)
        if let file = configuration.certificateAuthorityFile {
            set(CURLOPT_CAINFO, to: file)
            // Only that file: not the directory libcurl was built with.
            set(CURLOPT_CAPATH, to: nil)
        }
    }

    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_pointer(pointer, CURLOPT_PRIVATE, context)
        ccurl_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
        ccurl_set_bytes_callback(pointer, CURLOPT_HEADERFUNCTION, TransferCallbacks.headerLine)
        ccurl_set_pointer(pointer, CURLOPT_HEADERDATA, context)
        ccurl_set_bytes_callback(pointer, CURLOPT_WRITEFUNCTION, TransferCallbacks.body)
        ccurl_set_pointer(pointer, CURLOPT_WRITEDATA, context)
        ccurl_set_ready_callback(pointer, TransferCallbacks.ready)
        ccurl_set_pointer(pointer, CURLOPT_PREREQDATA, context)
        ccurl_set_progress_callback(pointer, TransferCallbacks.progress)
        ccurl_set_pointer(pointer, CURLOPT_XFERINFODATA, context)
        set(CURLOPT_NOPROGRESS, to: 0)
    }
}
