import Glibc

/// The system gave no memory.
struct OutOfMemory: Error {}

/// Bytes that end where a page ends, before one that nobody may touch: reading or writing past them ends the process.
struct GuardedBytes: ~Copyable {
    private let pages: UnsafeMutableRawPointer
    private let size: Int
    /// The bytes, to be written.
    let room: UnsafeMutableRawBufferPointer
    /// The bytes.
    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(room) }

    /// A copy of `bytes`.
    init(_ bytes: [UInt8]) throws(OutOfMemory) {
        try self.init(count: bytes.count)
        room.copyBytes(from: bytes)
    }

    /// So many bytes, all of them zero.
    init(count: Int) throws(OutOfMemory) {
        let page = sysconf(Int32(_SC_PAGESIZE))
        let used = (count / page + 1) * page
        size = used + page
        guard let pages = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            pages != MAP_FAILED, mprotect(pages + used, page, PROT_NONE) == 0
        else { throw OutOfMemory() }
        self.pages = pages
        room = UnsafeMutableRawBufferPointer(start: pages + (used - count), count: count)
    }

    deinit { munmap(pages, size) }
}
