import POSIX

/// The time of a signature in the two forms it takes, written once.
struct SigningDate {
    /// "20150830T123600Z"
    let time: String
    /// "20150830"
    let day: String

    init(_ time: Timestamp) {
        self.time = time.iso8601Basic
        day = String(self.time.prefix(8))
    }
}
