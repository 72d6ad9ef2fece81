import TestSupport
import Testing

/// The suites that need moto; they share one.
@Suite("The gateway against a real server", .moto)
enum AgainstMoto {}
