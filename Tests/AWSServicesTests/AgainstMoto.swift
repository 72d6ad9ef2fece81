import TestSupport
import Testing

/// The suites that need moto; they share one.
@Suite("Against a real server", .moto)
enum AgainstMoto {}
