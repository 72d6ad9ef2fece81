import Glibc

/// The system gave no memory.
struct OutOfMemory: Error {}

/// Bytes that end where a page ends, before one that nobody may read: reading past them ends the process.
struct GuardedBytes: ~Copyable {
    private let pages: UnsafeMutableRawPointer
    private let size: Int
    /// The bytes.
    let raw: UnsafeRawBufferPointer

    /// A copy of `bytes`.
    init(_ bytes: [UInt8]) throws(OutOfMemory) {
        let page = sysconf(Int32(_SC_PAGESIZE))
        let used = (bytes.count / page + 1) * page
        size = used + page
        guard let pages = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            pages != MAP_FAILED, mprotect(pages + used, page, PROT_NONE) == 0
        else { throw OutOfMemory() }
        self.pages = pages
        let start = pages + (used - bytes.count)
        start.copyMemory(from: bytes, byteCount: bytes.count)
        raw = UnsafeRawBufferPointer(start: start, count: bytes.count)
    }

    deinit { munmap(pages, size) }
}
