/// A rule that some input broke.
struct Finding: Error, CustomStringConvertible {
    let description: String

    init(_ rule: String) { description = rule }
}

/// Throws a finding unless the rule holds.
func require(_ holds: @autoclosure () throws -> Bool, _ rule: @autoclosure () -> String) throws {
    guard try holds() else { throw Finding(rule()) }
}

/// What a body of code threw instead of a value, both as values that can be compared.
func outcome<Value, Failure: Error>(
    _ body: () throws(Failure) -> Value
) -> Result<Value, Failure> {
    do throws(Failure) {
        return .success(try body())
    } catch {
        return .failure(error)
    }
}

extension Result {
    /// The value; nil when there is none.
    var value: Success? { try? get() }

    /// The error; nil when there is none.
    var error: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}
