/// The folder that holds Package.swift.
package enum PackageFolder {
    /// Its absolute path, without a final slash.
    package static let path = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    /// The absolute path of something below it.
    package static func path(of relative: String) -> String { "\(path)/\(relative)" }
}
