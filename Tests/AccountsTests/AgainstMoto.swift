import TestSupport
import Testing

/// The suites that need moto; they share one.
@Suite("Accounts against a real server", .moto)
enum AgainstMoto {}
