import POSIX

/// The package's Python environment, which has botocore and moto.
package enum PythonEnvironment {
    /// It was not made, or is not complete; the text says how to make it.
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    /// The interpreter.
    ///
    /// - Throws: `Missing`.
    package static func executable() throws(Missing) -> String {
        let path = PackageFolder.path(of: ".venv/bin/python3")
        guard File.exists(path), File.exists(PackageFolder.path(of: ".venv/bin/moto_server")) else {
            throw Missing(
                description: """
                    \(PackageFolder.path)/.venv has no moto. Make it in the package's root with: \
                    python3 -m venv .venv && .venv/bin/pip install 'moto[server]==5.2.1'
                    """
            )
        }
        return path
    }
}
