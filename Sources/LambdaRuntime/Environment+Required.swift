package import POSIX

extension Environment {
    /// The value of a variable that the function's template has to give.
    ///
    /// - Throws: an initialization error that names the variable.
    package func required(_ name: String) throws(InitializationError) -> String {
        guard let value = self[name] else {
            throw InitializationError(
                type: "Runtime.ConfigInvalid",
                message: "The environment variable \(name) is not set."
            )
        }
        return value
    }
}
