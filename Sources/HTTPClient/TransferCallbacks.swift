import CCurl

/// What libcurl calls in the driver's thread while a transfer goes on. The context is the `EasyHandle`.
enum TransferCallbacks {
    static let headerLine: ccurl_bytes_callback = { bytes, size, count, context in
        guard let transfer = handle(context)?.transfer, let line = buffer(bytes, size * count) else { return 0 }
        return transfer.receiveHeaderLine(line) ? line.count : 0
    }

    static let body: ccurl_bytes_callback = { bytes, size, count, context in
        guard let transfer = handle(context)?.transfer, let bytes = buffer(bytes, size * count) else { return 0 }
        return switch transfer.receiveBody(bytes) {
        case .taken: bytes.count
        case .refusedForNow: Int(CURL_WRITEFUNC_PAUSE)
        case .failed: 0
        }
    }

    static let ready: ccurl_ready_callback = { context, _, _, _, _ in
        guard let handle = handle(context), let transfer = handle.transfer else { return CURL_PREREQFUNC_ABORT }
        let goesOn = transfer.connectionIsReady(
            connectionsMade: handle.number(CURLINFO_NUM_CONNECTS),
            bytesSent: handle.number(CURLINFO_REQUEST_SIZE)
        )
        return goesOn ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    static let progress: ccurl_progress_callback = { context, _, received, _, sent in
        handle(context)?.transfer?.noteProgress(received + sent)
        return 0
    }

    private static func handle(_ context: UnsafeMutableRawPointer?) -> EasyHandle? {
        context.map { Unmanaged<EasyHandle>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func buffer(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8>? {
        guard let bytes else { return nil }
        return UnsafeBufferPointer(start: UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: count)
    }
}
