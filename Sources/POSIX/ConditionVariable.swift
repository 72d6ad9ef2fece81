import Glibc

/// A mutex with a condition variable on CLOCK_MONOTONIC, so that setting the time of day neither cuts a wait short nor
/// makes it longer. The memory is the heap's, since both must never move.
struct ConditionVariable: ~Copyable, @unchecked Sendable {
    // Unchecked, because the compiler takes pointers for unsafe: POSIX makes these two objects safe from any thread.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func lock() { pthread_mutex_lock(mutex) }
    func unlock() { pthread_mutex_unlock(mutex) }
    func wakeOne() { pthread_cond_signal(condition) }
    func wakeAll() { pthread_cond_broadcast(condition) }

    /// Gives the mutex up and waits to be woken, which may happen without cause; holds the mutex again when it returns.
    /// False when the deadline (nanoseconds of `MonotonicClock`) has passed.
    func wait(until deadline: UInt64?) -> Bool {
        guard let deadline else {
            pthread_cond_wait(condition, mutex)
            return true
        }
        var time = timespec(nanoseconds: deadline)
        return pthread_cond_timedwait(condition, mutex, &time) != ETIMEDOUT
    }
}
