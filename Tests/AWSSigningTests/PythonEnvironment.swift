import POSIX
import Testing

/// The package's Python environment, which has botocore.
enum PythonEnvironment {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// The interpreter; throws with what to do when there is none.
    static func executable() throws -> String {
        let path = packageRoot + "/.venv/bin/python3"
        guard File.exists(path) else {
            throw Missing(
                description: """
                    \(path) does not exist. Make it in the package's root with: \
                    python3 -m venv .venv && .venv/bin/pip install 'moto[server]==5.2.1'
                    """
            )
        }
        return path
    }

    /// A script beside the tests.
    static func script(_ name: String) -> String {
        packageRoot + "/Tests/AWSSigningTests/" + name
    }

    private static var packageRoot: String {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }
}
